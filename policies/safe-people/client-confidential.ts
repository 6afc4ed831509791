import type { PolicyResource, ReportViolation } from "@pulumi/policy";
import { fiveSafes } from "../kit/five-safes";
import { isGiven } from "../kit/given";
import { perList } from "../kit/per-list";
import { nameOf, resourcesOfType } from "../kit/resource";
import type { StackRule } from "../kit/rule";
import { checkAll, checkEach, ifKnown } from "../kit/unknown";
import { mayBeOn } from "../kit/value";

const minimumLength = 32;
const secretKeys = ["clientSecret", "clientSecretWo"] as const;

/** A server that proves itself with a short or shared secret, or with none, can be played by others. */
export const clientConfidential: StackRule = {
  name: "safe-people-client-confidential",
  description: "A client keeps a long secret of its own; one that has none uses PKCE and has no account.",
  severity: "high",
  framework: fiveSafes("safe-people", { control: "U-20", satre: ["2.8.05"], also: ["RFC 9700 2.5"] }),
  remediationSteps: `Set accessType to "CONFIDENTIAL" and leave clientSecret out, so that Keycloak makes one, or generate ${minimumLength} characters.`,
  validateStack: ({ resources }, report) => {
    const clients = resourcesOfType(resources, "keycloak:openid/client:Client");
    checkEach(clients, (client) => {
      const refuse = (problem: string): void =>
        report(`client "${nameOf(client, "clientId")}" ${problem}`, client.urn);
      const { accessType } = client.props;
      if (accessType === "CONFIDENTIAL") checkSecrets(client, clients, refuse);
      else if (accessType === "PUBLIC") checkPublic(client, refuse);
      else if (accessType !== "BEARER-ONLY")
        refuse(`has the accessType "${accessType ?? ""}"; set it to "CONFIDENTIAL"`);
    });
  },
};

function checkSecrets(
  client: PolicyResource,
  clients: readonly PolicyResource[],
  refuse: ReportViolation,
): void {
  checkEach(secretKeys, (key) => {
    if (!isGiven(client, key)) return;
    const length = generatedLength(client, key) ?? String(client.props[key]).length;
    if (length < minimumLength)
      refuse(`has a ${key} of ${length} characters; generate one of at least ${minimumLength}`);
    // one that is unknown is a generated one
    const secret = ifKnown(() => client.props[key] as unknown);
    const twin = bySecret(clients)
      .get(secret)
      ?.find((other) => other.client !== client);
    if (secret !== undefined && twin !== undefined)
      refuse(`has the same secret as client "${nameOf(twin.client, "clientId")}"; generate one for each`);
  });
}

/** The clients by their secrets, of which there may be several; undefined is one that is not known. */
const bySecret = perList((clients: readonly PolicyResource[]) => {
  const secrets = clients.flatMap((client) =>
    secretKeys.map((key) => ({ client, secret: ifKnown(() => client.props[key] as unknown) })),
  );
  return Map.groupBy(secrets, ({ secret }) => secret);
});

function checkPublic({ props }: PolicyResource, refuse: ReportViolation): void {
  checkAll(
    () => {
      if (props.pkceCodeChallengeMethod !== "S256")
        refuse(
          `is public without PKCE; set pkceCodeChallengeMethod to "S256", or accessType to "CONFIDENTIAL"`,
        );
    },
    () => {
      if (mayBeOn(props.serviceAccountsEnabled))
        refuse("is public and has a service account; set serviceAccountsEnabled to false");
    },
  );
}

/** Length of the generated password that a secret comes from, which is known before the password is. */
function generatedLength({ propertyDependencies }: PolicyResource, key: string): number | undefined {
  const passwords = (propertyDependencies[key] ?? []).filter(
    ({ type }) => type === "random:index/randomPassword:RandomPassword",
  );
  const [length] = passwords.map(({ props }) => ifKnown(() => Number(props.length)));
  return length !== undefined && length > 0 ? length : undefined;
}
