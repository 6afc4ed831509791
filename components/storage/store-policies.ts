import { guardDocument } from "./guard-policy";
import type { ObjectStoreArgs } from "./object-store-args";
import { peopleDocument } from "./people-policy";
import type { PolicyDocument } from "./policy-document";
import { checkerDocument, managerDocument, type PolicyScope, researcherDocument } from "./role-policies";

/**
 * The policies of a project by the part of their names. The names are the same whatever buckets and people there are:
 * the login lists them, and a change of their contents needs no restart of the server.
 */
export function policyDocuments(
  args: Pick<ObjectStoreArgs, "projectId" | "buckets" | "people"> &
    Partial<Pick<PolicyScope, "prefix" | "listNames" | "sourceRanges">>,
): Record<string, PolicyDocument> {
  const { prefix = "subject", listNames = false, sourceRanges = [], people = [] } = args;
  const scope: PolicyScope = {
    projectId: args.projectId,
    buckets: args.buckets,
    prefix,
    listNames,
    sourceRanges,
  };
  return {
    researcher: researcherDocument(scope),
    checker: checkerDocument(scope),
    manager: managerDocument(scope),
    people: peopleDocument(scope, people),
    guard: guardDocument(),
  };
}
