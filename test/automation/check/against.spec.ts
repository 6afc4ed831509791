import assert from "node:assert/strict";
import { check } from "../../../automation/check/check";
import { isVerdict, type Result, type Verdict } from "../../../automation/check/verdict";
import { breaking, EnvironmentFolder } from "./environment-folder";

const broken = ["trial-group", "trial-group-checker", "trial-group-manager", "trial-group-researcher"];

describe("spe check --against", () => {
  let folder: EnvironmentFolder;

  beforeEach(() => {
    folder = new EnvironmentFolder();
  });
  afterEach(() => folder.remove());

  async function compared(stack: string, ref: string): Promise<NonNullable<Verdict["comparison"]>> {
    const [result] = await check([stack], { against: ref });
    assert.ok(result && isVerdict(result) && result.comparison, JSON.stringify(result));
    return result.comparison;
  }
  const names = (findings: Verdict["findings"]) => findings.map(({ urn }) => urn?.split("::").at(-1));

  it("says what a change breaks, mends and exempts, by the files of the commit", async () => {
    const stack = folder.stack("mine");
    const good = folder.commit();
    const exemption = {
      rule: "safe-data-bucket-versioned",
      urn: "urn:pulumi:mine::spe::*::trial-store-input",
      reason: "The source keeps its versions.",
      approvers: ["dc@hospital.example"],
      expires: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
    };
    folder.pack("mine", { ...breaking, exemptions: [exemption] });
    const bad = folder.commit();

    const forth = await compared(stack, good);
    assert.deepEqual([forth.ref, forth.commit, forth.note], [good, good, undefined]);
    assert.deepEqual(names(forth.broken), broken);
    assert.deepEqual(forth.mended, []);
    assert.deepEqual(forth.exemptionsAdded, [exemption]);

    folder.pack("mine", {});
    const back = await compared(stack, "main");
    assert.equal(back.commit, bad);
    assert.deepEqual(back.broken, []);
    assert.deepEqual(names(back.mended), broken);
    assert.deepEqual(back.exemptionsAdded, []);
  });

  it("says nothing where a change changes nothing that a rule asks for", async () => {
    const stack = folder.stack("mine");
    folder.pack("mine", breaking);
    folder.commit();
    folder.stack("mine", (text) => text.replace("Cardiac trial", "Heart trial"));
    const { broken, mended, exemptionsAdded } = await compared(stack, "HEAD");
    assert.deepEqual([broken, mended, exemptionsAdded], [[], [], []]);
  });

  it("takes everything of a new environment, and of one whose settings were wrong, for new", async () => {
    folder.stack("old", (text) => text.replace("tier: 2 ", "tier: 9 "));
    folder.commit();
    const old = folder.stack("old");
    const added = folder.stack("added");
    for (const name of ["old", "added"]) folder.pack(name, breaking);
    const wrong = await compared(old, "HEAD");
    assert.deepEqual([wrong.note, names(wrong.broken)], ["its settings were wrong there", broken]);
    const fresh = await compared(added, "HEAD");
    assert.deepEqual([fresh.note, names(fresh.broken)], ["the environment is new", broken]);
  });

  it("says so where git knows no such commit, and takes no name for an option of git", async () => {
    const stack = folder.stack("mine");
    const failureOf = async (ref: string): Promise<string | undefined> => {
      const [result]: Result[] = await check([stack], { against: ref });
      return result && !isVerdict(result) ? result.failure : undefined;
    };
    assert.match((await failureOf("main")) ?? "", /^git knows no commit "main" here; fetch it first/);
    folder.commit();
    assert.match((await failureOf("origin/main")) ?? "", /^git knows no commit "origin\/main"/);
    assert.match((await failureOf("--all")) ?? "", /^git knows no commit "--all"/);
  });
});
