/** What may come of environments, one of each kind, for the specs of reports. */
import type { JudgedFinding, KnownRule, NoVerdict, Verdict } from "../../../automation/check/verdict";

const urnOf = (type: string, name: string): string =>
  `urn:pulumi:trial::spe::spe:storage:ObjectStore$${type}::${name}`;

const ruleOf = (name: string, severity: KnownRule["severity"]): KnownRule => ({
  name,
  severity,
  description: `What ${name} asks.`,
  framework: {
    name: name.split("-").slice(0, 2).join("-"),
    version: "1",
    reference: "X-01",
    specification: "SATRE 1.1.1",
  },
  remediationSteps: `Mend ${name}.`,
});

export const rules = {
  private: ruleOf("safe-data-bucket-private", "critical"),
  versioned: ruleOf("safe-data-bucket-versioned", "high"),
  labelled: ruleOf("safe-projects-resource-labelled", "medium"),
  confidential: ruleOf("safe-people-client-confidential", "high"),
};

const findingOf = (rule: KnownRule, more: Partial<JudgedFinding>): JudgedFinding => ({
  outcome: "violated",
  rule: rule.name,
  safe: rule.framework.name as JudgedFinding["safe"],
  severity: rule.severity,
  isMandatory: true,
  message: "",
  fix: rule.remediationSteps,
  ...more,
});

export const violation = findingOf(rules.private, {
  urn: urnOf("minio:index/s3Bucket:S3Bucket", "trial-store-release"),
  message: 'bucket "trial-release" is "public" | <b>; set acl to private',
});
export const open = findingOf(rules.confidential, {
  outcome: "unjudged",
  message: "string value at .clientSecret can't be known during preview",
});
export const advice = findingOf(rules.labelled, {
  isMandatory: false,
  urn: urnOf("keycloak:index/group:Group", "trial-group"),
  message: 'Group "trial" carries no project; label it',
});
export const mended = findingOf(rules.versioned, {
  urn: urnOf("minio:index/s3Bucket:S3Bucket", "trial-store-input"),
  message: 'bucket "trial-input" keeps no versions',
});

const exemption = {
  rule: rules.versioned.name,
  urn: "urn:pulumi:trial::spe::*::trial-store-scratch",
  reason: "The source keeps its versions.",
  approvers: ["dc@hospital.example", "ciso@hospital.example"],
  expires: "2027-01-31",
};

/** One with a finding of each kind. */
export const bad: Verdict = {
  environment: "trial",
  file: "infra/environments/Pulumi.trial.yaml",
  tier: 2,
  resources: 108,
  rules: Object.values(rules),
  findings: [violation, open, advice],
  exemptions: [exemption],
};

/** The same, compared with a commit. */
export const compared: Verdict = {
  ...bad,
  comparison: {
    ref: "origin/main",
    commit: "68c93265d1b2a1f4",
    broken: [violation],
    mended: [mended],
    exemptionsAdded: [exemption],
  },
};

/** One that holds. */
export const good: Verdict = { ...bad, environment: "heart", findings: [], exemptions: [] };

/** One whose files are wrong. */
export const wrong: NoVerdict = {
  environment: "typo",
  file: "infra/environments/Pulumi.typo.yaml",
  problems: [
    {
      file: "infra/environments/Pulumi.typo.yaml",
      path: "project.tier",
      found: "9",
      allowed: "one of 0, 1, 2, 3",
      example: "2",
    },
    {
      file: "infra/environments/five-safes.typo.json",
      path: "exemptions[0].approvers",
      found: "is missing",
      allowed: "a list of at least one",
      example: "[dc@hospital.example]",
    },
  ],
};

/** One that could not be built. */
export const failed: NoVerdict = {
  environment: "odd",
  file: "infra/environments/Pulumi.odd.yaml",
  problems: [],
  failure: 'realm "odd": idleMinutes must be at least 5, got 3',
};
