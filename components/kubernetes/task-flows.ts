import { funnelPorts } from "./funnel-config";
import { funnelSweeperName } from "./funnel-sweeper";
import { funnelAccounts } from "./funnel-templates";
import type { FlowLine } from "./network-lines";
import { taskGatewayName, taskGatewayPort } from "./task-gateway";
import { teskNames, teskPort } from "./tesk-environment";

/** A server outside the namespace. */
export interface FlowTarget {
  cidr: string;
  port: number;
}

/** Whom a service of tasks speaks with. */
export interface TaskFlowArgs {
  by: "funnel" | "tesk";
  /** What publishes the gateway. */
  publisher: FlowLine["peer"];
  /** Login server; left out where nobody logs in. */
  login?: FlowTarget;
  store: FlowTarget;
  /** The cluster's API server, behind its service. */
  api: FlowTarget;
}

/** The lines that a service of tasks needs in a namespace that lets nothing through; its tasks' programs get none. */
export function taskFlows({ by, publisher, login, store, api }: TaskFlowArgs): FlowLine[] {
  const gateway = { app: taskGatewayName };
  const lines: FlowLine[] = [
    {
      name: "people-to-gateway",
      pods: gateway,
      direction: "in",
      peer: publisher,
      ports: [taskGatewayPort],
      why: "people's requests, published with TLS",
    },
    ...(login === undefined ? [] : [out("gateway-to-login", gateway, login, "whose token it is")]),
  ];
  return [...lines, ...(by === "funnel" ? funnelFlows(store, api) : teskFlows(store, api))];
}

function funnelFlows(store: FlowTarget, api: FlowTarget): FlowLine[] {
  const [server, worker] = [{ app: funnelAccounts.server }, { app: funnelAccounts.worker }];
  return [
    ...between(
      "gateway-to-funnel",
      { app: taskGatewayName },
      server,
      funnelPorts.http,
      "tasks that keep to the lists",
    ),
    ...between("worker-to-funnel", worker, server, funnelPorts.rpc, "what a task is, and how it goes"),
    out("funnel-to-api", server, api, "makes the jobs of workers"),
    out("worker-to-api", worker, api, "makes the jobs of executors"),
    out("sweeper-to-api", { app: funnelSweeperName }, api, "removes what tasks leave"),
    out("worker-to-store", worker, store, "files of tasks"),
  ];
}

/** TES-K gives its jobs no label that tells a filer from an executor, so that all of them reach the store. */
function teskFlows(store: FlowTarget, api: FlowTarget): FlowLine[] {
  return [
    ...between(
      "gateway-to-tesk",
      { app: taskGatewayName },
      { app: teskNames.api },
      teskPort,
      "tasks that keep to the lists",
    ),
    out("tesk-to-api", undefined, api, "makes jobs"),
    out("tesk-to-store", undefined, store, "files of tasks"),
  ];
}

const out = (
  name: string,
  pods: Record<string, string> | undefined,
  { cidr, port }: FlowTarget,
  why: string,
): FlowLine => ({ name, ...(pods ? { pods } : {}), direction: "out", peer: { cidr }, ports: [port], why });

/** Both ends of a way between pods of the namespace. */
function between(
  name: string,
  from: Record<string, string>,
  to: Record<string, string>,
  port: number,
  why: string,
): FlowLine[] {
  return [
    { name: `${name}-out`, pods: from, direction: "out", peer: { pods: to }, ports: [port], why },
    { name: `${name}-in`, pods: to, direction: "in", peer: { pods: from }, ports: [port], why },
  ];
}
