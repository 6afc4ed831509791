/** Judges an object by a ValidatingAdmissionPolicy as the API server would, as far as a CEL of JavaScript goes. */

/** The parts of a policy's spec that are judged by. */
export interface AdmissionSpec {
  matchConditions?: { name: string; expression: string }[];
  variables?: { name: string; expression: string }[];
  validations: { expression: string; message: string; messageExpression?: string }[];
}

type Evaluate = (expression: string, context: Record<string, unknown>) => unknown;

/** What a policy says to whom it refuses an object; nothing where it lets it in or is not about it. */
export type AdmissionJudge = (
  spec: AdmissionSpec,
  request: Record<string, unknown> & { operation: string },
  object: unknown,
  oldObject?: unknown,
) => string[];

/** Loads the CEL, and gives what judges by it. */
export async function admissionJudge(): Promise<AdmissionJudge> {
  const { Environment } = await import("@marcbachmann/cel-js");
  // Kubernetes' own function on texts (k8s.io/apiserver, pkg/cel/library/regex.go)
  const environment = new Environment({
    enableOptionalTypes: true,
    unlistedVariablesAreDyn: true,
  }).registerFunction("string.findAll(string): list", (text: string, pattern: string) => [
    ...(text.match(new RegExp(pattern, "g")) ?? []),
  ]);
  return (spec, request, object, oldObject = null) =>
    messages((expression, context) => environment.evaluate(expression, context), spec, {
      request,
      object,
      oldObject,
      variables: {},
    });
}

function messages(
  evaluateIn: Evaluate,
  { matchConditions = [], variables = [], validations }: AdmissionSpec,
  context: Record<string, unknown>,
): string[] {
  const evaluate = (expression: string): unknown => evaluateIn(expression, context);
  if (!matchConditions.every(({ expression }) => evaluate(expression) === true)) return [];
  for (const { name, expression } of variables)
    context.variables = { ...(context.variables as object), [name]: evaluate(expression) };
  return validations
    .filter(({ expression }) => evaluate(expression) !== true)
    .map(({ message, messageExpression }) =>
      messageExpression === undefined ? message : String(evaluate(messageExpression)),
    );
}
