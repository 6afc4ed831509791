/** Reads a field of an SSH key: its length in four bytes, then that many bytes (RFC 4251, section 5). */
function* fieldsOf(blob: Buffer): Generator<Buffer> {
  let at = 0;
  while (at < blob.length) {
    const length = at + 4 <= blob.length ? blob.readUInt32BE(at) : Number.POSITIVE_INFINITY;
    if (at + 4 + length > blob.length) throw new RangeError("a field is longer than the key");
    yield blob.subarray(at + 4, at + 4 + length);
    at += 4 + length;
  }
}

/** Bits of an RSA key that are still safe (BSI TR-02102-1). */
const leastRsaBits = 3000;

/** Type of key → what is wrong with its fields after the type. */
const types: Readonly<Record<string, (fields: Buffer[]) => boolean>> = {
  "ssh-ed25519": ([key, ...rest]) => key?.length === 32 && rest.length === 0,
  "sk-ssh-ed25519@openssh.com": ([key, application, ...rest]) =>
    key?.length === 32 && application !== undefined && rest.length === 0,
  "ecdsa-sha2-nistp256": ([curve, point, ...rest]) =>
    curve?.toString() === "nistp256" && point?.length === 65 && rest.length === 0,
  "ecdsa-sha2-nistp384": ([curve, point, ...rest]) =>
    curve?.toString() === "nistp384" && point?.length === 97 && rest.length === 0,
  "ecdsa-sha2-nistp521": ([curve, point, ...rest]) =>
    curve?.toString() === "nistp521" && point?.length === 133 && rest.length === 0,
  "sk-ecdsa-sha2-nistp256@openssh.com": ([curve, point, application, ...rest]) =>
    curve?.toString() === "nistp256" &&
    point?.length === 65 &&
    application !== undefined &&
    rest.length === 0,
  "ssh-rsa": ([exponent, modulus, ...rest]) =>
    exponent !== undefined && modulus !== undefined && bits(modulus) >= leastRsaBits && rest.length === 0,
};

/** Bits of a number, which has a zero byte in front where its first bit is set. */
function bits(number: Buffer): number {
  const significant = number.subarray(number[0] === 0 ? 1 : 0);
  return significant.length * 8 - Math.clz32(significant[0] ?? 0) + 24;
}

/**
 * What keeps a text from being one OpenSSH public key as it stands in an `id_ed25519.pub`: type, key and perhaps a
 * comment on one line, without options. Never tells the text, which may be a private key.
 */
export function publicKeyProblem(text: string): string | undefined {
  const allowed = `must be one OpenSSH public key such as "ssh-ed25519 AAAA… alice"`;
  if (/PRIVATE KEY/.test(text)) return `${allowed}; it is a private key, which must not leave its owner`;
  const [, type = "", key = ""] =
    /^([a-z0-9@.-]+) ([A-Za-z0-9+/]+={0,2})(?: [^\r\n]*)?$/.exec(text.trim()) ?? [];
  const isRight = Object.hasOwn(types, type) ? types[type] : undefined;
  if (isRight === undefined) return `${allowed}; types are ${Object.keys(types).join(", ")}`;
  try {
    const [named, ...fields] = fieldsOf(Buffer.from(key, "base64"));
    if (named?.toString() === type && isRight(fields)) return undefined;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return type === "ssh-rsa"
    ? `${allowed}; its ssh-rsa key is damaged or has less than ${leastRsaBits} bits`
    : `${allowed}; its ${type} key is damaged`;
}
