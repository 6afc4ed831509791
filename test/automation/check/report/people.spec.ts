import assert from "node:assert/strict";
import { peopleReport } from "../../../../automation/check/report/people";
import { bad, compared, failed, good, violation, wrong } from "../example-results";

const lines = (...results: Parameters<typeof peopleReport>[0]) => peopleReport(results, false).split("\n");

describe("the report for people", () => {
  it("is one line for an environment that holds", () => {
    assert.equal(peopleReport([good], false), "heart: holds (tier 2, 108 resources, 4 rules)\n");
  });

  it("shows findings by safe, worst first, with the fix below, then exemptions", () => {
    assert.deepEqual(lines(bad), [
      "trial: 1 violation, 1 not judged, 1 piece of advice (tier 2, 108 resources, 4 rules)",
      "  Safe data",
      '    critical    bucket "trial-release" is "public" | <b>; set acl to private',
      "                fix: Mend safe-data-bucket-private. [safe-data-bucket-private]",
      "  Safe people",
      "    not judged  safe-people-client-confidential cannot judge the environment: string value at .clientSecret can't be known during preview",
      "                fix: let a preview judge it: spe check trial --preview [safe-people-client-confidential]",
      "  Safe projects",
      '    advice      Group "trial" carries no project; label it',
      "                fix: Mend safe-projects-resource-labelled. [safe-projects-resource-labelled]",
      "  exempt until 2027-01-31: urn:pulumi:trial::spe::*::trial-store-scratch from safe-data-bucket-versioned, by dc@hospital.example and ciso@hospital.example: The source keeps its versions.",
      "",
    ]);
  });

  it("says a fix once for findings of the same rule", () => {
    const findings = [violation, { ...violation, message: "another" }];
    assert.deepEqual(lines({ ...bad, findings, exemptions: [] }).slice(2, 5), [
      '    critical    bucket "trial-release" is "public" | <b>; set acl to private',
      "    critical    another",
      "                fix: Mend safe-data-bucket-private. [safe-data-bucket-private]",
    ]);
  });

  it("shows twenty findings and how many more there are", () => {
    const findings = Array.from({ length: 15 }, (_, index) => ({ ...violation, message: `number ${index}` }));
    const text = lines({ ...bad, findings }, { ...bad, environment: "other", findings });
    assert.equal(text.filter((line) => line.includes("number")).length, 20);
    assert.deepEqual(text.slice(-3), [
      "… and 10 more (--format json shows all)",
      "0 of 2 environments hold",
      "",
    ]);
  });

  it("shows what a change does, each resource once", () => {
    assert.deepEqual(lines(compared).slice(-5), [
      "  against origin/main (68c9326; its settings, today's program and rules)",
      "    newly broken     safe-data-bucket-private  trial-store-release",
      "    newly mended     safe-data-bucket-versioned  trial-store-input",
      "    exemption added  safe-data-bucket-versioned  trial-store-scratch, until 2027-01-31",
      "",
    ]);
    const nothing = { ref: "main", commit: "68c93265", broken: [], mended: [], exemptionsAdded: [] };
    assert.deepEqual(lines({ ...good, comparison: nothing }).slice(1), [
      "  against main (68c9326; its settings, today's program and rules)",
      "    no difference",
      "",
    ]);
  });

  it("shows everything that is wrong in an environment's files, and why one could not be judged", () => {
    assert.deepEqual(lines(wrong, failed), [
      "typo: 2 wrong settings",
      "  infra/environments/Pulumi.typo.yaml",
      "    project.tier: 9",
      "      allowed: one of 0, 1, 2, 3",
      "      example: 2",
      "  infra/environments/five-safes.typo.json",
      "    exemptions[0].approvers: is missing",
      "      allowed: a list of at least one",
      "      example: [dc@hospital.example]",
      "odd: could not be judged",
      '    realm "odd": idleMinutes must be at least 5, got 3',
      "0 of 2 environments hold",
      "",
    ]);
  });

  it("has colours on a terminal only", () => {
    assert.ok(peopleReport([bad], true).includes("\u001b[31mcritical"));
    assert.ok(!peopleReport([bad], false).includes("\u001b"));
  });
});
