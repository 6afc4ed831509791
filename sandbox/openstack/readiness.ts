import { setTimeout as wait } from "node:timers/promises";
import type { CloudApi } from "./api";
import { hypervisors } from "./services/nova";

/** Hypervisors and volumes that are not there after this time are not going to be, in milliseconds. */
const patienceMs = 120_000;

/** APIs answer before the services behind them do: waits for every hypervisor and for the volumes. */
export async function waitUntilWorking(api: CloudApi): Promise<void> {
  await until("its hypervisors", async () => {
    const found = await api.send("GET", "nova", "/v2.1/os-hypervisors?with_servers=false");
    return (found.hypervisors as unknown[]).length === hypervisors.length;
  });
  await until("its volume service", async () => {
    const found = await api.send("GET", "cinder", `/v3/${api.projectId}/os-services?binary=cinder-volume`);
    return (found.services as { state: string }[]).some(({ state }) => state === "up");
  });
}

async function until(what: string, isThere: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await isThere().catch(() => false))) {
    if (Date.now() > deadline)
      throw new Error(`the cloud waits for ${what} after ${patienceMs / 1000} s; see its logs`);
    await wait(300);
  }
}
