import type { Output } from "@pulumi/pulumi";
import type { Environment } from "../infra/environment";
import type { Deployment } from "./deployment";

/** What a program hands out once everything is known: each Output is its value. */
export type Plain<T> =
  T extends Output<infer Value> ? Plain<Value> : T extends object ? { [Key in keyof T]: Plain<T[Key]> } : T;

/** The outputs of a deployed environment, secrets in plain: for those who log in with them. */
export async function environmentOutputs(deployment: Deployment): Promise<Plain<Environment>> {
  const outputs = await deployment.outputs();
  return Object.fromEntries(Object.entries(outputs).map(([key, { value }]) => [key, value]));
}
