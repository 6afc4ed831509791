import type { TaskAdmissionRules } from "./task-admission-rules";
import { imageProblem } from "./task-image";

/** What is wrong with the rules of an admission, all at once. */
export function admissionProblems({
  accounts,
  serverImages = [],
  filerImages = [],
  prefixes,
}: TaskAdmissionRules): Record<string, string | undefined> {
  return {
    accounts: Object.keys(accounts).length > 0 ? undefined : "must name at least one service account",
    ...Object.fromEntries(
      Object.entries(accounts).flatMap(([account, images]) => [
        [
          `accounts.${account}`,
          /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(account)
            ? undefined
            : `must be the name of a service account, got "${account}"`,
        ],
        ...images.map((image, at) => [`accounts.${account}[${at}]`, imageProblem(image)]),
      ]),
    ),
    ...Object.fromEntries(serverImages.map((it, at) => [`serverImages[${at}]`, imageProblem(it)])),
    ...Object.fromEntries(filerImages.map((it, at) => [`filerImages[${at}]`, imageProblem(it)])),
    prefixes: prefixes.length > 0 ? undefined : "must list at least one beginning of an address",
    ...Object.fromEntries(
      prefixes.map((prefix, at) => [
        `prefixes[${at}]`,
        /^(s3|https):\/\/[a-z0-9][a-z0-9.-]*(:\d+)?\/([^\s"']*\/)?$/.test(prefix)
          ? undefined
          : `must be an address of a bucket or host that ends with "/", such as "s3://heart-input/", got "${prefix}"`,
      ]),
    ),
  };
}
