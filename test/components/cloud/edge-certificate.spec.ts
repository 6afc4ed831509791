import assert from "node:assert/strict";
import { EdgeCertificate } from "../../../components/cloud/edge-certificate";
import { assertWellBuilt, recordResources } from "../../support/record";
import { heart } from "./heart";

/** As Barbican would. */
const made = (type: string, name: string): Record<string, unknown> =>
  type.endsWith(":SecretV1") ? { secretRef: `ref-of-${name}` } : { containerRef: `ref-of-${name}` };

describe("EdgeCertificate", () => {
  it("keeps the certificate, those above it and the key as Barbican wants them, all of them secret", async () => {
    let ref = "";
    const all = await recordResources(async () => {
      const certificate = new EdgeCertificate("heart-certificate", {
        project: heart,
        certificate: "leaf",
        intermediates: "between",
        privateKey: "key",
      });
      ref = await new Promise((resolve) => certificate.containerRef.apply(resolve));
    }, made);
    assertWellBuilt(all);
    assert.equal(ref, "ref-of-heart-certificate");
    assert.deepEqual(all.find(({ type }) => type.endsWith(":ContainerV1"))?.inputs, {
      name: "heart-edge",
      type: "certificate",
      secretRefs: [
        { name: "certificate", secretRef: "ref-of-heart-certificate-certificate" },
        { name: "private_key", secretRef: "ref-of-heart-certificate-private-key" },
        { name: "intermediates", secretRef: "ref-of-heart-certificate-intermediates" },
      ],
    });
    const secrets = all.filter(({ type }) => type.endsWith(":SecretV1"));
    assert.deepEqual(
      secrets.map(({ inputs, secrets }) => [inputs.secretType, inputs.payload, secrets]),
      [
        ["certificate", "leaf", ["payload"]],
        ["private", "key", ["payload"]],
        ["certificate", "between", ["payload"]],
      ],
    );
  });
});
