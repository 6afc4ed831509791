import * as pulumi from "@pulumi/pulumi";
import { rejectArgs } from "../validation";
import { type MemberHealth, memberHealth } from "./member-health";
import { ProtesGateway } from "./protes-gateway";
import type { ExternalService } from "./service-registry";
import type { FederationMember, TesFederationArgs } from "./tes-federation-args";
import { federationProblems } from "./tes-federation-problems";

/** Services of tasks of several sites, as one network: its registry, how its members do, and a gateway to all of them. */
export class TesFederation extends pulumi.ComponentResource {
  static readonly __pulumiType = "spe:tasks:TesFederation";

  /** What GA4GH's service registry answers to `GET /services`. */
  readonly services: pulumi.Output<ExternalService[]>;
  /** How each member does, by its name, asked whenever the program runs, in previews too. */
  readonly health: pulumi.Output<Record<string, MemberHealth>>;
  /** What TES's paths come after at the gateway; undefined without one. */
  readonly gatewayUrl?: pulumi.Output<string>;

  constructor(name: string, args: TesFederationArgs, opts?: pulumi.ComponentResourceOptions) {
    super(TesFederation.__pulumiType, name, {}, opts);
    const { project, members, gateway } = args;
    rejectArgs(`federation "${name}"`, federationProblems(args));

    this.health = pulumi.all(
      Object.fromEntries(Object.entries(members).map(([key, member]) => [key, healthOf(member)])),
    );
    const listed = pulumi.all(Object.values(members).map(({ service }) => pulumi.output(service)));
    this.services = pulumi.all([listed, this.health]).apply(([services, health]) => {
      this.refuse(name, health);
      return services as ExternalService[];
    });
    if (gateway !== undefined)
      this.gatewayUrl = new ProtesGateway(
        `${name}-gateway`,
        { ...gateway, project, services: this.services },
        { parent: this },
      ).tesBaseUrl;
    this.registerOutputs({ services: this.services, health: this.health, gatewayUrl: this.gatewayUrl });
  }

  /** Refuses members that are open, and tells of those that are away: they come back by themselves. */
  private refuse(name: string, health: Record<string, MemberHealth>): void {
    const told = (state: MemberHealth["state"]): string[] =>
      Object.entries(health)
        .filter(([, it]) => it.state === state)
        .map(([key, { problem }]) => `member "${key}" ${problem}`);
    for (const problem of told("unhealthy")) void pulumi.log.warn(problem, this);
    const open = told("open");
    if (open.length > 0) throw new pulumi.RunError(`federation "${name}": ${open.join("; ")}`);
  }
}

const healthOf = ({ service, certificateAuthority }: FederationMember): pulumi.Output<MemberHealth> =>
  pulumi.output(service).apply(({ url }) =>
    memberHealth({
      service: { url },
      ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
    }),
  );
