// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of shells
import assert from "node:assert/strict";
import { isGuessable, isLiteral, materialIn, namesSecret, secretsIn } from "../../../policies/kit/secret";

describe("names of settings", () => {
  for (const name of [
    "PASSWORD",
    "DB_PASS",
    "dbPassword",
    "MINIO_ROOT_PASSWORD",
    "clientSecret",
    "CLIENT_SECRET_2",
    "secretkey",
    "API_TOKEN",
    "authtoken",
    "SECRET_KEY_BASE",
    "S3_SECRET_ACCESS_KEY",
    "jwtSigningKey",
    "ENCRYPTION_KEYS",
    "SSH_PASSPHRASE",
    "REDIS_PWD",
    "aws.credentials",
    "openstack-application-credential-secret",
  ])
    it(`"${name}" holds a secret`, () => assert.equal(namesSecret(name), true));

  for (const name of [
    "TLS_SECRET_NAME",
    "DB_PASSWORD_FILE",
    "TOKEN_URL",
    "tokenUrl",
    "SECRET_REF",
    "ACCESS_TOKEN_LIFESPAN",
    "MINIO_KMS_KEY_ID",
    "AWS_ACCESS_KEY_ID",
    "JWT_TOKEN_LOCATION",
    "SSH_PUBLIC_KEY",
    "hostKey",
    "PRIMARY_KEY",
    "MAX_TOKENS",
    "KEYCLOAK_URL",
    "MONKEY",
    "BYPASS",
    "PASS_THROUGH",
    "key",
    "",
  ])
    it(`"${name}" holds none`, () => assert.equal(namesSecret(name), false));
});

describe("values of settings", () => {
  for (const value of ["hunter2", "123456", 42, "pa$$word", "/", "/9Kx+aQ", "with blanks"])
    it(`${JSON.stringify(value)} is the secret itself`, () => assert.equal(isLiteral(value), true));

  for (const value of [
    "",
    " ",
    "true",
    false,
    null,
    undefined,
    "None",
    "$(DB_PASSWORD)",
    "${X}",
    "$X",
    "{{ x }}",
  ])
    it(`${JSON.stringify(value)} is none`, () => assert.equal(isLiteral(value), false));

  for (const value of ["/run/secrets/db", "/etc/tls/tls.key", "<password>", "{", "|"])
    it(`${JSON.stringify(value)} only says where it is`, () => assert.equal(isLiteral(value), false));

  it("can be guessed when short or in every manual", () => {
    for (const value of [
      "changeme",
      "bibigrid",
      "zabbix",
      "adminpasswd",
      "Change-me-please!",
      "minioadminminioadmin",
    ])
      assert.equal(isGuessable(value), true, value);
    for (const value of ["password123456789", "aaaaaaaaaaaaaaaa", "your_secret_here"])
      assert.equal(isGuessable(value), true, value);
    for (const value of ["adminSj3kd92kfl", "0a1b2c3d4e5f", "Kf8-2mPq_zR4tYw1"])
      assert.equal(isGuessable(value), false, value);
  });
});

describe("texts", () => {
  const material: [string, string | undefined][] = [
    ["-----BEGIN RSA PRIVATE KEY-----\nMII", "a private key"],
    ["-----BEGIN PGP PRIVATE KEY BLOCK-----", "a private key"],
    ["-----BEGIN CERTIFICATE-----\nMII", undefined],
    ["bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl", "a token"],
    [`clone with glpat-${"a".repeat(20)}`, "a key of a service"],
    ["mongodb://weskit:hunter2@db:27017/weskit", "a password in an address"],
    ["redis://:hunter2@cache:6379", "a password in an address"],
    ["mongodb://weskit:$(DB_PASSWORD)@db:27017", undefined],
    ["https://example.org:8443/a@b", undefined],
    ["git@example.org:group/project.git", undefined],
  ];
  for (const [text, what] of material)
    it(`${text.slice(0, 40)} carries ${what ?? "none"}`, () => assert.equal(materialIn(text), what));

  const settings: [string, string[]][] = [
    ["db:\n  user: weskit\n  password: hunter2\n", ["password"]],
    ['{"clientSecret": "abc", "clientId": "wes"}', ["clientSecret"]],
    ["export API_TOKEN='abc' && run", ["API_TOKEN"]],
    ["run --db-password hunter2 --token=abc --user x", ["token", "db-password"]],
    ["password: ${DB_PASSWORD}\nsecretName: tls\ntokenUrl: https://example.org", []],
    ["tolerations:\n- key: node-role\n  operator: Exists", []],
    ["secretKeyRef: {name: db, key: password}", []],
    ["--password-file /run/secrets/db --token /run/secrets/token", []],
  ];
  for (const [text, names] of settings)
    it(`${JSON.stringify(text.slice(0, 50))} sets ${names.join(", ") || "no secret"}`, () =>
      assert.deepEqual(secretsIn(text), names));
});
