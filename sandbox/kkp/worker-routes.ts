/** The calls for a cluster's workers: machine deployments, and the SSH keys that let in to them. */

import { shownPool } from "./api-objects";
import { type PoolBody, patched, poolShape, shaped } from "./body-shapes";
import { clusterOf, type Workings } from "./cluster-routes";
import type { StoredCluster, StoredPool } from "./cluster-store";
import { Refusal } from "./refusal";
import { type KkpCall, type Route, versionParts } from "./route";

const cluster = "/api/v2/projects/{project}/clusters/{cluster}";
const pools = `${cluster}/machinedeployments`;
const keys = `${cluster}/sshkeys`;

export function workerRoutes(workings: Workings): Route[] {
  const { settings, store, life, backend } = workings;

  /** A cluster whose API server answers: KKP keeps pools there. */
  const standing = (call: KkpCall): StoredCluster => {
    const found = clusterOf(workings, call);
    if (!life.hasApiServer(found)) throw new Refusal(503, "the cluster's API server does not answer yet");
    return found;
  };
  const refuse = async (
    { body: { spec } }: StoredCluster,
    { spec: { template } }: PoolBody,
  ): Promise<void> => {
    const { applicationCredentialID: id, applicationCredentialSecret: secret } = spec.cloud.openstack;
    const { flavor } = template.cloud.openstack;
    if (!(await backend.flavors({ id, secret })).includes(flavor))
      throw new Refusal(400, `node deployment validation failed: flavor "${flavor}" not found`);
    const [minor, newest] = [versionParts(template.versions.kubelet)[1], versionParts(spec.version)[1]];
    if (minor > newest) throw new Refusal(400, "kubelet version is newer than that of the control plane");
  };
  const poolOf = ({ pools }: StoredCluster, { parts }: KkpCall): StoredPool => {
    const found = pools.find(({ body }) => body.name === parts.pool);
    if (found === undefined) throw new Refusal(404, `machine deployment "${parts.pool}" not found`);
    return found;
  };

  return [
    {
      method: "GET",
      path: pools,
      role: "viewer",
      answer: async (call) => ({
        status: 200,
        body: (await life.lookAtPools(standing(call))).map(shownPool),
      }),
    },
    {
      method: "POST",
      path: pools,
      role: "editor",
      answer: async (call) => {
        const found = standing(call);
        const body = shaped(poolShape, call.body);
        await refuse(found, body);
        if (found.pools.some((pool) => pool.body.name === body.name))
          throw new Refusal(409, `machine deployment "${body.name}" already exists`);
        const pool = { body, generation: 1, observed: 0, ready: 0 };
        found.pools.push(pool);
        await store.save();
        return { status: 201, body: shownPool(pool) };
      },
    },
    {
      method: "GET",
      path: `${pools}/{pool}`,
      role: "viewer",
      answer: async (call) => ({ status: 200, body: shownPool(poolOf(standing(call), call)) }),
    },
    {
      method: "PATCH",
      path: `${pools}/{pool}`,
      role: "editor",
      answer: async (call) => {
        const found = standing(call);
        const pool = poolOf(found, call);
        const body = shaped(poolShape, patched(pool.body, call.body));
        await refuse(found, body);
        Object.assign(pool, {
          body: { ...body, name: pool.body.name },
          generation: pool.generation + 1,
          ready: 0,
        });
        await store.save();
        return { status: 200, body: shownPool(pool) };
      },
    },
    {
      method: "DELETE",
      path: `${pools}/{pool}`,
      role: "editor",
      answer: async (call) => {
        const found = standing(call);
        found.pools.splice(found.pools.indexOf(poolOf(found, call)), 1);
        await store.save();
        return { status: 200, body: {} };
      },
    },
    {
      method: "GET",
      path: keys,
      role: "viewer",
      answer: async (call) => ({
        status: 200,
        body: clusterOf(workings, call).sshKeys.map((id) => ({ id, name: id })),
      }),
    },
    {
      method: "PUT",
      path: `${keys}/{key}`,
      role: "editor",
      answer: async (call) => {
        const { sshKeys } = clusterOf(workings, call);
        const { key = "" } = call.parts;
        if (!settings.sshKeys.includes(key)) throw new Refusal(404, `SSH key "${key}" not found`);
        if (!sshKeys.includes(key)) sshKeys.push(key);
        await store.save();
        return { status: 201, body: { id: key, name: key } };
      },
    },
    {
      method: "DELETE",
      path: `${keys}/{key}`,
      role: "editor",
      answer: async (call) => {
        const { sshKeys } = clusterOf(workings, call);
        const at = sshKeys.indexOf(call.parts.key ?? "");
        if (at < 0) throw new Refusal(404, `SSH key "${call.parts.key}" is not assigned`);
        sshKeys.splice(at, 1);
        await store.save();
        return { status: 200, body: {} };
      },
    },
  ];
}
