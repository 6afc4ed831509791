import { type Judged, unknown } from "../../../policies/judge";
import { chartRendered } from "../../../policies/safe-settings/chart-rendered";
import { holds, reports } from "../../support/verdict";
import { deployment } from "../compliant-kubernetes";

const release: Judged = {
  type: "kubernetes:helm.sh/v3:Release",
  name: "tesk",
  props: { chart: "tesk", values: { auth: { mode: "auth" } } },
};

describe("safe-settings-chart-rendered", () => {
  it("holds for charts that the program renders, and for objects", async () => {
    await holds(chartRendered, [
      { ...release, type: "kubernetes:helm.sh/v4:Chart" },
      { ...release, type: "kubernetes:helm.sh/v3:Chart" },
      deployment,
    ]);
  });

  it("reports a release, whatever is known of it", async () => {
    const message = 'release "tesk" hides its objects from the rules; use helm.v4.Chart';
    await reports(chartRendered, [release, { ...release, props: { chart: unknown } }], [message, message]);
  });
});
