/**
 * Stands in for KubeOne, which the tests cannot have: it notes how it is called and what lies before it, is as strict about
 * that as KubeOne is, and makes nothing. Called by what `KubeOneRecorder` writes: folder of the notes, then KubeOne's own.
 */
const { appendFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } = require("node:fs");
const { join, relative } = require("node:path");
const { parse, parseAllDocuments } = require("yaml");

const [, , notes, verb, ...flags] = process.argv;
const clusterFile = join(notes, "cluster.json");
const verbs = {
  version: [],
  apply: ["--auto-approve"],
  reset: ["--auto-approve", "--destroy-workers=true"],
  kubeconfig: [],
};

if (!(verb in verbs)) stop(`Error: unknown command "${verb}" for "kubeone"`);
if (verb === "version") {
  const kubeone = { major: "1", minor: "14", gitVersion: readFileSync(join(notes, "version"), "utf8") };
  console.log(JSON.stringify({ kubeone, machine_controller: { gitVersion: "v1.66.0" } }, undefined, 2));
  process.exit(0);
}

const documents = {
  "-m": "kubeone.yaml",
  "-t": "tf.json",
  "-c": "credentials.yaml",
};
const given = Object.entries(documents).flat();
const expected = [...verbs[verb], ...given];
if (JSON.stringify(flags) !== JSON.stringify(expected)) stop(`Error: unknown flags: ${flags.join(" ")}`);

const manifest = parse(readFileSync("kubeone.yaml", "utf8"));
const hosts = JSON.parse(readFileSync("tf.json", "utf8"));
const credentials = parse(readFileSync("credentials.yaml", "utf8"));
const controlPlane = hosts.kubeone_hosts.value.control_plane;
const workersFile = join(manifest.addons.path, "workers", "machine-deployments.yaml");
const pools = existsSync(workersFile)
  ? Object.fromEntries(
      parseAllDocuments(readFileSync(workersFile, "utf8"))
        .map((document) => document.toJS())
        .map(({ metadata, spec }) => [
          metadata.name,
          { replicas: spec.replicas, ...spec.template.spec.versions },
        ]),
    )
  : undefined;

note();
if (!existsSync(controlPlane.ssh_private_key_file)) stop("Error: reading SSH private key");
if (!existsSync(manifest.features.staticAuditLog.config.policyFilePath)) stop("Error: reading audit policy");
if (!credentials.OS_APPLICATION_CREDENTIAL_SECRET) stop("Error: no valid credentials");
if (existsSync(join(notes, "fail")) && readFileSync(join(notes, "fail"), "utf8") === verb) fail();

const cluster = existsSync(clusterFile) ? JSON.parse(readFileSync(clusterFile, "utf8")) : undefined;
const version = manifest.versions.kubernetes;
if (verb === "apply") {
  // a new cluster has no machine controller yet that would take machine deployments
  if (cluster === undefined && pools !== undefined)
    stop(
      'level=error msg="applying addons: no endpoints available for service \\"machine-controller-webhook\\""',
    );
  const minor = (text) => Number(text.split(".")[1]);
  if (cluster !== undefined && minor(version) > minor(cluster.version) + 1)
    stop("Error: Upgrade not allowed");
  // what is left out, `kubectl apply` leaves as it is
  writeFileSync(clusterFile, JSON.stringify({ version, pools: { ...cluster?.pools, ...pools } }));
} else if (cluster === undefined) {
  stop("Error: Failed to build the Kubernetes clientset");
} else if (verb === "reset") {
  writeFileSync(clusterFile, JSON.stringify({ version, pools: {} }));
} else {
  const server = `https://${manifest.apiEndpoint.host}:${manifest.apiEndpoint.port}`;
  console.log(`apiVersion: v1\nserver: ${server}\ntoken: ${readFileSync(join(notes, "token"), "utf8")}`);
}

/** A line for this call: in which folder, with which files of which modes, and where secrets were seen. */
function note() {
  const secrets = readFileSync(join(notes, "secrets"), "utf8").split("\n").filter(Boolean);
  const holds = (text) => secrets.some((secret) => text.includes(secret));
  const places = [
    ...(readdirSync("/proc").some((pid) => /^\d+$/.test(pid) && holds(readProc(pid, "cmdline")))
      ? ["argv"]
      : []),
    ...(holds(Object.values(process.env).join("\n")) ? ["environment"] : []),
  ];
  const line = {
    call: [verb, ...verbs[verb]].join(" "),
    folder: process.cwd(),
    folderMode: modeOf("."),
    modes: Object.fromEntries(filesIn(".").map((file) => [file, modeOf(file)])),
    version: manifest.versions.kubernetes,
    pools: pools ?? "none",
    places,
  };
  appendFileSync(join(notes, "calls"), `${JSON.stringify(line)}\n`);
}

function readProc(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return ""; // it has ended
  }
}

function modeOf(path) {
  return (statSync(path).mode & 0o777).toString(8);
}

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((it) =>
      it.isDirectory() ? filesIn(join(folder, it.name)) : [relative(".", join(folder, it.name))],
    )
    .sort();
}

/** As KubeOne does with a long log, and careless with secrets. */
function fail() {
  for (let at = 1; at <= 40; at++) console.log(`time="09:00:${at}" level=info msg="Step ${at}..."`);
  const { OS_APPLICATION_CREDENTIAL_SECRET: secret } = credentials;
  stop(`time="09:01:00" level=error msg="no valid host was found" credential=${secret} again=${secret}`);
}

function stop(line) {
  console.error(line);
  process.exit(1);
}
