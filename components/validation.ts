import * as pulumi from "@pulumi/pulumi";

/**
 * Refuses a component's arguments with every problem at once, so that an operator mends a file once.
 * @param subject what is refused, with its name: `realm "heart"`
 * @param problems argument → what is wrong with it (`must be at least 5, got 3`), or undefined where it is right
 * @throws pulumi.InputPropertiesError
 */
export function rejectArgs(subject: string, problems: Record<string, string | undefined>): void {
  const errors = Object.entries(problems).flatMap(([propertyPath, reason]) =>
    reason === undefined ? [] : [{ propertyPath, reason }],
  );
  if (errors.length === 0) return;
  const list = errors.map(({ propertyPath, reason }) => `${propertyPath} ${reason}`).join("; ");
  throw new pulumi.InputPropertiesError({ message: `${subject}: ${list}`, errors });
}
