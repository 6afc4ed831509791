/** Which KubeOne makes which Kubernetes on which image. Pure. */

/** A release of KubeOne, and what those of its line support from then on. */
export interface KubeOneWindow {
  /** First release that it holds for, `1.8.1`. */
  from: string;
  /** Lowest and highest minor version of Kubernetes 1. */
  kubernetes: readonly [lowest: number, highest: number];
  /** Ubuntu releases of the machines; those without support by Ubuntu itself are left out. */
  ubuntu: readonly string[];
  /** Where it is said. */
  source: string;
}

const upToJammy = ["20.04", "22.04"];
const upToNoble = ["22.04", "24.04"];
const docs = "docs.kubermatic.com/kubeone, architecture/compatibility/supported-versions";

/** From old to new. */
export const kubeOneWindows: readonly KubeOneWindow[] = [
  { from: "1.8.0", kubernetes: [27, 29], ubuntu: upToJammy, source: "kubermatic/kubeone CHANGELOG-1.8" },
  {
    from: "1.8.1",
    kubernetes: [27, 30],
    ubuntu: upToJammy,
    source: "kubermatic/kubeone CHANGELOG-1.8, #3215",
  },
  { from: "1.9.0", kubernetes: [29, 31], ubuntu: upToNoble, source: "CHANGELOG-1.9, #3302, #3358, #3417" },
  { from: "1.10.0", kubernetes: [30, 32], ubuntu: upToNoble, source: `CHANGELOG-1.10, #3565; ${docs}` },
  { from: "1.11.0", kubernetes: [31, 33], ubuntu: upToNoble, source: `CHANGELOG-1.11, #3651; ${docs}` },
  { from: "1.12.0", kubernetes: [32, 34], ubuntu: upToNoble, source: `CHANGELOG-1.12, #3823; ${docs}` },
  { from: "1.13.0", kubernetes: [33, 35], ubuntu: upToNoble, source: "CHANGELOG-1.13, #3973" },
  { from: "1.14.0", kubernetes: [34, 36], ubuntu: upToNoble, source: "CHANGELOG-1.14, #4096" },
];

/** The release that clusters are made with where nobody says otherwise. */
export const defaultKubeOneVersion = "1.14.0";

/** What an operator wants together. */
interface Wanted {
  /** Version of KubeOne, `1.14.0`. */
  kubeOneVersion: string;
  /** Version of Kubernetes, `1.35.1`. */
  version: string;
  /** Name of the image that machines boot. */
  image: string;
}

/** What of it does not go together, by the argument that is to change. */
export function windowProblems({ kubeOneVersion, version, image }: Wanted): {
  kubeOneVersion?: string;
  version?: string;
  image?: string;
} {
  const window = windowOf(kubeOneVersion);
  if (window === undefined) {
    const lines = [...new Set(kubeOneWindows.map(({ from }) => lineOf(from)))].join(", ");
    return { kubeOneVersion: `must be a whole version of the lines ${lines}, got "${kubeOneVersion}"` };
  }
  return {
    version: versionProblem(kubeOneVersion, version, window),
    image: imageProblem(kubeOneVersion, image, window),
  };
}

function windowOf(kubeOneVersion: string): KubeOneWindow | undefined {
  const [, line, patch] = /^(\d+\.\d+)\.(\d+)$/.exec(kubeOneVersion) ?? [];
  return kubeOneWindows.findLast(({ from }) => lineOf(from) === line && patchOf(from) <= Number(patch));
}

const lineOf = (version: string): string => version.split(".").slice(0, 2).join(".");
const patchOf = (version: string): number => Number(version.split(".")[2]);

function versionProblem(kubeOneVersion: string, version: string, { kubernetes }: KubeOneWindow) {
  const [lowest, highest] = kubernetes;
  const [, minor] = /^1\.(\d+)\.\d+$/.exec(version) ?? [];
  if (minor === undefined) return `must be a whole version such as "1.${highest}.1", got "${version}"`;
  if (Number(minor) >= lowest && Number(minor) <= highest) return undefined;
  const others = kubeOneWindows.filter(
    (window) => window.kubernetes[0] <= Number(minor) && Number(minor) <= window.kubernetes[1],
  );
  const other = others.length === 0 ? "" : `; KubeOne ${others.map(({ from }) => from).join(", ")} would`;
  return `must be 1.${lowest} to 1.${highest}, which KubeOne ${kubeOneVersion} makes, got "${version}"${other}`;
}

function imageProblem(kubeOneVersion: string, image: string, { ubuntu }: KubeOneWindow) {
  const [, release] = /ubuntu\D{0,3}(\d\d\.\d\d)/i.exec(image) ?? [];
  return release !== undefined && ubuntu.includes(release)
    ? undefined
    : `must be named for Ubuntu ${ubuntu.join(" or ")}, which KubeOne ${kubeOneVersion} supports, got "${image}"`;
}
