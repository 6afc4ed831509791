import type { ResourceValidationArgs } from "@pulumi/policy";
import { labelKeys } from "../../components/five-safes";
import { checkWidth } from "../kit/cidr";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { ofKinds, subjectOf } from "../kit/kubernetes";
import { edgeNamespacesOf, edgeNamespacesSchema, namespaceNameOf } from "../kit/namespace";
import type { ResourceRule } from "../kit/rule";
import { isConfinedTo, selectsAll } from "../kit/selector";
import { checkAll, checkEach } from "../kit/unknown";
import { asList } from "../kit/value";

type Refuse = (problem: string) => void;

/** One rule that allows all undoes the denial of everything; and questions to a name server carry data anywhere. */
export const networkPolicyLimited: ResourceRule = {
  name: "safe-settings-network-policy-limited",
  description:
    "A network policy allows only named peers in the project, at the edge or in narrow ranges, and names asked of the cluster's name server only.",
  severity: "high",
  framework: fiveSafes("safe-settings", { control: "S-41", satre: ["2.2.10"], also: ["AzureTRE#4036"] }),
  remediationSteps:
    "Name each peer by the project's or the edge's namespaces or by a narrow ipBlock, and allow port 53 only to the pods k8s-app: kube-dns of kube-system.",
  configSchema: {
    properties: {
      project: {
        type: "string",
        description: "Id of the project; without it, the label of the policy says it.",
      },
      edgeNamespaces: edgeNamespacesSchema,
    },
  },
  validateResource: ofKinds(["NetworkPolicy"], (args, report) => {
    const refuse: Refuse = (problem) => report(`${subjectOf(args)} ${problem}`);
    checkAll(
      () => checkRules(args, "ingress", "from", refuse),
      () => checkRules(args, "egress", "to", refuse),
    );
  }),
};

function checkRules(args: ResourceValidationArgs, direction: string, end: string, refuse: Refuse): void {
  const prefixes: unknown[] = [];
  checkAll(
    () =>
      checkEach(asList(field(args.props, "spec", direction)), (rule) => {
        const peers = asList(field(rule, end));
        if (peers.length === 0) refuse(`allows ${direction} for everyone; name the peers in ${end}`);
        checkEach(peers, (peer) =>
          checkAll(
            () => {
              const block = field(peer, "ipBlock");
              if (block === undefined)
                checkSelector(peer, args, (what) => refuse(`allows ${direction} for ${what}`));
              else prefixes.push(field(block, "cidr"));
            },
            () => {
              if (direction === "egress" && asksForeignNames(rule, peer))
                refuse("allows egress to port 53 of others than kube-dns; list the ports that are needed");
            },
          ),
        );
      }),
    // all rules together: many small ranges may be everything
    () =>
      checkWidth(prefixes, (found) =>
        refuse(`allows ${direction} for ${found}; name the ranges that need it`),
      ),
  );
}

function checkSelector(peer: unknown, args: ResourceValidationArgs, refuse: Refuse): void {
  const selector = field(peer, "namespaceSelector");
  if (selector === undefined) {
    if (field(peer, "podSelector") === undefined) refuse("a peer that is not named; name it");
  } else if (selectsAll(selector)) refuse("every namespace; select the project's");
  else if (!isKubeDns(peer) && !isOurs(selector, args))
    refuse(`namespaces of others; select ${labelKeys.project}, or the edge by its name`);
}

/** Whether a selector keeps to the project's namespaces, the policy's own or the edge's. */
function isOurs(selector: unknown, { props, getConfig }: ResourceValidationArgs): boolean {
  const config = getConfig<{ project?: string; edgeNamespaces?: string[] }>();
  const project = config.project ?? field(props, "metadata", "labels", labelKeys.project);
  return (
    (project !== undefined && isConfinedTo(selector, labelKeys.project, [project])) ||
    isConfinedTo(selector, namespaceLabel, edgeNamespacesOf(config)) ||
    isConfinedTo(selector, namespaceLabel, [namespaceNameOf(props)])
  );
}

/** The label that every namespace has, with its own name. */
const namespaceLabel = "kubernetes.io/metadata.name";

const isKubeDns = (peer: unknown): boolean =>
  isConfinedTo(field(peer, "namespaceSelector"), namespaceLabel, ["kube-system"]) &&
  isConfinedTo(field(peer, "podSelector"), "k8s-app", ["kube-dns"]);

/** Whether a rule lets questions for names go elsewhere: to pods by naming the port, to addresses by not leaving it out. */
function asksForeignNames(rule: unknown, peer: unknown): boolean {
  const ports = asList(field(rule, "ports"));
  const isBlock = field(peer, "ipBlock") !== undefined;
  if (ports.length === 0) return isBlock;
  return !isKubeDns(peer) && ports.some((port) => includesDns(port, isBlock));
}

function includesDns(port: unknown, otherwise: boolean): boolean {
  const first = field(port, "port");
  if (first === undefined) return otherwise;
  if (Number.isNaN(Number(first))) return /^(?:dns|domain)/i.test(String(first));
  return Number(first) <= 53 && Number(field(port, "endPort") ?? first) >= 53;
}
