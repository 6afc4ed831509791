import { sshKey } from "./right-settings";
import type { Wrong } from "./wrong-settings";

const at = (place: string, value: unknown, says: string): Wrong => [
  { [`cloud.${place}`]: value },
  `cloud.${place}`,
  says,
];

const mount = { account: "mount", path: "/data/input", owner: "alice" };

/** The one mount of the one machine, with something about it wrong. */
const inMount = (change: Partial<typeof mount>, says: string): Wrong => [
  { "cloud.machines[0].mounts": [{ ...mount, ...change }] },
  `cloud.machines[0].mounts[0].${Object.keys(change)[0]}`,
  says,
];

/** Each setting of `cloud` wrong by itself. */
export const wrongCloudByItself: Wrong[] = [
  [{ cloud: "bielefeld" }, "cloud", "a group of site, authUrl"],
  at("site", "bielefelt", "example: bielefeld"),
  at("authUrl", "http://keystone.site.example:5000/v3", "https URL"),
  at("region", "de bi", "letters, digits"),
  at("credential", "", "visible"),
  at("cidr", "10.20.0.1/24", "example: 10.20.0.0/24"),
  at("operatorKey", "ssh-rsa AAAA", "OpenSSH public key"),
  at("operatorKey", "-----BEGIN OPENSSH PRIVATE KEY-----", "not shown"),
  at("image", "", "one line"),
  [{ "cloud.resolvers": ["dns.site.example"] }, "cloud.resolvers[0]", "IPv4 or IPv6 address"],
  at("router", " heart_router", "without blanks"),
  at("egress[0].from", "Workbench", "lower-case"),
  at("egress[0].to", "0.0.0.0/0", "anybody"),
  at("egress[0].port", 0, "from 1 to 65535"),
  at("egress[0].why", undefined, "is missing"),
  at("bastion.ranges", [], "at least one"),
  [{ "cloud.bastion.ranges": ["0.0.0.0/0"] }, "cloud.bastion.ranges[0]", "anybody"],
  at("bastion.people", [], "at least one"),
  at("bastion.people[0].name", "root", "not an account of the system"),
  [
    { "cloud.bastion.people[0].publicKeys": ["mona"] },
    "cloud.bastion.people[0].publicKeys[0]",
    "OpenSSH public key",
  ],
  at("machines[0].name", "Workbench", "lower-case"),
  at("machines[0].size", "huge", "one of small, medium, large"),
  at("machines[0].dataGib", 0, "from 1 to 65536 GiB"),
  at("machines[0].people[0].name", "Alice", "lower-case"),
  at("machines[0].people[0].id", "two words", "the person's `sub`"),
  [
    { "cloud.machines[0].people[0].publicKeys": [7] },
    "cloud.machines[0].people[0].publicKeys[0]",
    "OpenSSH public key",
  ],
  at("machines[0].people[0].sudo", "yes", "true or false"),
  inMount({ account: "" }, "lower-case"),
  inMount({ path: "data/input" }, "absolute path"),
  inMount({ owner: "alice smith" }, "lower-case"),
];

/** Settings of `cloud` that are wrong together. */
export const wrongCloudTogether: Wrong[] = [
  at("cidr", "192.0.2.0/24", "a private IPv4 network"),
  at("cidr", "10.0.0.0/8", "from /16 to /28"),
  at("cidr", "10.20.0.0/29", "from /16 to /28"),
  [{ "cloud.machines[1]": { name: "workbench" } }, "cloud.machines[1].name", "each machine once"],
  [{ "cloud.machines[1]": { name: "edge" } }, "cloud.machines[1].name", "faces the outside"],
  [{ "cloud.machines[1]": { name: "bastion" } }, "cloud.machines[1].name", "faces the outside"],
  at("egress[0].from", "notebook", "workbench, bastion"),
  [
    { "cloud.bastion": undefined, "cloud.machines[0].mounts": [mount] },
    "cloud.machines[0].mounts[0]",
    "only with a bastion",
  ],
  inMount({ account: "mounts" }, "a service account of storage: mount"),
  inMount({ owner: "bob" }, "an account of the machine: alice"),
  [
    { "cloud.bastion.people[1]": { name: "mona", publicKeys: [sshKey] } },
    "cloud.bastion.people[1].name",
    "each account once",
  ],
];
