/** The credentials that a person of an OpenID provider has. */
export interface PersonAccess {
  /** Parent of the credentials: see `stsParent`. */
  parent: string;
  /** Access keys without a session token; they last until they are removed. */
  accessKeys: { accessKey: string; expires: string }[];
  /** Temporary credentials of STS. */
  temporary: { accessKey: string; expires: string }[];
}

interface ListedKey {
  accessKey: string;
  expiration: string;
}

/** What `idp/openid/list-access-keys-bulk` answers, a provider each. */
type ListedProviders = {
  users: { minioAccessKey: string; serviceAccounts: ListedKey[] | null; stsKeys: ListedKey[] | null }[];
}[];

/** The people in MinIO's list of access keys, whichever provider they came by. */
export function readPeople(answer: string): PersonAccess[] {
  const keys = (listed: ListedKey[] | null) =>
    (listed ?? []).map(({ accessKey, expiration }) => ({ accessKey, expires: expiration }));
  return (JSON.parse(answer) as ListedProviders)
    .flatMap(({ users }) => users)
    .map(({ minioAccessKey, serviceAccounts, stsKeys }) => ({
      parent: minioAccessKey,
      accessKeys: keys(serviceAccounts),
      temporary: keys(stsKeys),
    }));
}
