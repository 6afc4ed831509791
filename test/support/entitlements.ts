/** What the Life Science login's stand-in says of a person, changed there: entitlements withdrawn and given back. */
import { attributes } from "../../sandbox/ls-aai/scopes";
import type { TestSandbox } from "./test-sandbox";

interface Account {
  id: string;
  attributes: Record<string, string[]>;
}

/** Gives an account exactly these entitlements; the environment's realm hears of it at the person's next login. */
export async function setEntitlements(
  { keycloak, sandbox }: TestSandbox,
  userName: string,
  entitlements: string[],
): Promise<void> {
  const users = `/${new URL(sandbox.lsAai.issuer).pathname.split("/").at(-1)}/users`;
  const [account] = (await keycloak.get<Account[]>(`${users}?username=${userName}&exact=true`)) ?? [];
  if (account === undefined) throw new Error(`the stand-in knows no "${userName}"`);
  const changed = { ...account.attributes, [attributes.entitlement]: entitlements };
  await keycloak.put(`${users}/${account.id}`, { ...account, attributes: changed });
}

/** Gives a person of the sandbox back what the person had from the start. */
export async function restoreEntitlements(test: TestSandbox, name: string): Promise<void> {
  const person = test.sandbox.lsAai.people.find((it) => it.name === name);
  await setEntitlements(test, name, person?.entitlements ?? []);
}
