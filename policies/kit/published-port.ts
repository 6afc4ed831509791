import type { PolicyResource } from "@pulumi/policy";
import { field } from "./field";
import { kindOf } from "./kubernetes";
import { checkAll, checkEach } from "./unknown";
import { asList } from "./value";

/** Judges each port, by number or by name, at which a Service or an Ingress lets in whoever is outside of the cluster. */
export function checkPublishedPorts(
  { type, props }: Pick<PolicyResource, "type" | "props">,
  check: (port: unknown) => void,
): void {
  const spec = field(props, "spec");
  if (kindOf(type) === "Service" && isPublished(spec))
    checkEach(asList(field(spec, "ports")), (port) =>
      checkEach(["port", "targetPort", "name"], (key) => check(field(port, key))),
    );
  if (kindOf(type) === "Ingress")
    checkAll(
      () => checkBackend(field(spec, "defaultBackend") ?? field(spec, "backend"), check),
      () =>
        checkEach(asList(field(spec, "rules")), (rule) =>
          checkEach(asList(field(rule, "http", "paths")), (path) =>
            checkBackend(field(path, "backend"), check),
          ),
        ),
    );
}

const isPublished = (spec: unknown): boolean =>
  ["LoadBalancer", "NodePort"].includes(String(field(spec, "type"))) ||
  asList(field(spec, "externalIPs")).length > 0;

function checkBackend(backend: unknown, check: (port: unknown) => void): void {
  const port = field(backend, "service", "port");
  checkEach([field(port, "number"), field(port, "name"), field(backend, "servicePort")], check);
}
