import assert from "node:assert/strict";
import { bucketRoles } from "../../../components/five-safes";
import { bucketName } from "../../../components/naming";
import { type FormatName, formats } from "../../../infra/settings/formats";
import { sshKey } from "./right-settings";

const entitlement = "urn:geant:lifescience-ri.eu:group:lifescience:de.NBI:heart#aai.lifescience-ri.eu";

/** Right texts of each format, and wrong ones with the right text that the refusal shows, where it shows one. */
const cases: Record<
  FormatName,
  { right: string[]; wrong: (string | [text: string, shown: string | undefined])[] }
> = {
  line: { right: ["x", "Herz & Kreislauf (Süd)"], wrong: ["", " x", "x ", "x\ny", "x\ty", "x\u0000"] },
  email: {
    right: ["a@b.example", "first.last+tag@sub.site.example"],
    wrong: [
      "",
      "a",
      "a@b",
      "a@@b.example",
      "a b@c.example",
      "a@b.example,c@d.example",
      "A <a@b.example>",
      "a@-b.example",
    ],
  },
  date: {
    right: ["2027-06-30", "2028-02-29"],
    wrong: [
      "2026-02-30",
      "2027-02-29",
      "2027-13-01",
      "2027-6-30",
      "30.06.2027",
      "2027",
      ["2027-06-30 00:00:00 +0000 UTC", "2027-06-30"],
      ["2027-06-30T00:00:00Z", "2027-06-30"],
    ],
  },
  "user-name": {
    right: ["alice", "a", "_svc", "mona-2", "a".repeat(32)],
    wrong: ["", "root", "debian", "Alice", "1alice", "al ice", "alice$", "-alice", "a".repeat(33)],
  },
  "absolute-path": {
    right: ["/data", "/data/input", "/home/alice/.cache"],
    wrong: ["", "/", "data", "/data/", "/data//x", "/data/../etc", "/./x", "/da ta", "/$HOME", "/a:b"],
  },
  sha256: {
    right: ["0a".repeat(32)],
    wrong: ["", "0A".repeat(32), "0a".repeat(31), "0a".repeat(33), `sha256:${"0a".repeat(32)}`],
  },
  bucket: {
    right: ["login-server", "abc", "a".repeat(63)],
    wrong: ["", "ab", "Login", "-login", "login-", "lo.gin", "a".repeat(64)],
  },
  "kubernetes-version": {
    right: ["1.36.0", "1.9.11", "1.34.10"],
    wrong: ["", "1.36", "v1.36.0", "1.36.0-rc.1", "2.0.0", "1.036.0", "1.36.00", "latest"],
  },
  "pinned-image": {
    right: [
      `docker.io/elixircloud/tesk-api:1.1.0@sha256:${"0a".repeat(32)}`,
      `localhost/toolbox@sha256:${"0a".repeat(32)}`,
      `registry.site.example:5000/a/b__c@sha256:${"0a".repeat(32)}`,
    ],
    wrong: [
      "",
      "alpine",
      "docker.io/alpine:3.20",
      `alpine@sha256:${"0a".repeat(32)}`,
      `docker.io/alpine@sha256:${"0a".repeat(31)}`,
      `docker.io/Alpine@sha256:${"0a".repeat(32)}`,
      `https://docker.io/alpine@sha256:${"0a".repeat(32)}`,
    ],
  },
  "host-name": {
    right: ["tes.heart.example", "a.b", "xn--tes-0ra.example"],
    wrong: [
      "",
      "tes",
      "Tes.example",
      "tes.example.",
      "-a.example",
      "a_b.example",
      "192.0.2.1",
      "*.example",
      "tes.example:443",
    ],
  },
  "cloud-region": { right: ["Bielefeld", "RegionOne", "de-bi.1"], wrong: ["", "-a", "a b", "a".repeat(64)] },
  "ssh-key": {
    right: [sshKey, `${sshKey} mona@laptop`],
    wrong: [
      "",
      "ssh-ed25519",
      "ssh-ed25519 AAAA",
      sshKey.slice("ssh-ed25519 ".length),
      sshKey.replace("ssh-ed25519", "ssh-rsa"),
      sshKey.replace("ssh-ed25519", "ecdsa-sha2-nistp256"),
      `command="id" ${sshKey}`,
      "-----BEGIN OPENSSH PRIVATE KEY-----",
    ],
  },
  "ip-address": {
    right: ["192.0.2.53", "2001:db8::53", "::1"],
    wrong: ["", "192.0.2", "192.0.2.53/32", "256.0.0.1", "fe80::1%eth0", "dns.site.example"],
  },
  cidr: {
    right: ["192.0.2.0/24", "10.0.0.0/8", "192.0.2.7/32", "2001:db8::/32", "::1/128", "2001:db8:40::/48"],
    wrong: [
      ["10.1.2.3/8", "10.0.0.0/8"],
      ["192.0.2.129/25", "192.0.2.128/25"],
      ["2001:db8::1/64", "2001:db8::/64"],
      ["192.0.2.7", "192.0.2.7/32"],
      ["2001:db8::7", "2001:db8::7/128"],
      ["::ffff:192.0.2.0/120", "192.0.2.0/24"],
      "0.0.0.0/0",
      "::/0",
      "128.0.0.0/1",
      "192.0.2.0/33",
      "192.0.2.0/024",
      "192.0.2.0/",
      "192.0.2/24",
      "192.0.2.0/24/8",
      "0xc0000200/24",
      "fe80::1%eth0/64",
      "site.example/24",
      "",
    ],
  },
  "https-url": {
    right: [
      "https://site.example",
      "https://site.example:8443/a/b",
      "https://127.0.0.1:8443",
      "https://[::1]:8443",
    ],
    wrong: [
      ["https://site.example/", "https://site.example"],
      ["https://site.example/a//", "https://site.example/a"],
      "http://site.example",
      "site.example",
      "https://",
      "https:///a",
      "https://user:pw@site.example",
      "https://user@site.example",
      "https://site.example?x=1",
      "https://site.example#x",
      "https://site.example/a b",
      " https://site.example",
      "https://site.example:99999",
      "ftp://site.example",
    ],
  },
  "https-origin": {
    right: ["https://s3.site.example", "https://127.0.0.1:9443"],
    wrong: [
      ["https://s3.site.example/minio", "https://s3.site.example"],
      ["https://s3.site.example/", "https://s3.site.example"],
      "http://s3.site.example",
      "s3.site.example:9000",
    ],
  },
  issuer: {
    right: ["https://login.aai.lifescience-ri.eu/oidc/", "https://site.example/realms/people"],
    wrong: [
      [
        "https://site.example/realms/people/.well-known/openid-configuration",
        "https://site.example/realms/people",
      ],
      "http://site.example/realms/people",
      "https://site.example/?realm=people",
      "people",
    ],
  },
  "redirect-uri": {
    right: ["https://site.example/callback", "https://site.example/", "https://site.example/cb?from=spe"],
    wrong: [
      "https://site.example/*",
      "https://*.site.example/cb",
      "http://site.example/cb",
      "https://site.example/#cb",
      "*",
    ],
  },
  entitlement: {
    right: [
      entitlement,
      "urn:geant:lifescience-ri.eu:group:lifescience:de.NBI:heart:role=checker#aai.lifescience-ri.eu",
      "urn:geant:elixir-europe.org:group:elixir:My%20Group#perun.elixir-czech.cz",
    ],
    wrong: [
      "",
      "lifescience:de.NBI:heart",
      "urn:geant:lifescience-ri.eu:lifescience",
      `${entitlement}#x`,
      ` ${entitlement}`,
    ],
  },
  quota: {
    right: ["1 B", "500 GiB", "20 TiB", "64 KiB", "10 MiB"],
    wrong: ["500 GB", "500GiB", "500", "0 GiB", "-1 GiB", "1.5 TiB", "500 gib", "500 PiB", ""],
  },
  "project-id": {
    right: ["heart", "abc", "a-1", "a23456789012345678901234"],
    wrong: ["ab", "Heart", "1heart", "heart-", "heart_1", "a234567890123456789012345", "hért", ""],
  },
  word: { right: ["ls-aai", "abc"], wrong: ["ab", "Abc", "abc-", "a b c", "a/b", `a${"b".repeat(36)}`] },
  alias: { right: ["ls-aai", "ab"], wrong: ["a", "LS", "a/b", `a${"b".repeat(31)}`] },
  "client-id": {
    right: ["workbench", "a12"],
    wrong: ["a1", "A12", "work bench", "work/bench", `a${"b".repeat(63)}`],
  },
  "given-id": { right: ["4071", "spe@site", "x"], wrong: ["", "a b", "ä", "x".repeat(256)] },
  scope: { right: ["openid", "https://scope.example/x"], wrong: ["", "openid profile", 'a"b'] },
  region: { right: ["", "de-bi"], wrong: ["DE", "de bi", "de_bi"] },
  "kms-key": { right: ["spe-heart", "K_1"], wrong: ["", "-a", "a/b", "x".repeat(81)] },
  "bucket-part": {
    right: ["imaging", "1", "a-b", "x".repeat(20)],
    wrong: ["", "-a", "a-", "a.b", "A", "a_b"],
  },
  "bucket-reference": {
    right: ["input", "input/imaging", "egress-request"],
    wrong: ["inputs", "heart-input", "input/", "input/a/b", "/input", "output"],
  },
  "object-prefix": {
    right: ["public/", "a/b.c/d_e-f/"],
    wrong: [
      ["public", "public/"],
      "",
      "/",
      "/public/",
      "a//b/",
      "../a/",
      "a/../",
      "./a/",
      "a*/",
      "a?/",
      `$${"{jwt:sub}"}/`,
      "a b/",
    ],
  },
  account: { right: ["mount", "m", "0a"], wrong: ["", "Mount", "-m", "m-", "m_1", "m".repeat(33)] },
  "relative-path": {
    right: [".spe/sandbox/ca.pem", "site/ca.pem", "ca..pem"],
    wrong: [
      "",
      "/etc/ssl/ca.pem",
      "~/ca.pem",
      "../ca.pem",
      "site/../../ca.pem",
      "C:\\ca.pem",
      "-----BEGIN CERTIFICATE-----",
    ],
  },
  "person-id": {
    right: ["4f1c9b7e2d@lifescience-ri.eu", "0f3c1b52-7b5e-4c55-8a1c-2f8f2b0d9a77"],
    wrong: ["", "*", "b?b", "a b", "$" + "{jwt:upn}", "@lifescience-ri.eu"],
  },
};

for (const [name, { right, wrong }] of Object.entries(cases)) {
  describe(`format ${name}`, () => {
    const { refuse } = formats[name as FormatName];
    for (const text of right) {
      it(`takes ${JSON.stringify(text)}`, () => assert.equal(refuse(text), undefined));
    }
    for (const entry of wrong) {
      const [text, shown] = typeof entry === "string" ? [entry, undefined] : entry;
      it(`refuses ${JSON.stringify(text)}${shown ? ` and shows ${shown}` : ""}`, () => {
        const refusal = refuse(text);
        assert.ok(refusal, "was taken");
        assert.equal(refusal.example, shown);
        assert.equal(
          shown === undefined ? undefined : refuse(shown),
          undefined,
          "the text shown is wrong itself",
        );
      });
    }
  });
}

describe("names of buckets", () => {
  it("fit into S3 at their longest", () => {
    const longest = bucketName("p".repeat(24), "egress-request", "x".repeat(20));
    assert.equal(formats["bucket-part"].refuse("x".repeat(20)), undefined);
    assert.notEqual(formats["bucket-part"].refuse("x".repeat(21)), undefined);
    assert.notEqual(formats["project-id"].refuse("p".repeat(25)), undefined);
    assert.equal(Math.max(...bucketRoles.map((role) => role.length)), "egress-request".length);
    assert.ok(longest.length <= 63, String(longest.length));
  });
});
