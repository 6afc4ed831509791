import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { formatDuration } from "../../../sandbox/engine/duration";
import { recordedProgress } from "./fixtures/recorded-progress";

describe("progress", () => {
  it("writes whole lines where there is no terminal: start, every interval, end", async () => {
    const { display, written } = recordedProgress(50);
    const end = display.start("MinIO", 130);
    await wait(75);
    end("done");
    assert.match(
      written(),
      /^MinIO: started \(usually 2 min 10 s\)\n(MinIO: \d+ ms so far \(usually 2 min 10 s\)\n)+MinIO: done in \d+ ms\n$/,
    );
  });

  it("writes nothing more about a step that ended", async () => {
    const { display, written } = recordedProgress(20);
    display.start("MinIO", 1)("failed");
    const before = written();
    await wait(50);
    assert.equal(written(), before);
    assert.match(before, /MinIO: failed after \d+ ms\n$/);
  });

  it("shows a step while its work goes on, and how it ended", async () => {
    const { display, written } = recordedProgress(1_000);
    assert.equal(await display.step("MinIO", 3, async () => 7), 7);
    await assert.rejects(
      display.step("Keycloak", 20, async () => Promise.reject(new Error("no port"))),
      /no port/,
    );
    assert.match(
      written(),
      /^MinIO: started \(usually 3 s\)\nMinIO: done in \d+ ms\nKeycloak: started .*\nKeycloak: failed after \d+ ms\n$/,
    );
  });

  it("keeps a live line on a terminal, cut to its width, and erases it before anything else", () => {
    const { display, written } = recordedProgress(undefined, { columns: 12 });
    const end = display.start("Pulumi CLI 3.259.0", 160);
    display.say("hello");
    end("done");
    const live = "Pulumi CLI \n";
    const erase = "\u001b[1A\u001b[0J";
    assert.equal(
      written().replace(/\d+ ms/, "5 ms"),
      `${live}${erase}hello\n${live}${erase}Pulumi CLI 3.259.0: done in 5 ms\n`,
    );
  });

  it("says times as a person does", () => {
    assert.deepEqual([0, 999, 1000, 59_499, 60_000, 160_400, 3_600_000].map(formatDuration), [
      "0 ms",
      "999 ms",
      "1 s",
      "59 s",
      "1 min",
      "2 min 40 s",
      "60 min",
    ]);
  });
});
