import assert from "node:assert/strict";
import { guardDocument } from "../../../components/storage/guard-policy";

describe("the guard policy", () => {
  it("denies long credentials, access keys and forged facts, and allows nothing", () => {
    const forged = (key: string) => ({
      Effect: "Deny",
      Action: ["s3:*"],
      Resource: ["arn:aws:s3:::*"],
      Condition: { "ForAllValues:StringNotEquals": { [key]: [`\${${key}}`] } },
    });
    assert.deepEqual(guardDocument(), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "NoLongCredentials",
          Effect: "Deny",
          Action: ["sts:AssumeRoleWithWebIdentity"],
          Condition: { NumericGreaterThan: { "sts:DurationSeconds": ["3600"] } },
        },
        {
          Sid: "NoAccessKeys",
          Effect: "Deny",
          Action: ["admin:CreateServiceAccount", "admin:UpdateServiceAccount"],
        },
        { Sid: "NoForgedGroups", ...forged("jwt:groups") },
        { Sid: "NoForgedUpn", ...forged("jwt:upn") },
        { Sid: "NoForgedSourceIp", ...forged("aws:SourceIp") },
        { Sid: "NoForgedTime", ...forged("aws:CurrentTime") },
      ],
    });
  });
});
