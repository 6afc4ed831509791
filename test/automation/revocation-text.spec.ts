import assert from "node:assert/strict";
import { revocationText } from "../../automation/revocation-text";

const person = { id: "fd1cad77", userName: "frank", enabled: false };

describe("the text of a revocation", () => {
  it("says what was ended, what remains until when, and how to end that", () => {
    const store = {
      temporaryCredentials: 3,
      accessKeys: ["old"],
      buysUntil: new Date("2026-11-24T10:15:00Z"),
    };
    assert.equal(
      revocationText({ person, realm: "heart", sessions: 2, store }, "spe revoke trial frank"),
      `person    frank (fd1cad77) in realm "heart"
login     locked, whatever the upstream login says
sessions  2 ended
store     3 temporary credentials revoked, 1 access keys removed
remains   until 2026-11-24T10:15:00.000Z a token that frank already has could buy new credentials;
          after that, end these as well: spe revoke trial frank
`,
    );
  });

  it("says nothing of a store where the environment has none", () => {
    assert.equal(
      revocationText({ person, realm: "heart", sessions: 0 }, "spe revoke trial frank"),
      `person    frank (fd1cad77) in realm "heart"
login     locked, whatever the upstream login says
sessions  0 ended
`,
    );
  });
});
