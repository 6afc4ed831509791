/** The login flows of realms as trees, read from the resources that make them. */
import type { PolicyResource } from "@pulumi/policy";
import { type Clues, Lookup } from "./lookup";
import { byIdentity, namedBy, naming } from "./naming";
import { perList } from "./per-list";
import { resourcesOfType } from "./resource";
import { ifKnown } from "./unknown";
import { asTextMap } from "./value";

const flowType = "keycloak:authentication/flow:Flow";
const subflowType = "keycloak:authentication/subflow:Subflow";
const executionType = "keycloak:authentication/execution:Execution";
const configType = "keycloak:authentication/executionConfig:ExecutionConfig";

/** One step of a flow; those that are disabled are left out. */
export interface FlowPart {
  requirement: "REQUIRED" | "ALTERNATIVE" | "CONDITIONAL";
  /** What an execution does, for example `auth-otp-form`; empty for a subflow. */
  authenticator: string;
  /** Reads the configuration of an execution. */
  config: () => Record<string, string>;
  /** Steps of a subflow. */
  parts: FlowPart[];
}

type Resources = readonly PolicyResource[];

/** The flows of a stack. */
export class LoginFlows {
  private readonly flows: Resources;
  private readonly steps: Resources;
  private readonly configs: Resources;

  constructor(resources: Resources) {
    this.flows = resourcesOfType(resources, flowType);
    this.steps = resourcesOfType(resources, subflowType, executionType);
    this.configs = resourcesOfType(resources, configType);
  }

  /** The flow that a resource names by alias; undefined where the stack has none of that name in the realm. */
  named(resource: PolicyResource, key: string, realm: unknown): PolicyResource | undefined {
    return namedBy(resource, key, inRealm(this.flows)(realm), ["alias"])[0];
  }

  /** The flow of an id; while that is unknown, those that it may come from. */
  withId(id: unknown, sources: Resources): PolicyResource[] {
    const flows = byIdentity(this.flows, "id");
    const [known] = id === undefined ? [] : flows.find({ values: [id], urns: [] });
    return known ? [known] : flows.find({ urns: sources.map(({ urn }) => urn) });
  }

  /** The steps of a flow. */
  partsOf(flow: PolicyResource, above: Resources = []): FlowPart[] {
    return naming(inRealm(this.steps)(realmOf(flow)), "parentFlowAlias", flow, ["alias"])
      .filter((step) => !above.includes(step))
      .flatMap((step) => {
        const requirement: unknown = step.props.requirement;
        if (requirement !== "REQUIRED" && requirement !== "ALTERNATIVE" && requirement !== "CONDITIONAL")
          return [];
        return {
          requirement,
          authenticator: step.type === executionType ? String(step.props.authenticator) : "",
          config: () => this.configOf(step),
          parts: step.type === subflowType ? this.partsOf(step, [...above, step]) : [],
        };
      });
  }

  private configOf(execution: PolicyResource): Record<string, string> {
    const [config] = naming(this.configs, "executionId", execution, ["id"]);
    return asTextMap(config?.props.config);
  }
}

/** Those of a realm, in which alone an alias is unique, and those of which it is not known. */
const inRealm = perList((resources: Resources) => {
  const byRealm = new Lookup(resources, (it) => realmClues(realmOf(it)));
  const lists = new Map<unknown, Resources>();
  return (realm: unknown): Resources => {
    const list = lists.get(realm) ?? byRealm.find(realmClues(realm));
    lists.set(realm, list);
    return list;
  };
});

const realmOf = ({ props }: PolicyResource): unknown => ifKnown(() => props.realmId as unknown);

/** Two realms that are known are told apart by their names; one that is not may be any. */
const realmClues = (realm: unknown): Clues => ({
  ...(realm !== undefined && { values: [realm] }),
  urns: ["any realm"],
});
