import assert from "node:assert/strict";
import type { PolicyResource } from "@pulumi/policy";
import { unknown } from "../../../policies/judge";
import { anyHas, isKnown, knownOnes, readAll } from "../../../policies/kit/known-values";
import { guarded } from "../guarded";

const buckets = (...names: unknown[]) =>
  names.map((bucket) => ({ props: guarded({ bucket }) }) as unknown as PolicyResource);

describe("the values of resources", () => {
  const known = buckets("heart-input", "heart-audit", undefined);
  const partly = buckets("heart-input", unknown, "heart-audit");

  it("have one among them", () => {
    for (const list of [known, partly]) assert.equal(anyHas(list, "bucket", "heart-audit"), true);
  });

  it("have it not among them, or may have it while one is unknown", () => {
    assert.equal(anyHas(known, "bucket", "heart-release"), false);
    for (let time = 0; time < 2; time++)
      assert.throws(() => anyHas(partly, "bucket", "heart-release"), /\.bucket can't be known/);
  });

  it("are read, so that an unknown one is heard of", () => {
    readAll(known, "bucket");
    readAll([], "bucket");
    assert.throws(() => readAll(partly, "bucket"), /\.bucket can't be known/);
  });

  it("are known also where they are nothing", () => {
    assert.deepEqual(knownOnes(known, "bucket"), known);
    assert.deepEqual(knownOnes(partly, "bucket"), [partly[0], partly[2]]);
    assert.deepEqual(
      partly.map((it) => isKnown(it, "bucket")),
      [true, false, true],
    );
  });
});
