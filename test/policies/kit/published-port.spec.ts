import assert from "node:assert/strict";
import { checkPublishedPorts } from "../../../policies/kit/published-port";

function publishedBy(type: string, spec: unknown): unknown[] {
  const found: unknown[] = [];
  checkPublishedPorts({ type, props: { spec } }, (port) => found.push(port));
  return found.filter((port) => port !== undefined);
}

describe("checkPublishedPorts", () => {
  const ports = [{ name: "console", port: 80, targetPort: 9001 }];

  it("finds the ports of a Service that reaches outside of the cluster", () => {
    for (const outside of [{ type: "NodePort" }, { type: "LoadBalancer" }, { externalIPs: ["192.0.2.7"] }])
      assert.deepEqual(publishedBy("kubernetes:core/v1:Service", { ...outside, ports }), [
        80,
        9001,
        "console",
      ]);
    assert.deepEqual(publishedBy("kubernetes:core/v1:Service", { type: "ClusterIP", ports }), []);
  });

  it("finds the backends of an Ingress, in the form of old versions too", () => {
    const backend = (port: unknown) => ({ service: { name: "minio", port } });
    const spec = {
      defaultBackend: backend({ name: "console" }),
      rules: [
        { http: { paths: [{ backend: backend({ number: 9001 }) }, { backend: { servicePort: 9000 } }] } },
      ],
    };
    assert.deepEqual(publishedBy("kubernetes:networking.k8s.io/v1:Ingress", spec), ["console", 9001, 9000]);
  });

  it("finds nothing in other objects", () => {
    assert.deepEqual(publishedBy("kubernetes:apps/v1:Deployment", { type: "NodePort", ports }), []);
  });
});
