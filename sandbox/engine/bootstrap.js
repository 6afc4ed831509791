// Starts a program of this repository on a machine that has only Node (18 or newer) and npm:
//   node sandbox/engine/bootstrap.js <entry> [arguments]
// First the npm packages of package-lock.json, unless they stand; then Node 24, unless the machine's will do; then the
// entry (TypeScript through tsx), with the arguments, signals and exit code passed through. Plain JavaScript without
// dependencies, because nothing is installed yet.
"use strict";

const { spawn } = require("node:child_process");
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

/** The oldest Node that can run this file. */
const OLDEST_NODE = [18, 0];

/** Pulumi's SDK wants Node 22; packages that are ES modules can be required from 22.12 on. */
const RIGHT_NODE = [22, 12];

const root = path.join(__dirname, "..", "..");
const cache = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache"), "spe");

/** A lock whose holder has not shown a sign of life for this long is that of a dead process, in milliseconds. */
const STALE = 10_000;

/** An npm whose starter was killed is waited for this long, in milliseconds: two at once would ruin each other's work. */
const ORPHAN = 600_000;

async function main() {
  process.env.SPE_STARTED_AT ??= String(Date.now()); // for the summary at the end of set-up
  const [entry, ...args] = process.argv.slice(2);
  if (entry === undefined) throw new Error("usage: node sandbox/engine/bootstrap.js <entry> [arguments]");
  if (!isAtLeast(OLDEST_NODE)) {
    throw new Error(
      `Node ${process.versions.node} is too old; install Node ${OLDEST_NODE[0]} or newer: https://nodejs.org`,
    );
  }
  await ensurePackages();
  run(await ensureNode(), [path.resolve(root, entry), ...args]);
}

function isAtLeast([major, minor]) {
  const [ours, oursMinor] = process.versions.node.split(".").map(Number);
  return ours > major || (ours === major && oursMinor >= minor);
}

/** Installs the npm packages of the project's lock file unless node_modules holds exactly these. */
async function ensurePackages() {
  if (packagesStand(root)) return;
  await locked(path.join(root, "node_modules.lock"), async (started) => {
    if (packagesStand(root)) return; // another start installed them meanwhile
    await npmCi(
      "npm packages of package-lock.json",
      30,
      root,
      path.join(root, ".spe", "npm-ci.log"),
      started,
    );
  });
}

/** Compares package-lock.json with the list that npm writes into node_modules when it has finished. */
function packagesStand(folder) {
  const wanted = readJson(path.join(folder, "package-lock.json"));
  const installed = readJson(path.join(folder, "node_modules", ".package-lock.json"));
  if (wanted === undefined)
    throw new Error(`${folder} has no readable package-lock.json; take it from the repository`);
  if (installed === undefined) return false;
  return Object.entries(wanted.packages).every(([name, { version, integrity, optional }]) => {
    if (name === "") return true;
    const found = installed.packages[name];
    if (found === undefined) return optional === true; // of another platform
    return found.version === version && found.integrity === integrity;
  });
}

/** Gives the Node to run with: this one, or Node 24 from npm packages in the cache. */
async function ensureNode() {
  if (isAtLeast(RIGHT_NODE)) return process.execPath;
  const source = path.join(__dirname, "node");
  const lockFile = fs.readFileSync(path.join(source, "package-lock.json"));
  const name = `node-${process.platform}-${process.arch}`;
  const { version } = JSON.parse(lockFile).packages[`node_modules/${name}`] ?? {};
  if (version === undefined) {
    throw new Error(
      `Node ${process.versions.node} is too old, and npm has none for ${name}; install Node 24: https://nodejs.org`,
    );
  }
  const hash = createHash("sha256").update(`${name}\0`).update(lockFile).digest("hex").slice(0, 16);
  const directory = path.join(cache, `node-${hash}`);
  const node = path.join(directory, "node_modules", name, "bin", "node");
  if (fs.existsSync(node)) return node;
  fs.mkdirSync(cache, { recursive: true });
  await locked(`${directory}.lock`, async (started) => {
    if (fs.existsSync(node)) return;
    const building = `${directory}.building`; // whatever a killed start left in it, npm ci replaces
    fs.mkdirSync(building, { recursive: true });
    for (const file of ["package.json", "package-lock.json"]) {
      fs.copyFileSync(path.join(source, file), path.join(building, file));
    }
    await npmCi(
      `Node ${version} (the machine's is ${process.versions.node})`,
      15,
      building,
      `${directory}.log`,
      started,
    );
    if (!fs.existsSync(path.join(building, path.relative(directory, node)))) {
      throw new Error(`npm did not install ${name} ${version}; install Node 24 yourself: https://nodejs.org`);
    }
    fs.renameSync(building, directory);
  });
  return node;
}

/** Runs the entry in the foreground, as if it had been started in this process's place. */
function run(node, args) {
  const child = spawn(
    node,
    ["--require", path.join(root, "node_modules", "tsx", "dist", "cjs", "index.cjs"), ...args],
    {
      stdio: "inherit",
      env: { ...process.env, PATH: [path.dirname(node), process.env.PATH].join(path.delimiter) },
    },
  );
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the child as well; a second one would read as impatience.
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on("error", (error) => fail(error));
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal); // end the way the child ended
  });
}

/** Installs a folder's packages exactly as its lock file says, with progress. */
async function npmCi(title, usualSeconds, folder, logFile, started) {
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  const log = fs.openSync(logFile, "w", 0o600);
  const npm = process.env.npm_execpath; // the npm that runs us, where one does
  const [program, before] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []];
  // Flags, because an .npmrc is found in the project only, and NODE_ENV=production would leave out what set-up needs.
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"];
  const end = showProgress(title, usualSeconds);
  const code = await new Promise((resolve) => {
    const child = spawn(program, [...before, "ci", "--include=dev", "--include=optional", ...flags], {
      cwd: folder,
      stdio: ["ignore", log, log],
    });
    child.on("spawn", () => started(child.pid));
    child.on("error", (error) => resolve(error.code)); // npm is not there
    child.on("exit", (exitCode) => resolve(exitCode));
  });
  fs.closeSync(log);
  end(code === 0 ? "done in" : "failed after");
  if (code === 0) return;
  const lines = withoutCredentials(fs.readFileSync(logFile, "utf8"));
  fs.writeFileSync(logFile, lines);
  const last = lines.trimEnd().split("\n").slice(-15);
  throw new Error(
    [
      `${title} failed: ${code === "ENOENT" ? "npm is not installed or not on PATH" : `npm exited with ${code}`}`,
      "last lines of its log:",
      ...last.map((line) => `  ${line}`),
      `log: ${logFile}`,
      "to go on: run the same command again; npm keeps what it has downloaded",
    ].join("\n"),
  );
}

/** Registries are often given as https://user:password@host, and npm prints them when it fails. */
function withoutCredentials(text) {
  return text.replace(/:\/\/[^/\s@]+@/g, "://***@");
}

/** Shows a step on standard error: a live line on a terminal, else a line every 30 seconds. */
function showProgress(title, usualSeconds) {
  const startedAt = Date.now();
  const live = process.stderr.isTTY === true;
  const elapsed = () => `${Math.round((Date.now() - startedAt) / 1000)} s`;
  const usually = `(usually ${usualSeconds} s)`;
  const show = () =>
    process.stderr.write(
      `${live ? "\r\x1b[K" : ""}${title}: ${elapsed()} so far ${usually}${live ? "" : "\n"}`,
    );
  if (live) show();
  else process.stderr.write(`${title}: started ${usually}\n`);
  const timer = setInterval(show, live ? 1_000 : 30_000);
  return (outcome) => {
    clearInterval(timer);
    process.stderr.write(`${live ? "\r\x1b[K" : ""}${title}: ${outcome} ${elapsed()}\n`);
  };
}

/**
 * Does the work while no other start does: the lock is a folder whose time shows that its holder lives. The work is
 * given a function that notes the program it starts, which may outlive its starter.
 */
async function locked(lock, work) {
  let told = false;
  while (!take(lock)) {
    if (!told) process.stderr.write("another start is installing packages; waiting\n");
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const timer = setInterval(() => fs.utimesSync(lock, new Date(), new Date()), STALE / 5);
  try {
    return await work((pid) => fs.writeFileSync(path.join(lock, "pid"), String(pid)));
  } finally {
    clearInterval(timer);
    fs.rmSync(lock, { recursive: true, force: true });
  }
}

function take(lock) {
  try {
    fs.mkdirSync(lock);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    const { mtimeMs } = fs.statSync(lock, { throwIfNoEntry: false }) ?? { mtimeMs: 0 };
    const silence = Date.now() - mtimeMs;
    if (silence > (isRunning(readJson(path.join(lock, "pid"))) ? ORPHAN : STALE)) {
      fs.rmSync(lock, { recursive: true, force: true });
    }
    return false;
  }
}

function isRunning(pid) {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function fail(error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

main().catch(fail);
