import assert from "node:assert/strict";
import type { CloudSite } from "../../../components/cloud/cloud-site";
import { cloudSites } from "../../../components/cloud/cloud-sites";
import { ProjectGround } from "../../../components/cloud/project-ground";
import { recordResources } from "../../support/record";
import { heart } from "./heart";

/** That a site has what its preset names, only the site can say. */
describe("the sites", () => {
  for (const [name, site] of Object.entries(cloudSites)) {
    it(`${name} is right for a ground`, async () => {
      const args = { project: heart, site, cidr: "10.20.0.0/24", access: [], roles: ["portal"] };
      await recordResources(() => void new ProjectGround("heart-ground", args));
    });

    it(`${name} has different flavors for different sizes`, () =>
      assert.equal(new Set(Object.values(site.flavors)).size, 3));
  }

  it("can be changed for a project", () => {
    const site: CloudSite = { ...cloudSites.bielefeld, operatorRouter: "heart_router" };
    assert.deepEqual([site.externalNetwork, site.operatorRouter], ["external", "heart_router"]);
  });
});
