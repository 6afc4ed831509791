import { readFileSync } from "node:fs";
import { writePrivateFile } from "../private-file";
import type { MadeCluster, RemovalWishes } from "./backend";
import type { ClusterBody, PoolBody } from "./body-shapes";

/** A pool that was asked for, and how far it is. */
export interface StoredPool {
  body: PoolBody;
  /** How often it was asked to be something else. */
  generation: number;
  /** Up to which of that it is worked on. */
  observed: number;
  /** Workers that are as they should be. */
  ready: number;
}

/** A cluster that was asked for, and how far it is. */
export interface StoredCluster {
  id: string;
  body: ClusterBody;
  /** The version that the control plane has. */
  version: string;
  /** How often somebody has looked at it since it was made or its version changed; it gets better by that. */
  looks: number;
  /** What came of it, once it stands. */
  made?: MadeCluster;
  /** Why it could not be made. */
  failure?: string;
  /** Set while it is being removed. */
  removal?: RemovalWishes & { since: string };
  sshKeys: string[];
  pools: StoredPool[];
}

/** The clusters of a stand-in, which a file keeps over its restarts. */
export class ClusterStore {
  private readonly clusters: StoredCluster[];
  /** One write after another. */
  private written: Promise<void> = Promise.resolve();

  constructor(private readonly file: string) {
    this.clusters = readClusters(file);
  }

  /** All of them, by the order in which they were asked for. */
  all(): readonly StoredCluster[] {
    return this.clusters;
  }

  find(id: string): StoredCluster | undefined {
    return this.clusters.find((cluster) => cluster.id === id);
  }

  async add(cluster: StoredCluster): Promise<void> {
    this.clusters.push(cluster);
    await this.save();
  }

  async remove(id: string): Promise<void> {
    const at = this.clusters.findIndex((cluster) => cluster.id === id);
    if (at >= 0) this.clusters.splice(at, 1);
    await this.save();
  }

  /** Writes down what was changed in a cluster. */
  save(): Promise<void> {
    this.written = this.written.then(() =>
      writePrivateFile(this.file, `${JSON.stringify(this.clusters, null, 2)}\n`),
    );
    return this.written;
  }
}

function readClusters(file: string): StoredCluster[] {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as StoredCluster[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
