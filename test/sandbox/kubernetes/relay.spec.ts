import assert from "node:assert/strict";
import { kubernetesAddresses } from "../../../sandbox/kubernetes/addresses";
import { relayConfiguration } from "../../../sandbox/kubernetes/relay";

describe("the relay to issuers", () => {
  const configuration = relayConfiguration(kubernetesAddresses(3), [8443, 9443]);

  it("listens on the node's loopback and calls this machine's, at the same ports", () => {
    const lines = configuration.split("\n").filter((line) => /^ {2}(bind|server) /.test(line));
    assert.deepEqual(lines, [
      "  bind 127.0.0.1:8443 namespace spe3-kube",
      "  server host 127.0.0.1:8443",
      "  bind 127.0.0.1:9443 namespace spe3-kube",
      "  server host 127.0.0.1:9443",
    ]);
  });
});
