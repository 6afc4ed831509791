/**
 * The order of a login flow's parts as a dynamic resource. Neither Keycloak provider tells the server an execution's place,
 * and since Keycloak 25 their change of its requirement takes the place away (keycloak/terraform-provider-keycloak#973): of
 * parts with one place, PostgreSQL gives any first.
 */
import type { dynamic } from "@pulumi/pulumi";
import { type FlowPart, KeycloakAdmin } from "./keycloak-admin";

/** What the resource is made from; flat, as its state is. */
export interface FlowOrderInputs {
  url: string;
  adminRealm: string;
  clientId: string;
  clientSecret: string;
  ca: string;
  realm: string;
  /** Alias of the flow. */
  flow: string;
  /** Alias of the part that must come before all others. */
  first: string;
  /** Ids of all parts; with others, the order is laid again. Empty in a state whose order was found lost. */
  parts: string[];
}

export const provider: dynamic.ResourceProvider<FlowOrderInputs, FlowOrderInputs> = {
  async diff(_id, olds, news) {
    const differs = (key: keyof FlowOrderInputs): boolean =>
      JSON.stringify(olds[key]) !== JSON.stringify(news[key]);
    const replaces = (["realm", "flow"] as const).filter(differs);
    const keys = ["url", "adminRealm", "clientId", "clientSecret", "ca", "first", "parts"] as const;
    return { changes: replaces.length > 0 || keys.some(differs), replaces };
  },

  async create(inputs) {
    await lay(inputs);
    return { id: `${inputs.realm}/${inputs.flow}`, outs: inputs };
  },

  async read(id, state) {
    const inputs = state as FlowOrderInputs;
    return asking(inputs, async (admin) => {
      if ((await admin.realmAttributes(inputs.realm)) === undefined) return { id: "" };
      const [first, ...others] = inOrder(inputs, await admin.flowParts(inputs.realm, inputs.flow));
      const isLaid = first !== undefined && others.every(({ priority }) => priority > first.priority);
      return { id, props: isLaid ? inputs : { ...inputs, parts: [] } };
    });
  },

  async update(_id, _olds, news) {
    await lay(news);
    return { outs: news };
  },
};

/** Gives each part a place of its own. */
const lay = (inputs: FlowOrderInputs): Promise<void> =>
  asking(inputs, async (admin) => {
    const { realm, flow, first } = inputs;
    const parts = inOrder(inputs, await admin.flowParts(realm, flow));
    if (parts[0]?.displayName !== first)
      throw new Error(`flow "${flow}" of realm "${realm}" has no part "${first}" to put first`);
    for (const [priority, part] of parts.entries())
      await admin.placeFlowPart(realm, flow, { ...part, priority });
  });

/** The flow's own parts, without those of its subflows, as they should follow each other. */
function inOrder({ first }: FlowOrderInputs, parts: FlowPart[]): FlowPart[] {
  const own = parts.filter(({ level }) => level === 0);
  return [
    ...own.filter(({ displayName }) => displayName === first),
    ...own.filter(({ displayName }) => displayName !== first),
  ];
}

async function asking<Result>(
  { url, adminRealm, clientId, clientSecret, ca }: FlowOrderInputs,
  work: (admin: KeycloakAdmin) => Promise<Result>,
): Promise<Result> {
  const admin = new KeycloakAdmin({ url, adminRealm, clientId, clientSecret, ...(ca === "" ? {} : { ca }) });
  try {
    return await work(admin);
  } finally {
    await admin.close();
  }
}
