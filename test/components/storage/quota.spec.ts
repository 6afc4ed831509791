import assert from "node:assert/strict";
import { isQuota, quotaBytes } from "../../../components/storage/quota";

describe("a quota", () => {
  it("is bytes by its unit", () => {
    assert.deepEqual(
      ["1 B", "2 KiB", "3 MiB", "500 GiB", "1 TiB"].map(quotaBytes),
      [1, 2048, 3145728, 536870912000, 1099511627776],
    );
  });

  it("needs a whole number from 1, one space and a binary unit", () => {
    const wrong = ["500", "500GiB", "500  GiB", "0 GiB", "1.5 GiB", "-1 GiB", "5 GB", "5 gib", ""];
    assert.deepEqual(wrong.filter(isQuota), []);
  });
});
