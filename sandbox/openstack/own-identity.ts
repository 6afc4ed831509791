import { pbkdf2Sync, randomBytes } from "node:crypto";
import { sql } from "./database";
import { tenants } from "./identity-content";
import type { CloudContext } from "./service";
import { serviceUser } from "./services/foundation";

/** Puts a cloud's own addresses and passwords into the databases of the snapshot. */
export async function makeIdentityOwn({ folder, addresses, secrets }: CloudContext): Promise<void> {
  const network = addresses.front.replace(/\.1$/, ".");
  const passwords: [user: string, password: string][] = [
    ["admin", secrets.admin],
    [serviceUser, secrets.service],
    ...tenants.map(({ user, secret }): [string, string] => [user, secrets[secret]]),
  ];
  await sql(
    folder,
    [
      "use keystone",
      `update endpoint set url = regexp_replace(url, '//[0-9]+[.][0-9]+[.][0-9]+[.]', '//${network}')`,
      ...passwords.map(
        ([user, password]) =>
          `update password join local_user on password.local_user_id = local_user.id
           set password_hash = '${passwordHash(password)}' where local_user.name = '${user}'`,
      ),
    ].join(";"),
  );
}

/** Few rounds are enough for passwords that nobody chose. */
const rounds = 1000;

/** As Keystone reads it (passlib's `pbkdf2_sha512`). */
export function passwordHash(password: string, salt = randomBytes(16)): string {
  const key = pbkdf2Sync(password, salt, rounds, 64, "sha512");
  return `$pbkdf2-sha512$${rounds}$${adapted(salt)}$${adapted(key)}`;
}

/** passlib's base64: `.` for `+`, and no padding. */
const adapted = (bytes: Buffer): string => bytes.toString("base64").replaceAll("+", ".").replace(/=+$/, "");
