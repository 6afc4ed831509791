import { Type } from "@sinclair/typebox";
import { choice, group, list, text, wholeNumber, yesOrNo } from "../field";

/** Clouds whose names of networks, images, flavors and volume types are known. */
export const cloudSiteNames = ["bielefeld", "charite", "surf", "sandbox"] as const;

/** Sizes of machines; which flavor each is, the site knows. */
export const machineSizes = ["small", "medium", "large"] as const;

/** The setting of a machine's size. */
export const sizeOf = (what: string, size: (typeof machineSizes)[number] = "medium") =>
  Type.Optional(
    choice(machineSizes, {
      description: `How big ${what} is; the site's flavor for it.`,
      example: size,
      default: size,
    }),
  );

/** A public key whose private half nobody has kept. */
const exampleKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIN9p3aNfNy8OvmMWK9L6P/Wm235xfqBhGEe98+gFWd/f";

const keys = (whose: string) =>
  list(text("ssh-key", { description: "One key.", example: exampleKey }), {
    description: `OpenSSH public keys ${whose}.`,
    example: [exampleKey],
    least: 1,
    uniqueItems: true,
  });

const range = (description: string) => text("cidr", { description, example: "192.0.2.0/24" });

const port = wholeNumber({ description: "TCP port.", example: 443, minimum: 1, maximum: 65535 });

const egress = group(
  {
    from: text("account", {
      description:
        "The machine, `bastion`, `store` or `identity` of the section `servers`, or `control-plane` or `workers` of `kubernetes.kubeone`.",
      example: "workbench",
    }),
    to: range("Where it may open connections to."),
    port,
    why: text("line", { description: "What for.", example: "The object store." }),
  },
  {
    description: "One destination.",
    example: { from: "workbench", to: "192.0.2.10/32", port: 443, why: "The object store." },
  },
);

const mount = group(
  {
    account: text("account", {
      description: "The service account of `storage` whose bucket, prefix and rights the mount has.",
      example: "mount",
    }),
    path: text("absolute-path", { description: "Folder that it appears in.", example: "/data/input" }),
    owner: text("user-name", {
      description: "The account of the machine that it belongs to; others are refused.",
      example: "alice",
    }),
  },
  {
    description: "A bucket as a folder.",
    example: { account: "mount", path: "/data/input", owner: "alice" },
  },
);

const person = group(
  {
    name: text("user-name", { description: "Account on the machine.", example: "alice" }),
    id: text("person-id", {
      description: "The person's `sub` at the upstream; the number of the account follows from it.",
      example: "4f1c9b7e2d@lifescience-ri.eu",
    }),
    publicKeys: keys("that the person logs in with"),
    sudo: Type.Optional(
      yesOrNo({ description: "Whether the person administers the machine.", example: false, default: false }),
    ),
  },
  {
    description: "A person with an account.",
    example: {
      name: "alice",
      id: "4f1c9b7e2d@lifescience-ri.eu",
      publicKeys: [exampleKey],
    },
  },
);

const machine = group(
  {
    name: text("account", {
      description: "Name of the machine and of its security group.",
      example: "workbench",
    }),
    size: sizeOf("it", "small"),
    dataGib: Type.Optional(
      wholeNumber({
        description: "Size of an encrypted volume at /srv/data, which outlives the machine.",
        unit: "GiB",
        minimum: 1,
        maximum: 65536,
        example: 100,
        defaultIs: "no volume",
      }),
    ),
    people: Type.Optional(
      list(person, {
        description: "Who has an account there. Who is taken off the list is locked out.",
        example: [],
        default: [],
      }),
    ),
    mounts: Type.Optional(
      list(mount, {
        description: "Buckets that appear as folders. Needs `bastion`, by which the keys get there.",
        example: [],
        default: [],
      }),
    ),
  },
  { description: "One machine.", example: { name: "workbench", size: "small" } },
);

const bastion = group(
  {
    ranges: list(range("One range."), {
      description: "Addresses of administrators; nobody else reaches it.",
      example: ["192.0.2.0/24"],
      least: 1,
      uniqueItems: true,
    }),
    people: list(
      group(
        {
          name: text("user-name", { description: "Account.", example: "mona" }),
          publicKeys: keys("that the person logs in with"),
        },
        {
          description: "One administrator.",
          example: {
            name: "mona",
            publicKeys: [exampleKey],
          },
        },
      ),
      { description: "Who may go through it; each with keys of their own.", example: [], least: 1 },
    ),
  },
  {
    description: "The one way in by ssh. Left out, there is none.",
    example: { ranges: ["192.0.2.0/24"], people: [] },
  },
);

/** `spe:cloud`: the environment's own ground at an OpenStack cloud. */
export const cloudSection = group(
  {
    site: choice(cloudSiteNames, {
      description:
        "The cloud, whose networks, images, flavors, volume types and resolvers are known by name.",
      example: "bielefeld",
    }),
    authUrl: text("https-url", {
      description: "Address of Keystone.",
      example: "https://keystone.site.example:5000/v3",
    }),
    region: text("cloud-region", { description: "Region.", example: "Bielefeld" }),
    credential: text("given-id", {
      description:
        "Id of an application credential with the role member, unrestricted where the environment makes credentials itself; its secret is `spe:cloudCredentialSecret`.",
      example: "b1f6d8c2a6c94c0fb9d1c6f3f2b7a0d4",
    }),
    cidr: range("The environment's own network: private addresses, /16 to /28."),
    operatorKey: text("ssh-key", {
      description:
        "Public key by which the program sets machines up; its private key is `spe:operatorPrivateKey`.",
      example: exampleKey,
    }),
    image: Type.Optional(
      text("line", {
        description: "Name of the image that machines boot: a Debian or Ubuntu with cloud-init.",
        example: "Ubuntu 24.04 LTS (2024-07-03)",
        defaultIs: "the site's",
      }),
    ),
    resolvers: Type.Optional(
      list(text("ip-address", { description: "One resolver.", example: "192.0.2.53" }), {
        description: "Addresses of the site's own resolvers, where it has others than Neutron's.",
        example: ["192.0.2.53"],
        default: [],
        uniqueItems: true,
      }),
    ),
    router: Type.Optional(
      text("line", {
        description:
          "Name of the router that the site's team made for the project, where projects cannot make their own.",
        example: "heart_router",
        defaultIs: "none: the environment makes its own where it needs one",
      }),
    ),
    egress: Type.Optional(
      list(egress, {
        description: "The only ways out. Empty, the network has none.",
        example: [],
        default: [],
      }),
    ),
    bastion: Type.Optional(bastion),
    machines: Type.Optional(
      list(machine, { description: "The project's machines.", example: [], default: [] }),
    ),
  },
  {
    description:
      "The environment's own ground at an OpenStack cloud: network, bastion and machines. Left out, nothing is made there.",
    example: {
      site: "bielefeld",
      authUrl: "https://keystone.site.example:5000/v3",
      region: "Bielefeld",
      credential: "b1f6d8c2a6c94c0fb9d1c6f3f2b7a0d4",
      cidr: "10.20.0.0/24",
      operatorKey: exampleKey,
    },
  },
);
