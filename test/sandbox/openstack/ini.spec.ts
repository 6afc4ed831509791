import assert from "node:assert/strict";
import { formatIni, mergeIni } from "../../../sandbox/openstack/ini";

describe("a service's configuration file", () => {
  it("has sections of options, as oslo.config reads them", () => {
    const text = formatIni({
      DEFAULT: { host: "a", workers: 0, debug: false },
      database: { connection: "x" },
    });
    assert.equal(text, "[DEFAULT]\nhost = a\nworkers = 0\ndebug = false\n\n[database]\nconnection = x\n");
  });

  it("takes no value of several lines, the rest of which would be options", () => {
    assert.throws(() => formatIni({ api: { name: "a\nadmin = true" } }), {
      message: "option name of [api] must be one line",
    });
  });

  it("is put together from parts, of which the later one wins", () => {
    assert.deepEqual(mergeIni({ a: { x: 1, y: 1 } }, { a: { y: 2 }, b: { z: 3 } }), {
      a: { x: 1, y: 2 },
      b: { z: 3 },
    });
  });
});
