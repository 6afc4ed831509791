import { resourceTypeReviewed } from "../../../policies/safe-projects/resource-type-reviewed";
import { holds, reports } from "../../support/verdict";
import { compliant } from "../compliant";
import { access } from "../compliant-access";

const release = { type: "kubernetes:helm.sh/v3:Release", name: "tes" };
const message =
  'resource "tes" is of the type kubernetes:helm.sh/v3:Release, which nobody has reviewed; review it, or use another';

describe("safe-projects-resource-type-reviewed", () => {
  it("holds for all that the project makes", async () => {
    await holds(resourceTypeReviewed, [
      ...compliant,
      ...access,
      { type: "pulumi:pulumi:Stack", name: "spe-test" },
      { type: "spe:storage:ObjectStore", name: "heart-store" },
      { type: "pulumi-nodejs:dynamic/storage:BucketRetention", name: "heart-store-audit-retention" },
    ]);
  });

  it("reports another type", async () => {
    await reports(resourceTypeReviewed, [release], [message]);
    await reports(
      resourceTypeReviewed,
      [{ type: "pulumi:providers:aws", name: "default" }],
      [
        'resource "default" is of the type pulumi:providers:aws, which nobody has reviewed; review it, or use another',
      ],
    );
  });

  it("holds for a type that the environment's configuration adds, written out", async () => {
    await holds(resourceTypeReviewed, [release], { config: { reviewedTypes: [release.type] } });
    await reports(resourceTypeReviewed, [release], [message], {
      config: { reviewedTypes: ["kubernetes:*"] },
    });
  });
});
