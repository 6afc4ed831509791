import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { placeOf, readFiles } from "../../../automation/check/environment-files";
import { type Environment, readEnvironment } from "../../../automation/check/read-environment";
import { type FileProblem, WrongEnvironment } from "../../../automation/check/wrong-environment";
import { root } from "../../infra/settings/right-settings";
import { EnvironmentFolder } from "./environment-folder";

const read = (nameOrPath: string): Environment => readEnvironment(readFiles(placeOf(nameOrPath)));

describe("an environment's files", () => {
  let folder: EnvironmentFolder;

  beforeEach(() => {
    folder = new EnvironmentFolder();
  });
  afterEach(() => folder.remove());

  /** What is wrong, file by file, as it is shown first. */
  function problemsOf(nameOrPath: string): readonly FileProblem[] {
    try {
      read(nameOrPath);
      return [];
    } catch (error) {
      assert.ok(error instanceof WrongEnvironment, String(error));
      return error.problems.map((problem) => ({ ...problem, file: relative(folder.path, problem.file) }));
    }
  }
  const shown = (problems: readonly FileProblem[]) =>
    problems.map(({ file, path, found }) => `${file} ${path}: ${found}`);

  it("are found by name in the project, and by path anywhere", () => {
    const byName = placeOf("trial");
    assert.deepEqual(byName, {
      name: "trial",
      stackFile: join(root, "infra/environments/Pulumi.trial.yaml"),
      packFiles: ["json", "yaml"].map((kind) => join(root, `infra/environments/five-safes.trial.${kind}`)),
    });
    assert.deepEqual(placeOf(relative(process.cwd(), byName.stackFile)), byName);
    assert.equal(placeOf("/tmp/heart.yml").name, "heart");
  });

  it("say what the pack is configured by: project, tier and whom the environment trusts with people", () => {
    assert.deepEqual(read("sandbox").facts, {
      project: "heart",
      tier: 2,
      parameters: {
        issuers: ["https://127.0.0.1:8443/realms/ls-aai"],
        encryptedVolumeTypes: ["LUKS"],
        localDisksEncrypted: false,
        resolvers: [],
        adminRanges: ["198.18.2.2/32"],
        edgeNamespaces: ["edge", "heart-tasks"],
        privilegedRoles: ["heart-tasks-task-volumes"],
        registries: ["localhost"],
      },
      exemptions: [],
    });
  });

  const exemption = {
    rule: "safe-data-bucket-versioned",
    urn: "urn:pulumi:mine::spe::*::trial-store-input",
    reason: "The source keeps its versions.",
    approvers: ["dc@hospital.example"],
    expires: "2027-01-31",
  };

  it("add parameters and exemptions, in JSON or YAML", () => {
    const stack = folder.stack("mine");
    const added = {
      parameters: { maxLifetimeDays: 90, issuers: ["https://idp.example.org"] },
      exemptions: [exemption],
    };
    folder.pack("mine", added);
    assert.deepEqual(read(stack).facts, { project: "trial", tier: 2, ...added });

    const other = folder.stack("other");
    writeFileSync(join(folder.path, "five-safes.other.yaml"), "parameters:\n  maxLifetimeDays: 90\n");
    assert.deepEqual(read(other).facts, {
      project: "trial",
      tier: 2,
      parameters: { maxLifetimeDays: 90, issuers: ["https://login.aai.lifescience-ri.eu/oidc/"] },
      exemptions: [],
    });
  });

  it("are refused with everything that is wrong in all of them", () => {
    const stack = folder.stack("mine", (text) =>
      text.replace("tier: 2 ", "tier: 9 ").replace('"2027-06-30"', "2027-06-30"),
    );
    const { approvers, ...unapproved } = exemption;
    folder.pack("mine", {
      parameters: { isuers: [], issuers: "idp", maxLifetimeDays: "many", reviewedTypes: [1] },
      exemptions: [unapproved, { ...exemption, approvers: [], expires: "soon", ruel: "x" }],
      exemption: [],
    });
    assert.deepEqual(shown(problemsOf(stack)), [
      "Pulumi.mine.yaml project.tier: 9",
      'Pulumi.mine.yaml project.expires: "2027-06-30 00:00:00 +0000 UTC"',
      "five-safes.mine.json exemption: is not a setting",
      "five-safes.mine.json exemptions[0].approvers: is missing",
      "five-safes.mine.json exemptions[1].ruel: is not a setting",
      "five-safes.mine.json exemptions[1].approvers: an empty list",
      'five-safes.mine.json exemptions[1].expires: "soon"',
      "five-safes.mine.json parameters.isuers: is no parameter of a rule",
      'five-safes.mine.json parameters.issuers: "idp"',
      'five-safes.mine.json parameters.maxLifetimeDays: "many"',
      "five-safes.mine.json parameters.reviewedTypes[0]: 1",
    ]);
  });

  it("are refused with what is meant, allowed, and right", () => {
    const stack = folder.stack("mine");
    folder.pack("mine", { parameters: { isuers: [], maxLifetimeDays: 0 } });
    assert.deepEqual(
      problemsOf(stack).map(({ file, ...problem }) => problem),
      [
        {
          path: "parameters.isuers",
          found: "is no parameter of a rule",
          allowed: "did you mean issuers?",
          example: "issuers",
        },
        {
          path: "parameters.maxLifetimeDays",
          found: "0",
          allowed: "must be >= 1: How many days ahead the last day may be.",
          example: "730",
        },
      ],
    );
  });

  it("take no parameter for what the settings say", () => {
    const stack = folder.stack("mine");
    folder.pack("mine", { parameters: { project: "other", tier: 0, exemptions: [] } });
    assert.deepEqual(shown(problemsOf(stack)), [
      "five-safes.mine.json parameters.project: is no parameter of a rule",
      "five-safes.mine.json parameters.tier: is no parameter of a rule",
      "five-safes.mine.json parameters.exemptions: is no parameter of a rule",
    ]);
  });

  it("are refused where they are missing, doubled, empty, or not YAML, and no line of theirs is shown", () => {
    assert.deepEqual(shown(problemsOf(join(folder.path, "Pulumi.none.yaml"))), [
      "Pulumi.none.yaml the file: does not exist",
    ]);

    const doubled = folder.stack("doubled");
    folder.pack("doubled", {});
    writeFileSync(join(folder.path, "five-safes.doubled.yaml"), "{}");
    assert.deepEqual(shown(problemsOf(doubled)), ["five-safes.doubled.yaml the file: is the second one"]);

    const empty = folder.stack("empty", () => "");
    writeFileSync(join(folder.path, "five-safes.empty.json"), "");
    assert.deepEqual(shown(problemsOf(empty)), [
      "Pulumi.empty.yaml project: is missing",
      "Pulumi.empty.yaml site: is missing",
      "five-safes.empty.json the file: is left empty",
    ]);

    const odd = folder.stack("odd", () => "config: { password: hunter2, [");
    const problems = problemsOf(odd);
    assert.equal(problems.length, 1);
    assert.doesNotMatch(JSON.stringify(problems), /hunter2/);
  });
});
