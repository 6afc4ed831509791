import assert from "node:assert/strict";
import { rolePattern } from "../../../components/identity/broker";

const urn = (group: string) => `urn:x-1:1:group:${group}#aai.lifescience-ri.eu`;
const namespace = "[uU][rR][nN]:[xX]-1:1:group:";
const authority = String.raw`#aai\.lifescience-ri\.eu`;

describe("the pattern of a role", () => {
  it("holds every entitlement that leads to the role, and no other", () => {
    assert.equal(
      rolePattern(
        [
          { entitlement: urn("a"), role: "researcher", includeSubgroups: false },
          { entitlement: urn("c"), role: "checker", includeSubgroups: false },
          { entitlement: urn("b"), role: "researcher", includeSubgroups: true },
        ],
        "researcher",
      ),
      `${namespace}a${authority}|${namespace}b(?::(?!role=)[^:#]+)*${authority}`,
    );
  });

  it("matches nobody where no entitlement leads to the role, so that those who had it lose it", () => {
    const pattern = rolePattern([], "manager");
    assert.equal(pattern, "(?!)");
    for (const value of ["", urn("a"), "(?!)"])
      assert.equal(new RegExp(`^(?:${pattern})$`).test(value), false);
  });
});
