/** The calls for what a cluster can be made from. */
import { refuseProject, type Workings } from "./cluster-routes";
import { Refusal } from "./refusal";
import type { KkpCall, Route } from "./route";

export const offerRoutes = ({ settings, backend }: Workings): Route[] => [
  {
    method: "GET",
    path: "/api/v1/dc",
    role: "viewer",
    answer: async () => ({
      status: 200,
      body: [{ metadata: { name: settings.dc }, spec: { seed: "sandbox", openstack: {} } }],
    }),
  },
  {
    method: "GET",
    path: "/api/v2/providers/openstack/versions",
    role: "viewer",
    answer: async () => ({
      status: 200,
      body: settings.versions.map((version, at) => ({ version, ...(at === 0 ? { default: true } : {}) })),
    }),
  },
  {
    method: "GET",
    path: "/api/v2/projects/{project}/providers/openstack/sizes",
    role: "viewer",
    answer: async (call) => {
      refuseProject(settings, call.parts);
      if (header(call, "DatacenterName") !== settings.dc) throw new Refusal(400, "datacenter not found");
      const credential = {
        id: header(call, "ApplicationCredentialID"),
        secret: header(call, "ApplicationCredentialSecret"),
      };
      const flavors = await backend.flavors(credential).catch((error: Error) => {
        throw new Refusal(400, error.message);
      });
      return { status: 200, body: flavors.map((slug) => ({ slug, region: "Sandbox", isPublic: true })) };
    },
  },
];

function header({ headers }: KkpCall, name: string): string {
  const value = headers[name.toLowerCase()];
  if (!value) throw new Refusal(400, `header ${name} is missing`);
  return value;
}
