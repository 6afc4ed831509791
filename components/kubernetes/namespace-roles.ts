import type { PeopleRole } from "../five-safes";

/** A right in a namespace, as RBAC writes it. */
interface Right {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

const read = ["get", "list", "watch"];

/** What bounds the namespace. */
const bounds: Right[] = [
  { apiGroups: [""], resources: ["resourcequotas", "limitranges"], verbs: read },
  { apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"], verbs: read },
];

/** What runs there, and how it goes. */
const work: Right[] = [
  { apiGroups: [""], resources: ["pods", "events"], verbs: read },
  { apiGroups: ["batch"], resources: ["jobs"], verbs: read },
];

/**
 * What each role of people may do in a project's namespace. Nobody makes pods, but through the service that runs tasks; nobody
 * reads secrets. Logs are a way out for data, so that only managers read them here: who ran a task gets its log from the service.
 */
export const namespaceRights: Readonly<Record<PeopleRole, Right[]>> = {
  researcher: [...bounds, ...work],
  checker: bounds,
  manager: [
    ...bounds,
    ...work,
    { apiGroups: [""], resources: ["pods/log"], verbs: ["get"] },
    // ends what runs away
    { apiGroups: [""], resources: ["pods"], verbs: ["delete"] },
    { apiGroups: ["batch"], resources: ["jobs"], verbs: ["delete"] },
  ],
};
