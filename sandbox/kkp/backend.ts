/** What a cluster of the stand-in really is; it is told by whoever runs the stand-in. */
export interface ClusterBackend {
  /**
   * Makes a cluster, or what an interruption left out of it; called again for the same one, it gives the same.
   * @throws Error with a sentence that KKP's users may read
   */
  create(cluster: BackendCluster): Promise<MadeCluster>;
  /** Lets in an issuer's people. */
  trust(login: ClusterIssuer): Promise<void>;
  /** Takes away all that was made; what is not there is no error. */
  remove(cluster: BackendCluster, wishes: RemovalWishes): Promise<void>;
  /** Names of the flavors that a credential may use. */
  flavors(credential: CloudCredential): Promise<string[]>;
  /** Networks that a credential sees. */
  networks(credential: CloudCredential): Promise<CloudNetwork[]>;
}

/** An application credential of an OpenStack project. */
export interface CloudCredential {
  id: string;
  secret: string;
}

export interface CloudNetwork {
  id: string;
  name: string;
  external: boolean;
}

/** An issuer that an API server is to trust. */
export interface ClusterIssuer {
  issuer: string;
  clientId: string;
  /** What names of its people and groups begin with. */
  prefix: string;
}

/** What a cluster is to be made from; a network that is not given is to be made. */
export interface BackendCluster {
  /** Ten letters and digits. */
  id: string;
  credential: CloudCredential;
  /** Name of the external network. */
  floatingIpPool: string;
  /** Name of the workers' network, or empty. */
  network: string;
  subnetId: string;
  routerId: string;
}

/** A cluster that stands. */
export interface MadeCluster {
  /** Of an administrator. */
  kubeconfig: string;
  apiUrl: string;
  /** Name of the workers' network. */
  network: string;
  subnetId: string;
  routerId: string;
}

/** What else goes with a cluster. */
export interface RemovalWishes {
  volumes: boolean;
  loadBalancers: boolean;
}
