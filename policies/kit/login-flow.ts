/** The login flows of realms as trees, read from the resources that make them. */
import type { PolicyResource } from "@pulumi/policy";
import { namedBy } from "./resource";
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

/** A flow or a step, with what tells its place; undefined is unknown. An alias is unique within its realm only. */
interface Placed {
  resource: PolicyResource;
  realm: unknown;
  /** Alias of a flow, or of the flow that a step is in. */
  alias: unknown;
}

/** The flows of a stack. */
export class LoginFlows {
  private readonly flows: Placed[];
  private readonly steps: Placed[];
  private readonly configs: PolicyResource[];

  constructor(resources: readonly PolicyResource[]) {
    const ofTypes = (...types: string[]) => resources.filter(({ type }) => types.includes(type));
    this.flows = ofTypes(flowType).map((flow) => place(flow, "alias"));
    this.steps = ofTypes(subflowType, executionType).map((step) => place(step, "parentFlowAlias"));
    this.configs = ofTypes(configType);
  }

  /** The flow that a resource names by alias; undefined where the stack has none of that name in the realm. */
  named(resource: PolicyResource, key: string, realm: unknown): PolicyResource | undefined {
    const ofRealm = this.flows.filter((flow) => isSame(flow.realm, realm)).map((flow) => flow.resource);
    return namedBy(resource, key, ofRealm, ["alias"])[0];
  }

  /** The flow of an id; while that is unknown, those that it may come from. */
  withId(id: unknown, sources: readonly PolicyResource[]): PolicyResource[] {
    const flows = this.flows.map(({ resource }) => resource);
    const known = flows.find(({ props }) => id !== undefined && ifKnown(() => props.id as unknown) === id);
    return known ? [known] : flows.filter((flow) => sources.some(({ urn }) => urn === flow.urn));
  }

  /** The steps of a flow. */
  partsOf(flow: PolicyResource, above: readonly PolicyResource[] = []): FlowPart[] {
    const { realm, alias } = place(flow, "alias");
    return this.steps
      .filter((step) => isSame(step.alias, alias) && isSame(step.realm, realm))
      .map(({ resource }) => resource)
      .filter(
        (step) => namedBy(step, "parentFlowAlias", [flow], ["alias"]).length > 0 && !above.includes(step),
      )
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
    const config = this.configs.find((it) => namedBy(it, "executionId", [execution], ["id"]).length > 0);
    return asTextMap(config?.props.config);
  }
}

const place = (resource: PolicyResource, aliasKey: string): Placed => ({
  resource,
  realm: ifKnown(() => resource.props.realmId as unknown),
  alias: ifKnown(() => resource.props[aliasKey] as unknown),
});

/** Whether two values may be the same. */
const isSame = (one: unknown, other: unknown): boolean =>
  one === undefined || other === undefined || one === other;
