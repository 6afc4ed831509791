import type { EngineEvent } from "@pulumi/pulumi/automation";

/** What the pack found wrong. */
export interface Violation {
  policy: string;
  level: "mandatory" | "advisory";
  message: string;
  /** The resource, where the rule is about one. */
  urn?: string;
}

/** How a preview, update, refresh or destroy ended. */
export interface Outcome {
  /** Resources by what happened to them: `{ create: 52 }`, `{ same: 52 }`. */
  changes: Record<string, number>;
  violations: Violation[];
}

/** Collects what the engine tells while it works. */
export class EventLog {
  private changes: Record<string, number> = {};
  readonly violations: Violation[] = [];
  /** What went wrong, as the engine said it. */
  readonly errors: string[] = [];

  add({ diagnosticEvent, policyEvent, summaryEvent }: EngineEvent): void {
    if (diagnosticEvent?.severity === "error") this.addError(plain(diagnosticEvent.message));
    if (policyEvent)
      this.violations.push({
        policy: policyEvent.policyName,
        level: policyEvent.enforcementLevel === "mandatory" ? "mandatory" : "advisory",
        message: plain(policyEvent.message),
        ...(policyEvent.resourceUrn ? { urn: policyEvent.resourceUrn } : {}),
      });
    if (summaryEvent) this.changes = summaryEvent.resourceChanges as Record<string, number>;
  }

  /** A bridged provider tells each error twice, the first time with its own source line; the engine adds that it failed. */
  private addError(text: string): void {
    if (!/^sdk-v2\/|^(preview|update) failed$/.test(text)) this.errors.push(text);
  }

  outcome(): Outcome {
    return { changes: this.changes, violations: this.violations };
  }
}

/** The engine marks colours as `<{%fg 1%}>`. */
const plain = (text: string): string => text.replace(/<\{%[^%]*%\}>/g, "").trim();

/** The pack refused the environment, or the engine failed. The message is what a person reads. */
export class DeploymentFailed extends Error {
  readonly violations: Violation[];

  constructor(what: string, { violations, errors }: EventLog, cause: unknown) {
    const mandatory = violations.filter(({ level }) => level === "mandatory");
    const reasons =
      mandatory.length > 0
        ? mandatory.map(({ policy, message }) => `${policy}: ${message}`)
        : errors.length > 0
          ? errors
          : [cause instanceof Error ? cause.message : String(cause)];
    const verb = mandatory.length > 0 ? "is refused by the five-safes pack" : "failed";
    super(`${what} ${verb}:\n${reasons.map((reason) => reason.replace(/^/gm, "  ")).join("\n")}`, { cause });
    this.name = "DeploymentFailed";
    this.violations = violations;
  }
}
