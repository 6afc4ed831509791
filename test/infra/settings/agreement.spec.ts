import assert from "node:assert/strict";
import { bucketRoles } from "../../../components/five-safes";
import { lockedRoles } from "../../../components/storage/object-store-args";
import { unwritableByName } from "../../../components/storage/people-policy";
import { isQuota } from "../../../components/storage/quota";
import { formats } from "../../../infra/settings/formats";
import { isLocked } from "../../../infra/settings/tiers";
import { changed, problemsOf } from "./right-settings";

// Settings and components check by themselves, because the settings must load without Pulumi.
describe("settings and components agree on", () => {
  it("what a quota is", () => {
    for (const text of ["1 B", "500 GiB", "20 TiB", "500 GB", "500GiB", "0 GiB", "1.5 TiB", "500", ""]) {
      assert.equal(formats.quota.refuse(text) === undefined, isQuota(text), text);
    }
  });

  it("which buckets are locked", () => assert.deepEqual(bucketRoles.filter(isLocked), lockedRoles));

  it("which buckets nobody writes by name", () => {
    const refused = bucketRoles.filter(
      (role) => problemsOf(changed({ "people[0].bucket": role, "people[0].access": "write" })).length > 0,
    );
    assert.deepEqual(refused, unwritableByName);
  });
});
