/** Builds a Pulumi program against a mocked engine and records what it registered. Proves wiring, nothing about a server. */
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";

/** One registered resource, its inputs as plain values. */
export interface Recorded {
  type: string;
  name: string;
  /** Inputs; a secret appears as its value, and its top-level key is listed in `secrets`. */
  inputs: Record<string, unknown>;
  /** Top-level inputs that are secret, wholly or in a part. */
  secrets: string[];
  /** Name of the parent, if one was given. */
  parent?: string;
  opts: pulumi.ResourceOptions;
}

/** The signature that marks a secret value on the wire (pulumi sdk/nodejs/runtime/rpc.ts). */
const isSecret = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "4dabf18193072939515e22adb298388d" in value;

function hasSecret(value: unknown): boolean {
  if (isSecret(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasSecret);
}

function reveal(value: unknown): unknown {
  if (isSecret(value)) return reveal((value as { value: unknown }).value);
  if (Array.isArray(value)) return value.map(reveal);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, reveal(item)]));
}

/**
 * Registers what `build` makes and waits until every registration is drained, children of children included.
 * @param outputs what a provider would add to a resource's inputs, for example an `id` or a generated secret
 */
export async function recordResources(
  build: () => unknown,
  outputs: (
    type: string,
    name: string,
    inputs: Record<string, unknown>,
  ) => Record<string, unknown> = () => ({}),
): Promise<Recorded[]> {
  const recorded: Recorded[] = [];
  const options = new Map<string, pulumi.ResourceOptions>();
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        const plain = reveal(inputs) as Record<string, unknown>;
        const opts = options.get(`${type}::${name}`) ?? {};
        const parent = opts.parent as (pulumi.Resource & { __name?: string }) | undefined;
        recorded.push({
          type,
          name,
          inputs: plain,
          secrets: Object.keys(inputs).filter((key) => hasSecret(inputs[key])),
          ...(parent?.__name ? { parent: parent.__name } : {}),
          opts,
        });
        return { id: `${name}-id`, state: { ...plain, ...outputs(type, name, plain) } };
      },
      // what is looked up by its name is found
      call: ({ inputs }) => ({ ...inputs, id: `${inputs.name}-id` }),
    },
    "spe",
    "test",
  );
  let failure: unknown;
  await pulumi.runtime.runInPulumiStack(async () => {
    pulumi.runtime.registerStackTransformation(({ type, name, opts }) => {
      options.set(`${type}::${name}`, opts);
      return undefined;
    });
    try {
      return await build();
    } catch (error) {
      failure = error;
      return undefined;
    }
  });
  await pulumi.runtime.disconnect();
  if (failure !== undefined) throw failure;
  return recorded.filter(({ type }) => type !== "pulumi:pulumi:Stack");
}

/** Inputs that hold credentials whatever the resource: they must be secret. */
const credential = /(password|secretkey|clientsecret|privatekey|token)$/i;

/**
 * What holds for every component: each child has a parent in the set, its name starts with its parent's, and no
 * value named as a password or key is plain.
 */
export function assertWellBuilt(recorded: Recorded[]): void {
  const names = new Set(recorded.map(({ name }) => name));
  for (const { type, name, parent, inputs, secrets } of recorded) {
    if (parent !== undefined && parent !== "spe-test") {
      assert.ok(names.has(parent), `${type} "${name}" has the parent "${parent}", which was not registered`);
      assert.ok(name.startsWith(parent), `${type} "${name}" should start with its parent's name "${parent}"`);
    }
    for (const [key, value] of Object.entries(inputs))
      if (credential.test(key) && typeof value === "string")
        assert.ok(secrets.includes(key), `${type} "${name}" has "${key}" in plain`);
  }
}
