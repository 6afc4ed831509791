import assert from "node:assert/strict";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { DeploymentFailed, EventLog } from "../../sandbox/deployment-events";

const bucket = "urn:pulumi:sandbox::spe::minio:index/s3Bucket:S3Bucket::heart-input";

/** An event as the engine sends it; that it does so is for test/integration to show. */
const event = (content: object): EngineEvent => ({ sequence: 1, timestamp: 1, ...content }) as EngineEvent;
const policy = (policyName: string, enforcementLevel: string, message: string, resourceUrn?: string) =>
  event({ policyEvent: { policyName, enforcementLevel, message, resourceUrn, color: "raw" } });
const diagnostic = (severity: string, message: string) =>
  event({ diagnosticEvent: { severity, message, color: "raw" } });

const refusal = policy(
  "safe-data-bucket-private",
  "mandatory",
  "<{%fg 1%}>bucket <{%bold%}>heart-input<{%reset%}> is public\n",
  bucket,
);
const advice = policy("safe-projects-exemption-listed", "advisory", "<{%fg 3%}>none<{%reset%}>");
const failure = diagnostic("error", "<{%fg 9%}>error: <{%reset%}>100 % wrong {%x%}\n");

function log(...events: EngineEvent[]): EventLog {
  const kept = new EventLog();
  for (const it of events) kept.add(it);
  return kept;
}

describe("the log of a deployment", () => {
  it("keeps what the pack found, without marks of colour, with the resource where there is one", () => {
    assert.deepEqual(log(refusal, advice).violations, [
      {
        policy: "safe-data-bucket-private",
        level: "mandatory",
        message: "bucket heart-input is public",
        urn: bucket,
      },
      { policy: "safe-projects-exemption-listed", level: "advisory", message: "none" },
    ]);
  });

  it("keeps errors, and nothing that is not one", () => {
    const others = ["info", "info#err", "warning"].map((severity) => diagnostic(severity, "fine"));
    assert.deepEqual(log(...others, failure).errors, ["error: 100 % wrong {%x%}"]);
  });

  it("tells how it ended: the last summary, and what the pack found", () => {
    assert.deepEqual(log().outcome(), { changes: {}, violations: [] });
    const summary = (resourceChanges: object) => event({ summaryEvent: { resourceChanges } });
    const events = log(summary({ create: 52 }), advice, event({ cancelEvent: {} }), summary({ same: 52 }));
    assert.deepEqual(events.outcome(), { changes: { same: 52 }, violations: events.violations });
    assert.equal(events.violations.length, 1);
  });
});

describe("a deployment that failed", () => {
  const cause = new Error("code: 255\n stdout: …");
  const what = `preview of stack "heart"`;

  it("says which mandatory rules refuse it, and nothing else", () => {
    const error = new DeploymentFailed(what, log(advice, failure, refusal, refusal), cause);
    const line = "  safe-data-bucket-private: bucket heart-input is public";
    assert.equal(error.message, `${what} is refused by the five-safes pack:\n${line}\n${line}`);
    assert.equal(error.name, "DeploymentFailed");
    assert.equal(error.cause, cause);
    assert.deepEqual(
      error.violations.map(({ level }) => level),
      ["advisory", "mandatory", "mandatory"],
    );
  });

  it("says what the engine said where no rule refuses it", () => {
    const error = new DeploymentFailed(what, log(advice, failure, diagnostic("error", "and more")), cause);
    assert.equal(error.message, `${what} failed:\n  error: 100 % wrong {%x%}\n  and more`);
    assert.equal(error.violations.length, 1);
  });

  it("says its cause where the engine said nothing", () => {
    const message = (it: unknown) => new DeploymentFailed(what, log(advice), it).message;
    assert.equal(message(new Error("no pulumi on PATH")), `${what} failed:\n  no pulumi on PATH`);
    assert.equal(message("killed"), `${what} failed:\n  killed`);
  });
});
