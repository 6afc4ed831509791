import assert from "node:assert/strict";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isNewEnough } from "../../../sandbox/engine/go-toolchain";
import {
  ensurePrerequisites,
  findGo,
  javaMajor,
  type PackageInstaller,
} from "../../../sandbox/engine/prerequisites";
import { usePrivateCache } from "./fixtures/private-cache";

describe("prerequisites", () => {
  const folder = usePrivateCache();
  const before = { path: process.env.PATH, javaHome: process.env.JAVA_HOME };

  // PATH holds nothing but the programs of the test.
  beforeEach(() => {
    process.env.PATH = folder();
    delete process.env.JAVA_HOME;
  });
  afterEach(() => {
    process.env.PATH = before.path;
    if (before.javaHome !== undefined) process.env.JAVA_HOME = before.javaHome;
  });

  const program = (name: string, output: string) => {
    writeFileSync(join(folder(), name), `#!/bin/sh\necho '${output}'\n`);
    chmodSync(join(folder(), name), 0o755);
  };
  const nobody: PackageInstaller = { isAllowed: () => false, install: () => assert.fail("installed") };

  it("are fine when everything is there", async () => {
    program("java", "openjdk 21.0.5 2024-10-15");
    program("mvn", "Apache Maven 3.8.7");
    await ensurePrerequisites(["java", "maven"], nobody);
  });

  it("that are missing are listed in one message with how to get each", async () => {
    program("java", "openjdk 11.0.2 2019-01-15");
    await assert.rejects(ensurePrerequisites(["java", "maven", "java"], nobody), {
      message: [
        "set-up needs programs that this machine does not have:",
        "  Java (JDK 17 or newer): https://adoptium.net",
        "  Maven (3.6 or newer): https://maven.apache.org/install.html",
        "on Debian and Ubuntu they are packages (root installs them without being asked):",
        "  apt-get install default-jdk-headless maven",
        "install them, then run the same command again",
      ].join("\n"),
    });
  });

  it("are installed at once where that is allowed", async () => {
    const installed: string[][] = [];
    await ensurePrerequisites(["java", "maven"], {
      isAllowed: () => true,
      async install(packages) {
        installed.push(packages);
        program("java", "openjdk 17.0.15 2025-04-15");
        program("mvn", "Apache Maven 3.8.7");
      },
    });
    assert.deepEqual(installed, [["default-jdk-headless", "maven"]]);
  });

  it("that the packages do not bring are listed", async () => {
    const tooOld: PackageInstaller = {
      isAllowed: () => true,
      install: async () => program("java", "openjdk 11.0.2 2019-01-15"),
    };
    await assert.rejects(ensurePrerequisites(["java"], tooOld), /\n {2}Java \(JDK 17 or newer\): /);
  });

  it("count a Java of JAVA_HOME, which is what Keycloak's scripts take", async () => {
    program("java", "openjdk 21.0.5 2024-10-15");
    process.env.JAVA_HOME = join(folder(), "nowhere");
    await assert.rejects(ensurePrerequisites(["java"], nobody), /Java \(JDK 17 or newer\)/);
  });

  it("read the version of the Go on PATH", async () => {
    program("go", "go version go1.19.8 linux/amd64");
    assert.deepEqual(await findGo(), { path: "go", version: "1.19.8" });
  });

  it("read the versions of Java", () => {
    const lines = [
      "openjdk 17.0.15 2025-04-15",
      "java 25 2025-09-16 LTS",
      undefined,
      "Unrecognized option: --version",
    ];
    assert.deepEqual(lines.map(javaMajor), [17, 25, 0, 0]);
  });

  it("take Go 1.26 and newer for building", () => {
    const versions = ["1.26.8", "1.27rc1", "2.0", "1.25.9", "1.19.8", "1.4"];
    assert.deepEqual(versions.filter(isNewEnough), ["1.26.8", "1.27rc1", "2.0"]);
  });
});
