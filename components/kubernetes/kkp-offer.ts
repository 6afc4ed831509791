import type { ApiVersion } from "./kkp-api";
import type { KkpChannel } from "./kkp-channel";
import type { KkpInputs } from "./kkp-cluster-inputs";
import { versionList } from "./kkp-version";

/**
 * What KKP and the cloud behind it do not have of what a cluster is to be made from.
 * @param isNew whether there is no cluster yet; what a version may become is the upgrade's matter
 * @throws KkpError
 */
export async function offerProblems(
  channel: KkpChannel,
  inputs: KkpInputs,
  isNew: boolean,
): Promise<string[]> {
  const { dc, version } = inputs;
  const get = <Answer>(does: string, path: string, headers?: Record<string, string>): Promise<Answer> =>
    channel.send<Answer>({ does, method: "GET", path, ...(headers ? { headers } : {}) });
  const centers = await get<{ metadata: { name: string } }[]>("list its datacenters", "/api/v1/dc");
  const names = centers.map(({ metadata }) => metadata.name);
  // flavors are a datacenter's
  if (!names.includes(dc))
    return [`dc must be one of ${[...names].sort().join(", ") || "none"}, got "${dc}"`];
  const versions = await get<ApiVersion[]>("list its versions", "/api/v2/providers/openstack/versions");
  const offered = versions.map((it) => it.version);
  const sizes = await get<{ slug: string }[]>(
    "list the flavors of the cloud",
    `/api/v2/projects/${inputs.projectId}/providers/openstack/sizes`,
    {
      DatacenterName: dc,
      ApplicationCredentialID: inputs.applicationCredentialId,
      ApplicationCredentialSecret: inputs.applicationCredentialSecret,
    },
  );
  const flavors = sizes.map(({ slug }) => slug).sort();
  return [
    ...(!isNew || offered.includes(version)
      ? []
      : [`version must be one that KKP offers, ${versionList(offered)}, got "${version}"`]),
    ...inputs.pools.flatMap(({ flavor }, at) =>
      flavors.includes(flavor)
        ? []
        : [`pools[${at}].flavor must be one of ${flavors.join(", ")}, got "${flavor}"`],
    ),
  ];
}
