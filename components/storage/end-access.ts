import { stsParent } from "../naming";
import type { MinioAdmin } from "./minio-admin";

/** Whose access to an object store is to end. */
export interface AccessToEnd {
  /** OIDC issuer of the realm, as in the tokens' `iss`. */
  issuer: string;
  /** The person's id in the realm, as in the tokens' `sub`. */
  subject: string;
  /** Longest life of the realm's access tokens, in minutes. */
  tokenMinutes: number;
}

/** What was ended, and what is left. */
export interface EndedAccess {
  /** Temporary credentials that no longer work. */
  temporaryCredentials: number;
  /** Access keys that were removed; none is ever made where the role's guard holds. */
  accessKeys: string[];
  /**
   * Until when a token that the person already has could buy new credentials: MinIO checks tokens without the realm.
   * Ending access once more after this time, when `buysUntil` has passed, leaves nothing.
   */
  buysUntil: Date;
}

/** Ends a person's access to an object store at once; the sessions in the realm are to be ended before. */
export async function endAccess(
  admin: MinioAdmin,
  { issuer, subject, tokenMinutes }: AccessToEnd,
  now: Date = new Date(),
): Promise<EndedAccess> {
  const parent = stsParent(subject, issuer);
  const access = await admin.accessOfPeople(parent);
  const accessKeys = access.flatMap((person) => person.accessKeys.map(({ accessKey }) => accessKey));
  for (const accessKey of accessKeys) await admin.removeAccessKey(accessKey);
  await admin.revokeTemporary(parent);
  return {
    temporaryCredentials: access.flatMap(({ temporary }) => temporary).length,
    accessKeys,
    buysUntil: new Date(now.getTime() + tokenMinutes * 60_000),
  };
}
