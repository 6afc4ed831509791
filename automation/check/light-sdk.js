/**
 * Loads Pulumi's SDK in half the time, for a process that builds environments and deploys none. It does so before tsx,
 * which would look for TypeScript in each of the SDK's files, and without what is never used here: what serialises the
 * code of dynamic providers (ours name their modules), the Automation API, and undici, by which components ask servers.
 */
const { Module } = require("node:module");

const paths = [require.resolve("@pulumi/pulumi")];
for (const unused of ["@npmcli/arborist", "typescript", "@pulumi/pulumi/automation", "undici"]) {
  const file = require.resolve(unused, { paths });
  require.cache[file] = Object.assign(new Module(file), { loaded: true, exports: {} });
}

for (const used of ["@pulumi/pulumi", "@pulumi/keycloak", "@pulumi/minio", "@pulumi/policy/proxy"])
  require(used);
