import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectRoot } from "../../sandbox/engine";
import { provideGo } from "../../sandbox/engine/go-toolchain";
import { findGo } from "../../sandbox/engine/prerequisites";

/** The Go program behind the plugins, by its own tests: it serves the tokens that the npm SDKs ask for. */
describe("the provider plugins that are built here", function () {
  this.timeout(10 * 60_000);

  it("pass their own tests", async function () {
    if ((await findGo()) === undefined) {
      console.log("      skipped: Go is not installed, so the plugins are official ones");
      this.skip();
    }
    const env = {
      ...process.env,
      CGO_ENABLED: "0",
      GOFLAGS: "",
      GOTOOLCHAIN: "local",
      GONOSUMDB: "github.com/pulumi/*,github.com/minio/*",
    };
    const cwd = join(projectRoot, "sandbox", "engine", "providers");
    await promisify(execFile)(await provideGo(), ["test", "-mod=readonly", "./..."], { cwd, env });
  });
});
