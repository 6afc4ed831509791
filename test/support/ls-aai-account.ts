/** Accounts that a spec opens at the Life Science login's stand-in, beside those that are there from the start. */
import { randomBytes } from "node:crypto";
import type { Credentials } from "../../sandbox/clients/browserless-login";
import type { LsAaiPerson } from "../../sandbox/ls-aai/people";
import { lsAaiRealm, userDocument } from "../../sandbox/ls-aai/realm";
import type { TestSandbox } from "./test-sandbox";

/** Opens an account and says what its person types in. */
export async function openAccount({ keycloak }: TestSandbox, person: LsAaiPerson): Promise<Credentials> {
  const password = randomBytes(18).toString("base64url");
  await keycloak.post(`/${lsAaiRealm}/users`, userDocument(person, password));
  return { userName: person.userName, password };
}

/** Gives an account another user name, as people can at the real login. */
export async function renameAccount(test: TestSandbox, from: string, to: string): Promise<void> {
  const { id, ...account } = await findUser(test, lsAaiRealm, from);
  await test.keycloak.put(`/${lsAaiRealm}/users/${id}`, { ...account, username: to });
}

/** Closes an account, and forgets its person in the environment's realm. */
export async function closeAccount(test: TestSandbox, realm: string, userName: string): Promise<void> {
  for (const where of [realm, lsAaiRealm]) {
    const { id } = await findUser(test, where, userName).catch(() => ({ id: undefined }));
    if (id !== undefined) await test.keycloak.remove(`/${where}/users/${id}`);
  }
}

async function findUser({ keycloak }: TestSandbox, realm: string, userName: string): Promise<{ id: string }> {
  const query = new URLSearchParams({ username: userName, exact: "true" });
  const [user] = (await keycloak.get<{ id: string }[]>(`/${realm}/users?${query}`)) ?? [];
  if (user === undefined) throw new Error(`realm "${realm}" knows no user "${userName}"`);
  return user;
}
