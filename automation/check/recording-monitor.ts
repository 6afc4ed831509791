/** The engine as a program sees it, mocked: it takes registrations down and makes nothing. */
import type { ReadResourceRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { ReadResourceResponse, RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import { type MockCallArgs, MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { type Judged, unknown } from "../../policies/judge";
import { plainProperties } from "./plain-properties";

/** A resource as the program registered it. */
export interface Registered extends Judged {
  urn: string;
  /** Inputs: secrets as their values, what is not known yet as the SDK's sign for it. */
  props: Record<string, unknown>;
  /** URN of the provider: of one of the program's, or of the engine's own where the program names none. */
  provider?: string;
}

type Request = RegisterResourceRequest | ReadResourceRequest;
type Callback<Response> = (error: Error | null, response?: Response) => void;

const stackType = "pulumi:pulumi:Stack";

/** Records what a program registers in a preview of a stack that does not exist yet. */
export class RecordingMonitor extends MockMonitor {
  readonly registered: Registered[] = [];

  constructor(
    private readonly project: string,
    private readonly stack: string,
  ) {
    super({ call: lookUp, newResource: askNobody });
  }

  override async registerResource(
    request: RegisterResourceRequest,
    callback: Callback<RegisterResourceResponse>,
  ): Promise<void> {
    const urn = this.urnOf(request.getType(), request.getName(), request.getParent());
    const dependencies = [...request.getPropertydependenciesMap().entries()];
    this.registered.push({
      ...this.described(request, urn, request.getObject()?.toJavaScript()),
      opts: {
        protect: request.getProtect() ?? false,
        ignoreChanges: request.getIgnorechangesList(),
        additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
        parent: request.getParent(),
      },
      ...(request.getCustom() ? { provider: this.providerOf(request) } : {}),
      dependencies: Object.fromEntries(dependencies.map(([key, sources]) => [key, sources.getUrnsList()])),
    });
    const response = new RegisterResourceResponse();
    response.setUrn(urn);
    // outputs are the inputs, and there is no id: the SDK takes all that is missing for unknown
    response.setObject(request.getObject());
    callback(null, response);
  }

  override async readResource(
    request: ReadResourceRequest,
    callback: Callback<ReadResourceResponse>,
  ): Promise<void> {
    const urn = this.urnOf(request.getType(), request.getName(), request.getParent());
    this.registered.push(this.described(request, urn, request.getProperties()?.toJavaScript()));
    const response = new ReadResourceResponse();
    response.setUrn(urn);
    response.setProperties(request.getProperties());
    callback(null, response);
  }

  /** Outputs of components, which no rule reads. */
  override registerResourceOutputs(_request: unknown, callback: Callback<object>): void {
    callback(null, {});
  }

  private described(request: Request, urn: string, inputs: object = {}): Registered {
    return { type: request.getType(), name: request.getName(), urn, props: plainProperties(inputs) };
  }

  /** As the engine forms it (pulumi sdk/go/common/resource/urn); the SDK's own mock forms another. */
  private urnOf(type: string, name: string, parent: string): string {
    const ancestors = parent.split("::")[2];
    const prefix = ancestors === undefined || ancestors === stackType ? "" : `${ancestors}$`;
    return `urn:pulumi:${this.stack}::${this.project}::${prefix}${type}::${name}`;
  }

  /** The engine makes a provider of its own for what the program gives none, and judges that as well. */
  private providerOf(request: RegisterResourceRequest): string | undefined {
    const given = request.getProvider();
    // a reference is URN and id
    if (given !== "") return given.slice(0, given.lastIndexOf("::"));
    const [pack = ""] = request.getType().split(":");
    if (pack === "pulumi") return undefined;
    const version = request.getVersion();
    const name = version === "" ? "default" : `default_${version.replaceAll(".", "_")}`;
    const type = `pulumi:providers:${pack}`;
    const urn = this.urnOf(type, name, "");
    if (!this.registered.some((it) => it.urn === urn))
      this.registered.push({ type, name, urn, props: version === "" ? {} : { version } });
    return urn;
  }
}

/** Which id OpenStack has for a name is as unknown as that of what is not made yet. */
function lookUp({ token, inputs }: MockCallArgs): Record<string, unknown> {
  return token.startsWith("openstack:") ? { ...inputs, id: unknown } : askNobody({ token });
}

/** What needs a server's answer cannot be built without one. */
function askNobody({ token, type }: { token?: string; type?: string }): never {
  const message = `${token ?? type} asks a server, which only a preview can`;
  // the SDK reads the one or the other, as gRPC's errors have both
  throw Object.assign(new Error(message), { details: message });
}
