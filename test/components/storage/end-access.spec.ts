import assert from "node:assert/strict";
import { stsParent } from "../../../components/naming";
import { endAccess } from "../../../components/storage/end-access";
import type { MinioAdmin } from "../../../components/storage/minio-admin";
import type { PersonAccess } from "../../../components/storage/person-access";

const issuer = "https://login.example.org/realms/heart";
const parent = stsParent("frank-id", issuer);
const now = new Date("2026-11-24T10:00:00Z");

/** Records the calls in their order; that they end anything is proved on a real server. */
async function end(access: PersonAccess[]) {
  const calls: string[] = [];
  const admin = {
    accessOfPeople: async (of?: string) => {
      calls.push(`list ${of}`);
      return access;
    },
    removeAccessKey: async (key: string) => void calls.push(`remove ${key}`),
    revokeTemporary: async (of: string) => void calls.push(`revoke ${of}`),
  } as unknown as MinioAdmin;
  const ended = await endAccess(admin, { issuer, subject: "frank-id", tokenMinutes: 15 }, now);
  return { calls, ended };
}

describe("ending a person's access", () => {
  it("removes access keys, revokes temporary credentials and says until when a token buys new ones", async () => {
    const key = (accessKey: string) => ({ accessKey, expires: "2026-11-24T11:00:00Z" });
    const { calls, ended } = await end([
      { parent, accessKeys: [key("old")], temporary: [key("a"), key("b")] },
      { parent, accessKeys: [], temporary: [key("c")] },
    ]);
    assert.deepEqual(calls, [`list ${parent}`, "remove old", `revoke ${parent}`]);
    assert.deepEqual(ended, {
      temporaryCredentials: 3,
      accessKeys: ["old"],
      buysUntil: new Date("2026-11-24T10:15:00Z"),
    });
  });

  it("revokes even where nothing is listed", async () => {
    const { calls, ended } = await end([]);
    assert.deepEqual(calls, [`list ${parent}`, `revoke ${parent}`]);
    assert.equal(ended.temporaryCredentials, 0);
  });
});
