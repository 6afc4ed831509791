/** What stands around the findings of a report: what it is about, the counts, and how to read it. */
import { safes } from "../../components/five-safes";
import { type Evidence, type Status, statuses } from "./evidence-schema";
import { type Cell, nameOf, type Section } from "./report-section";

/** Which environment, when, and from which files. */
export function factsSection({ time, environment, inputs }: Evidence): Section {
  const { stack, project, title, tier, dataController, permit, expires } = environment;
  const { state, settings, pack, specification, declarations } = inputs;
  const rows: Cell[][] = [
    ["Project", `${title} (${project}), tier ${tier}`],
    ["Data controller", dataController],
    ["Permit", `${permit}, until ${expires}`],
    ["Report made", time],
    ["Stack", `${stack}, ${state.resources} resources`],
    ["State of", state.changed ?? "an unknown time"],
    ["Waiting to be deleted", `${state.pendingDeletions}; what waits was not judged`],
    ["Operations cut off", `${state.pendingOperations}; what they made may stand and not be in the state`],
    ["SHA-256 of the state", { code: state.sha256 }],
    ["SHA-256 of the settings", { code: settings.sha256 }],
    ["SHA-256 of the rules' configuration", { code: pack.sha256 }],
  ];
  if (specification) rows.push(["SHA-256 of the specification", { code: specification.sha256 }]);
  if (declarations) rows.push(["SHA-256 of the declarations", { code: declarations.sha256 }]);
  return { title: "What this is about", head: ["", ""], rows };
}

/** How many of each there are. */
export function countsSection({ rules, statements }: Evidence): Section {
  const row = (name: string, of: readonly { status: Status }[]): Cell[] => [
    name,
    ...statuses.map((status) => String(of.filter((it) => it.status === status).length)),
  ];
  return {
    title: "Overview",
    head: ["", ...statuses],
    rows: [
      ...safes.map((safe) =>
        row(
          `Rules of ${nameOf(safe)}`,
          rules.filter((it) => it.safe === safe),
        ),
      ),
      row("Statements of SATRE v2", statements),
    ],
  };
}

/** What the words mean. */
export const readingSection: Section = {
  title: "How to read this",
  head: ["", ""],
  rows: [
    [
      { status: "met" },
      "The rules judged what stands in the state and found nothing. They cover what infrastructure can show of a statement, which may ask for more.",
    ],
    [{ status: "not met" }, "A rule found something, also where an exemption lets it pass."],
    [{ status: "could not judge" }, "A rule needs a value that is not read for evidence, such as a secret."],
    [{ status: "declared" }, "A person answers for it; the document is named and was not looked at."],
    [{ status: "not applicable" }, "A person declares that it does not apply."],
    [
      { status: "nothing judged" },
      "No rule is about it, or nothing stands that the rules could refuse. This says neither yes nor no.",
    ],
    [
      "Judged",
      "A resource counts as judged by a rule that refuses it, or that refuses it when something in the stack is changed or taken away; this was tried for each rule.",
    ],
    [
      "State",
      "What the engine last saw. A change by hand since then is not in it: run `pulumi refresh` before.",
    ],
  ],
};
