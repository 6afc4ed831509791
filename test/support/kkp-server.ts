/** KKP's stand-in in this process, with clusters that are nothing but notes. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KkpInputs } from "../../components/kubernetes/kkp-cluster-inputs";
import { ensureCertificates } from "../../sandbox/certificates";
import { sandboxFolder } from "../../sandbox/folder";
import type {
  BackendCluster,
  CloudNetwork,
  ClusterBackend,
  ClusterIssuer,
  MadeCluster,
  RemovalWishes,
} from "../../sandbox/kkp/backend";
import type { KkpSettings } from "../../sandbox/kkp/settings";
import { KkpStandIn } from "../../sandbox/kkp/stand-in";
import { closedCluster } from "./kkp-inputs";

export const kkpTokens = {
  viewer: "viewer-token-6d1f",
  editor: "editor-token-94ab",
  owner: "owner-token-c07e",
};

/** What every cluster's administrator enters with. */
export const kubeconfig = "apiVersion: v1\nkind: Config\nusers: [{ user: { token: admin-token-5e2c } }]\n";

/** Notes what is made and removed. */
export class NotedClusters implements ClusterBackend {
  readonly made: BackendCluster[] = [];
  readonly trusted: ClusterIssuer[] = [];
  readonly removed: { id: string; wishes: RemovalWishes }[] = [];
  /** Networks of the project beside those of the clusters. */
  readonly others: CloudNetwork[] = [{ id: "public-id", name: "public", external: true }];
  /** Why no cluster can be made; none where it can. */
  failure: string | undefined;
  /** What a making waits for. */
  mayCreate: Promise<void> = Promise.resolve();
  /** What a removal waits for. */
  mayRemove: Promise<void> = Promise.resolve();

  async create(cluster: BackendCluster): Promise<MadeCluster> {
    await this.mayCreate;
    if (this.failure !== undefined) throw new Error(this.failure);
    this.made.push(cluster);
    return {
      kubeconfig,
      apiUrl: `https://${cluster.id}.kkp.example.org:6443`,
      network: cluster.network || networkName(cluster.id),
      subnetId: cluster.subnetId || `${cluster.id}-subnet`,
      routerId: cluster.routerId || `${cluster.id}-router`,
    };
  }

  async trust(login: ClusterIssuer): Promise<void> {
    this.trusted.push(login);
  }

  async remove({ id }: BackendCluster, { volumes, loadBalancers }: RemovalWishes): Promise<void> {
    await this.mayRemove;
    this.removed.push({ id, wishes: { volumes, loadBalancers } });
  }

  async flavors(): Promise<string[]> {
    return ["de.NBI default", "de.NBI large"];
  }

  async networks(): Promise<CloudNetwork[]> {
    const own = this.made.map(({ id }) => ({ id: `${id}-net`, name: networkName(id), external: false }));
    return [...this.others, ...own];
  }
}

const networkName = (id: string): string => `k8s-cluster-${id}-network`;

/** A stand-in that listens, and what it notes. */
export class KkpServer {
  private constructor(
    private readonly directory: string,
    readonly settings: KkpSettings,
    readonly clusters: NotedClusters,
    /** PEM of the authority that signed its certificate. */
    readonly ca: string,
    public standIn: KkpStandIn,
  ) {}

  static async start(): Promise<KkpServer> {
    const directory = mkdtempSync(join(tmpdir(), "spe-kkp-"));
    const folder = sandboxFolder(directory);
    await ensureCertificates(folder);
    const settings: KkpSettings = {
      address: "127.0.0.1",
      port: 0,
      tls: folder.tls,
      stateFile: join(directory, "clusters.json"),
      projectId: "heartproject",
      tokens: kkpTokens,
      dc: "Berlin",
      versions: ["1.36.0", "1.35.1", "1.34.2", "1.34.0"],
      sshKeys: ["key-mona", "key-alice"],
    };
    const clusters = new NotedClusters();
    const standIn = new KkpStandIn(settings, clusters);
    await standIn.start();
    return new KkpServer(
      directory,
      settings,
      clusters,
      readFileSync(folder.tls.caCertificate, "utf8"),
      standIn,
    );
  }

  /** Stops it and starts another one on the same state and port. */
  async restart(): Promise<void> {
    const port = Number(new URL(this.standIn.url).port);
    await this.standIn.stop();
    this.standIn = new KkpStandIn({ ...this.settings, port }, this.clusters);
    await this.standIn.start();
  }

  async stop(): Promise<void> {
    await this.standIn.stop();
    rmSync(this.directory, { recursive: true });
  }
}

/** What a cluster of project `heart` is made from as a resource. */
export const kkpInputs = (server: KkpServer, changes: Partial<KkpInputs> = {}): KkpInputs => ({
  ...closedCluster,
  apiUrl: server.standIn.url,
  token: kkpTokens.editor,
  certificateAuthority: server.ca,
  projectId: "heartproject",
  ...changes,
});
