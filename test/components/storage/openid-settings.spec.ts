import assert from "node:assert/strict";
import { openIdText } from "../../../components/storage/openid-settings";

describe("MinIO's text of OpenID settings", () => {
  it("quotes each value", () => {
    assert.equal(
      openIdText({ client_id: "heart-store", scopes: "openid,email", client_secret: "a=b c" }),
      'client_id="heart-store" scopes="openid,email" client_secret="a=b c"',
    );
  });

  for (const value of ['a"b', "a'b", "a\nenable=off", "x client_id=other", "role_policy=consoleAdmin"]) {
    it(`refuses ${JSON.stringify(value)}, which would end the value, and does not repeat it`, () => {
      assert.throws(() => openIdText({ client_secret: value }), {
        message: 'the OpenID setting client_secret must hold no quotes, line ends or "<setting>="',
      });
    });
  }
});
