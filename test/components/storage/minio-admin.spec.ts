import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { mock } from "node:test";
import { MinioAdmin } from "../../../components/storage/minio-admin";
import { MinioError } from "../../../components/storage/minio-error";

describe("a restart of MinIO", () => {
  let server: Server;
  let admin: MinioAdmin;

  // answers everything; with each request the clock goes on by 4 s, longer than a restart stays unnoticed
  before(async () => {
    mock.timers.enable({ apis: ["Date"] });
    server = createServer((_request, response) => {
      mock.timers.setTime(Date.now() + 4_000);
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    admin = new MinioAdmin({
      url: `http://127.0.0.1:${port}`,
      accessKey: "root",
      secretKey: "root's secret",
    });
  });

  after(async () => {
    await admin.close();
    server.close();
    mock.timers.reset();
  });

  it("is over when what it was to apply is there", async () => {
    const seen = [false, true];
    await admin.restart(async () => seen.shift() ?? assert.fail("asked once more"));
    assert.deepEqual(seen, []);
  });

  it("that never settles says what went wrong last", async () => {
    const problems: Error[] = [];
    const settled = async () => {
      const problem = new Error(`the issuer does not answer, ${problems.length}`);
      problems.push(problem);
      throw problem;
    };
    await assert.rejects(admin.restart(settled), (error) => {
      assert.ok(error instanceof MinioError);
      assert.equal(error.code, "RestartTimeout");
      assert.equal(error.cause, problems.at(-1));
      return true;
    });
    assert.ok(problems.length > 1);
  });
});
