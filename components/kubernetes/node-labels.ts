/** What is wrong with a label of nodes; those of Kubernetes itself are not for people. */
export function labelProblem(key: string, value: string): string | undefined {
  const [prefix] = key.split("/");
  if (prefix?.endsWith("kubernetes.io") === true || prefix?.endsWith("k8s.io") === true)
    return "must not be one of Kubernetes's own";
  if (!/^([a-z0-9.-]{1,253}\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/.test(key))
    return "must have a key that Kubernetes takes, such as example.org/for";
  return /^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/.test(value)
    ? undefined
    : `must have a value of up to 63 letters, digits, "-", "_" or ".", got "${value}"`;
}
