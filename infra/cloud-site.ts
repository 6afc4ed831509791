import type { CloudSite } from "../components";
import { cloudSites } from "../components/cloud/cloud-sites";
import type { CloudSettings } from "./settings";

/** The cloud of an environment: its site, with what the settings say otherwise. */
export const cloudSiteOf = ({ site, image, resolvers, router }: CloudSettings): CloudSite => ({
  ...cloudSites[site],
  ...(image === undefined ? {} : { image }),
  ...(resolvers.length === 0 ? {} : { resolvers }),
  ...(router === undefined ? {} : { operatorRouter: router }),
});
