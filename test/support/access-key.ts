import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { policyName } from "../../components/naming";
import { guardDocument } from "../../components/storage/guard-policy";
import type { StoreKeys } from "../../sandbox/clients/object-store-clients";
import { adminAnswer } from "./store-admin-request";
import type { TestEnvironment } from "./test-sandbox";

/**
 * Makes an access key with a person's temporary keys while the guard that forbids it is away, as one may have been made
 * before there was a guard.
 */
export async function makeAccessKey(
  { storage, sandbox, ca }: TestEnvironment,
  person: StoreKeys,
  accessKey: string,
): Promise<StoreKeys> {
  const endpoint = { url: storage.url, ca };
  const { accessKey: accessKeyId, secretKeyFile } = sandbox.minio.provisioner;
  const provisioner = { accessKeyId, secretAccessKey: readFileSync(secretKeyFile, "utf8") };
  const path = `add-canned-policy?name=${policyName("heart", "guard")}`;
  const setGuard = async (plainBody: object): Promise<void> =>
    assert.equal(await adminAnswer(endpoint, provisioner, { method: "PUT", path, plainBody }), "allowed");
  const secretKey = randomBytes(20).toString("hex");
  const make = () =>
    adminAnswer(endpoint, person, {
      method: "PUT",
      path: "add-service-account",
      body: { accessKey, secretKey },
    });

  const guard = guardDocument();
  const Statement = guard.Statement.filter(({ Sid }) => Sid !== "NoAccessKeys");
  assert.equal(await make(), "403 AccessDenied");
  await setGuard({ ...guard, Statement });
  try {
    assert.equal(await make(), "allowed");
  } finally {
    await setGuard(guard);
  }
  return { accessKeyId: accessKey, secretAccessKey: secretKey };
}
