/**
 * Runs what docs/checking-pull-requests.md tells to copy, in a repository with a good and with a bad proposal. Not
 * `npm ci`, which set-up ran; and not what the platforms do around the commands, for which their variables stand in.
 */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { rules } from "../../policies/rules";
import { root } from "../infra/settings/right-settings";

interface GitHubWorkflow {
  permissions: Record<string, string>;
  jobs: { check: { steps: { uses?: string; run?: string; with?: Record<string, unknown> }[] } };
}

interface GitLabJob {
  "five-safes": { script: string[]; after_script: string[]; artifacts: { reports: { junit: string } } };
}

const text = readFileSync(join(root, "docs/checking-pull-requests.md"), "utf8");
const blocks = [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml = ""]) => parse(yaml));
const [packFile, gitHub, gitLab] = blocks as [object, GitHubWorkflow, GitLabJob];
const { steps } = gitHub.jobs.check;
const install = "npm ci --ignore-scripts";

/** A repository of this project at its target branch, with a proposal merged on top of that. */
class Proposal {
  readonly path = mkdtempSync(join(tmpdir(), "spe-proposal-"));

  constructor(change: (folder: string) => void) {
    // but for the sandbox's stack file, which git ignores
    const filter = (source: string): boolean => !source.endsWith("Pulumi.local.yaml");
    for (const part of ["automation", "components", "infra", "policies", "package.json", "Pulumi.yaml"])
      cpSync(join(root, part), join(this.path, part), { recursive: true, filter });
    symlinkSync(join(root, "node_modules"), join(this.path, "node_modules"));
    writeFileSync(join(this.path, ".gitignore"), "node_modules\n.spe\n");
    this.git("init", "--quiet", "--initial-branch=main");
    this.commit("target");
    this.git("checkout", "--quiet", "-b", "proposal");
    change(join(this.path, "infra/environments"));
    this.commit("proposal");
    this.git("checkout", "--quiet", "main");
    this.git(...this.author, "merge", "--quiet", "--no-ff", "-m", "merge", "proposal");
  }

  private readonly author = ["-c", "user.name=spec", "-c", "user.email=spec@example.org"];

  private commit(message: string): void {
    this.git("add", "--all");
    this.git(...this.author, "commit", "--quiet", "-m", message);
  }

  git(...args: string[]): string {
    return execFileSync("git", args, { cwd: this.path, encoding: "utf8" }).trim();
  }

  /** Runs a command as the platforms do: by a shell that stops at the first error, without secrets. */
  run(command: string, variables: Record<string, string> = {}): { code: number | null; output: string } {
    const env = {
      PATH: [dirname(process.execPath), process.env.PATH].join(":"),
      HOME: this.path,
      ...variables,
    };
    const { status, stdout } = spawnSync("bash", ["-e", "-o", "pipefail", "-c", command], {
      cwd: this.path,
      env,
      encoding: "utf8",
    });
    return { code: status, output: stdout };
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

const trial = (folder: string): string => join(folder, "Pulumi.trial.yaml");
const changed = (folder: string, from: string, to: string): void =>
  writeFileSync(trial(folder), readFileSync(trial(folder), "utf8").replace(from, to));

describe("docs/checking-pull-requests.md", function () {
  this.timeout(60_000);
  let good: Proposal;
  let bad: Proposal;

  before(() => {
    good = new Proposal((folder) => changed(folder, "Cardiac trial", "Heart trial"));
    bad = new Proposal((folder) =>
      writeFileSync(join(folder, "five-safes.trial.yaml"), 'parameters: { permitPattern: "^DAC-" }\n'),
    );
  });
  after(() => {
    good?.remove();
    bad?.remove();
  });

  it("shows a file of parameters and exemptions that is right", () => {
    const proposal = new Proposal((folder) =>
      writeFileSync(join(folder, "five-safes.trial.json"), JSON.stringify(packFile)),
    );
    const { output } = proposal.run("npx --no spe check trial --format json");
    proposal.remove();
    const [{ problems, exemptions }] = JSON.parse(output).environments;
    assert.equal(problems, undefined, output);
    assert.equal(exemptions[0].rule, "safe-data-bucket-versioned");
  });

  it("gives the workflow the right to read, and no more, and no credentials", () => {
    assert.deepEqual(gitHub.permissions, { contents: "read" });
    assert.deepEqual(
      steps.flatMap((step) => step.with?.["persist-credentials"] ?? []),
      [false],
    );
    assert.doesNotMatch(JSON.stringify(blocks), /secrets\.|pull_request_target/);
    for (const { uses } of steps) if (uses) assert.match(uses, /@<commit of v\d+>$/);
  });

  describe("on GitHub", () => {
    const commands = steps.flatMap(({ run }) => (run === undefined || run === install ? [] : [run]));
    const runAll = (proposal: Proposal) => {
      const summary = join(proposal.path, ".spe-summary");
      const runs = commands.map((command) => proposal.run(command, { GITHUB_STEP_SUMMARY: summary }));
      return {
        codes: runs.map(({ code }) => code),
        output: runs[0]?.output,
        summary: readFileSync(summary, "utf8"),
      };
    };

    it("lets a good proposal pass", () => {
      const { codes, output, summary } = runAll(good);
      assert.deepEqual(codes, [0, 0]);
      assert.match(output ?? "", /\ntrial: holds .*\n {2}against HEAD\^ .*\n {4}no difference\n6 of 6/);
      assert.match(summary, /^### `sandbox`: holds\n.*### `trial`: holds\n/s);
    });

    it("stops a bad one, and reports what it breaks", () => {
      const { codes, output, summary } = runAll(bad);
      assert.deepEqual(codes, [1, 0]);
      assert.match(output ?? "", /newly broken {5}safe-projects-permit-referenced {2}trial-group\n/);
      assert.match(summary, /### `trial`: 4 violations\n/);
      assert.ok(summary.includes("| newly broken | `safe-projects-permit-referenced` | `trial-group` |\n"));
    });
  });

  describe("on GitLab", () => {
    const { script, after_script, artifacts } = gitLab["five-safes"];
    const runAll = (proposal: Proposal) => {
      const variables = { CI_MERGE_REQUEST_DIFF_BASE_SHA: proposal.git("rev-parse", "main^") };
      const codes = script
        .filter((command) => command !== install)
        .map((command) => proposal.run(command, variables).code);
      for (const command of after_script) proposal.run(command);
      return { codes, report: readFileSync(join(proposal.path, artifacts.reports.junit), "utf8") };
    };

    it("lets a good proposal pass", () => {
      const { codes, report } = runAll(good);
      assert.deepEqual(codes, [0]);
      assert.ok(report.includes(`<testsuite name="trial" tests="${rules.length}" failures="0" errors="0">`));
    });

    it("stops a bad one, and reports the rule as a failed test", () => {
      const { codes, report } = runAll(bad);
      assert.deepEqual(codes, [1]);
      assert.ok(report.includes(`<testsuite name="trial" tests="${rules.length}" failures="1" errors="0">`));
      assert.match(report, /<testcase name="safe-projects-permit-referenced" .*>\n {6}<failure type="high"/);
    });
  });
});
