import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { decryptPayload, encryptPayload } from "../../../components/storage/madmin-encryption";

/** Made by madmin-go v3.0.109 and sio-go v0.3.1: salt of 32 bytes 7, nonce 1 to 8. */
const secretKey = "correct horse";
const vectors = {
  "Argon2id and AES-256-GCM":
    "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcAAQIDBAUGBwjQyXuMttKKVC15agkZE5IYw/BBJ15eTNofXPhlgPRUpck=",
  "Argon2id and ChaCha20-Poly1305":
    "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcBAQIDBAUGBwgyhoFv0VXme/hayYZ6+fOpO9FMavAemLkzjOntqFChLto=",
  "PBKDF2 and AES-256-GCM":
    "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcCAQIDBAUGBwjJ48txq9CwTvSVWKCjajIFCRoJUr5TWMD1EhCOdhw2OHI=",
};
const plain = '{"secretKey":"x"}';

/** Bytes of plain text → SHA-256 of what madmin makes of it with PBKDF2. */
const digests = {
  0: "28ec1fc5890c10945e3b9f0b28a77a005a36a63f4ebe9c1dceae8f220a3338fc",
  1: "4c39ec054ca81e6bc20fb8e09500a688eff4c5746584e51bba36430f2671685b",
  16383: "fbe9ff55369a797a494bbd0cfd82764e47ea0dc7923c12f21ff8a44f20ccc5ed",
  16384: "a39a658cedf4337afaf19bb8982d0452b2acf6a82d04246fcedb41160e070334",
  16385: "26427239c8b108e72b7b80c0119390f28b314519f67a07f7ba8bcdd48880cad2",
  32768: "252b93b8b187c7cc6fb678d08f9e27048c2e901719c88c553d7dc2f659932830",
  40000: "99a73fc2b3627c12f600cf337bab04b4245e9e8d9de3e7037e605e0746cb9b06",
};

const fixedRandom = (bytes: number): Buffer =>
  bytes === 32 ? Buffer.alloc(32, 7) : Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]);

const spe = (bytes: number): Buffer => Buffer.alloc(bytes, "spe");

describe("the payload encryption of MinIO's admin API", () => {
  for (const [suite, vector] of Object.entries(vectors)) {
    it(`reads what the server seals with ${suite}`, async () => {
      assert.equal((await decryptPayload(secretKey, Buffer.from(vector, "base64"))).toString(), plain);
    });
  }

  for (const [bytes, digest] of Object.entries(digests)) {
    it(`seals ${bytes} bytes as madmin does and reads them again`, async () => {
      const sealed = await encryptPayload(secretKey, spe(Number(bytes)), fixedRandom);
      assert.equal(createHash("sha256").update(sealed).digest("hex"), digest);
      assert.deepEqual(await decryptPayload(secretKey, sealed), spe(Number(bytes)));
    });
  }

  it("takes a new salt and nonce for each payload", async () => {
    const [one, other] = await Promise.all([
      encryptPayload(secretKey, spe(5)),
      encryptPayload(secretKey, spe(5)),
    ]);
    assert.notDeepEqual(one.subarray(0, 32), other.subarray(0, 32));
  });

  it("refuses another secret key, an altered byte and a cut payload", async () => {
    const sealed = await encryptPayload(secretKey, spe(40000));
    await assert.rejects(decryptPayload("wrong horse", sealed));
    const altered = Buffer.from(sealed);
    altered.writeUInt8(altered.readUInt8(20000) ^ 1, 20000);
    await assert.rejects(decryptPayload(secretKey, altered));
    await assert.rejects(decryptPayload(secretKey, sealed.subarray(0, 41 + 16384 + 16)));
  });

  it("refuses what is no payload", async () => {
    const message = "not a payload of MinIO's admin API";
    await assert.rejects(decryptPayload(secretKey, Buffer.from("<html>")), { message });
    await assert.rejects(decryptPayload(secretKey, Buffer.alloc(60, 9)), { message });
  });
});
