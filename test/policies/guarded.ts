import * as proxy from "@pulumi/policy/proxy";

/** Properties as the SDK gives them to rules: to read one that is not known yet throws. It is exported there, but not declared. */
export const { unknownCheckingProxy: guarded } = proxy as unknown as {
  unknownCheckingProxy: <T extends object>(props: T) => T;
};
