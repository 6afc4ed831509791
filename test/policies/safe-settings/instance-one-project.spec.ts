import { type Judged, unknown, urnOf } from "../../../policies/judge";
import { instanceOneProject } from "../../../policies/safe-settings/instance-one-project";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { instance, naming, network, pending, port, tags } from "../compliant-cloud";

const attached = (to: string, subject = 'instance "heart-login"') =>
  `${subject} is attached to ${to}; attach it to its own project's networks`;
const lungs: Judged = {
  ...changed(network, { id: "net-lungs", name: "lungs", tags: tags("network", "lungs") }),
  name: "lungs",
};
const ofLungs = '"lungs" of project "lungs"';
const on = (...networks: object[]): Judged => ({ ...changed(instance, { networks }), dependencies: {} });
const attachment: Judged = naming(
  { type: "openstack:compute/interfaceAttach:InterfaceAttach", name: "second", props: {} },
  "instanceId",
  instance,
);
const toLungs = naming(attachment, "networkId", lungs);
const lungsPort = { ...changed(naming(port, "networkId", lungs), { id: "port-lungs" }), name: "lungs-port" };

describe("safe-settings-instance-one-project", () => {
  it("holds for networks and ports of the project, by id, name or port", async () => {
    const stack = [network, port, instance, naming(attachment, "portId", port)];
    await holds(instanceOneProject, stack);
    await holds(instanceOneProject, stack, { config: { project: "heart" } });
    await holds(instanceOneProject, [network, on({ uuid: "net-heart" }), on({ name: "heart-cloud" })]);
  });

  it("holds in a preview, which tells networks by what the list comes from", async () => {
    await holds(instanceOneProject, [
      pending(network, "id"),
      pending(port, "id", "networkId"),
      { ...on({ port: unknown, uuid: unknown, name: unknown }), dependencies: instance.dependencies ?? {} },
      pending(naming(attachment, "portId", port), "instanceId", "portId", "networkId"),
    ]);
  });

  it("holds for the platform's networks, and for none", async () => {
    const config = { siteNetworks: ["1f2e", "shared-services"] };
    await holds(instanceOneProject, [on({ uuid: "1f2e" }), on({ name: "shared-services" })], { config });
    await holds(instanceOneProject, [changed(on(), { networkMode: "none" })]);
  });

  it("reports a second network of another project, by id, name, port or attachment", async () => {
    for (const second of [{ uuid: "net-lungs" }, { name: "lungs" }, { port: "port-lungs" }])
      await reports(
        instanceOneProject,
        [network, lungs, changed(lungsPort, { tags: tags("x", "lungs") }), on({ uuid: "net-heart" }, second)],
        [attached(ofLungs)],
      );
    await reports(instanceOneProject, [network, port, lungs, instance, toLungs], [attached(ofLungs)]);
  });

  it("reports a port on another project's network", async () => {
    await reports(instanceOneProject, [lungs, lungsPort], [attached(ofLungs, 'port "heart-login"')]);
  });

  it("reports it in a preview", async () => {
    await reports(
      instanceOneProject,
      [network, pending(lungs, "id"), port, instance, pending(toLungs, "networkId")],
      [attached(ofLungs)],
    );
  });

  it("reports each network once in a preview, which does not tell the items of a list apart", async () => {
    const sources = [network, lungs].map(({ type, name }) => urnOf(type, name));
    const both = { ...on({ uuid: unknown }, { uuid: unknown }), dependencies: { networks: sources } };
    await reports(
      instanceOneProject,
      [pending(network, "id"), pending(lungs, "id"), both],
      [attached(ofLungs)],
    );
  });

  it("goes by the configured project, whatever the instance is labelled", async () => {
    const moved = changed(on({ uuid: "net-lungs" }), { metadata: { "spe.project": "lungs" } });
    await reports(instanceOneProject, [lungs, moved], [attached(ofLungs)], { config: { project: "heart" } });
  });

  it("reports a network of no project, and one that is not of the stack", async () => {
    await reports(
      instanceOneProject,
      [changed(network, { tags: undefined }), on({ uuid: "net-heart" })],
      [attached('"heart-cloud" of no project')],
    );
    for (const key of ["uuid", "name", "port"])
      await reports(
        instanceOneProject,
        [network, on({ uuid: "net-heart" }, { [key]: "1f2e" })],
        [attached('"1f2e", which is not of this stack')],
      );
  });

  it("reports a literal network beside one that a preview does not know yet", async () => {
    const both = {
      ...on({ uuid: unknown }, { uuid: "1f2e" }),
      dependencies: naming(instance, "networks", network).dependencies ?? {},
    };
    await reports(
      instanceOneProject,
      [pending(network, "id"), both],
      [attached('"1f2e", which is not of this stack')],
    );
  });

  it("reports an instance whose networks Nova chooses, also in a preview", async () => {
    for (const networks of [undefined, [], unknown])
      await reports(
        instanceOneProject,
        [changed(on(), { networks })],
        ['instance "heart-login" leaves its networks to Nova; list them'],
      );
  });

  it("cannot be judged while a network from elsewhere is unknown, and still reports the others", async () => {
    const elsewhere = { ...on({ uuid: unknown }), dependencies: { networks: [] } };
    await cannotJudge(
      instanceOneProject,
      [elsewhere, network, lungs, on({ name: "lungs" })],
      "networks.0.uuid",
      [attached(ofLungs)],
    );
  });
});
