import { subscribe } from "node:diagnostics_channel";

const stop = new AbortController();

/**
 * Aborts when the engine asks its providers to end what they do, at the first Ctrl-C. Pulumi's dynamic provider hears
 * that and does nothing (sdk/nodejs/cmd/dynamic-provider, `cancel`), so it is seen where Node shows the requests of the
 * process's HTTP/2 server; a Node that does not show them waits until the resource is done.
 */
export const engineStop: AbortSignal = stop.signal;

subscribe("http2.server.stream.start", (message) => {
  const { headers } = message as { headers?: Record<string, unknown> };
  if (headers?.[":path"] === "/pulumirpc.ResourceProvider/Cancel") stop.abort();
});
