import { type PolicyDocument, policyDocument, type Statement, variable } from "./policy-document";

/** Longest life of temporary credentials, in seconds; MinIO itself takes a year. */
export const longestCredentialsSeconds = 3600;

/**
 * Keys of conditions that decide in our policies. MinIO takes a condition's value from a request header or parameter of
 * the key's name in title case before it looks at the token (pkg/policy/condition/value.go): `Groups: /heart/checker`
 * made a researcher a checker. Only a variable always stands for the truth, so any other value is refused.
 *
 * Two things no policy of MinIO can stop. A header or parameter named Prefix does the same to `s3:prefix`, which has no
 * variable: it lists names, not contents, of a bucket that the person may list in part; a proxy can refuse it. A token
 * without any group takes its groups from the parameter `groups`: the realm must not name the store in the audience of
 * such a token, so that STS refuses it.
 */
const forgeableKeys = {
  Groups: "jwt:groups",
  Upn: "jwt:upn",
  SourceIp: "aws:SourceIp",
  Time: "aws:CurrentTime",
};

/** MinIO lets everybody make access keys of their own. One outlives the group, the session, and whatever it was made with. */
export const noAccessKeys: Statement = {
  Sid: "NoAccessKeys",
  Effect: "Deny",
  Action: ["admin:CreateServiceAccount", "admin:UpdateServiceAccount"],
};

/**
 * What holds for everybody who logs in: no credentials that live long, no forged facts. A variable stands for the first
 * group only, so a person with two roles of the project is refused, as one who asks for egress must not check it.
 */
export function guardDocument(): PolicyDocument {
  return policyDocument([
    {
      Sid: "NoLongCredentials",
      Effect: "Deny",
      Action: ["sts:AssumeRoleWithWebIdentity"],
      Condition: { NumericGreaterThan: { "sts:DurationSeconds": [String(longestCredentialsSeconds)] } },
    },
    noAccessKeys,
    ...Object.entries(forgeableKeys).map(
      ([name, key]): Statement => ({
        Sid: `NoForged${name}`,
        Effect: "Deny",
        Action: ["s3:*"],
        Resource: ["arn:aws:s3:::*"],
        Condition: { "ForAllValues:StringNotEquals": { [key]: [variable(key)] } },
      }),
    ),
  ]);
}
