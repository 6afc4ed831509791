import assert from "node:assert/strict";
import * as proxy from "@pulumi/policy/proxy";
import { unknown } from "../../../policies/judge";
import {
  isOff,
  type Setting,
  settingOf,
  settingsBehind,
  settingsIn,
  settingsNamed,
} from "../../../policies/kit/setting";

const { unknownCheckingProxy } = proxy as unknown as {
  unknownCheckingProxy: <T extends object>(props: T) => T;
};
const values = (settings: Setting[], name: string): unknown[] =>
  settingsNamed(settings, name).map(({ read }) => read());

describe("settingsIn", () => {
  it("reads variables, with where their values come from", () => {
    const settings = settingsIn([
      { name: "A", value: "1" },
      { name: "B" },
      { name: "C", valueFrom: { secretKeyRef: { name: "s", key: "c" } } },
      { name: "D", valueFrom: { fieldRef: {} } },
    ]);
    assert.deepEqual(
      settings.map(({ name, read, from }) => [name, read(), from]),
      [
        ["A", "1", undefined],
        ["B", undefined, undefined],
        ["C", undefined, "a Secret"],
        ["D", undefined, "elsewhere"],
      ],
    );
  });

  it("reads keys at any depth, and lists as one value", () => {
    const settings = settingsIn({ login: { enabled: true, methods: [] }, env: [{ name: "A", value: 1 }] });
    assert.deepEqual(values(settings, "enabled"), [true]);
    assert.deepEqual(values(settings, "methods"), [[]]);
    assert.deepEqual(values(settings, "A"), [1]);
  });

  it("reads the lines of texts and the words of commands", () => {
    const text = `export A="x y"\nB: 'b'\nmc idp openid add store role_policy=one,two c="" ; D=4`;
    for (const [name, value] of [
      ["A", "x y"],
      ["B", "b"],
      ["role_policy", "one,two"],
      ["c", ""],
      ["D", "4"],
    ] as const)
      assert.deepEqual(values(settingsIn(text), name), [value], name);
  });

  it("finds nothing in what holds nothing", () => {
    for (const value of [undefined, null, 7, true, "", "word", [], {}, [null]])
      assert.deepEqual(settingsIn(value), []);
  });
});

describe("settings that are unknown", () => {
  const { env, whole } = unknownCheckingProxy({
    env: [{ name: "A", value: unknown }, { name: unknown, value: "x" }, unknown, { name: "B", value: "2" }],
    whole: {} as Record<string, unknown>,
  });
  const cannotBeKnown = /can't be known during preview/;

  it("hide no other", () => {
    assert.deepEqual(values(settingsIn(env), "B"), ["2"]);
  });

  it("say so when they are read, and when a name is missed that may be theirs", () => {
    assert.throws(() => settingOf(settingsIn(env), "A")?.read(), cannotBeKnown);
    assert.throws(() => settingOf(settingsIn(env), "C"), cannotBeKnown);
    assert.equal(settingOf(settingsIn(whole), "C"), undefined);
  });

  it("stand for all of what is read", () => {
    const props = unknownCheckingProxy({ env: unknown });
    assert.throws(
      () =>
        settingOf(
          settingsBehind(() => props.env),
          "A",
        ),
      cannotBeKnown,
    );
  });
});

describe("settingOf", () => {
  it("takes the last, as programs do", () => {
    const settings = settingsIn([
      { name: "A", value: "1" },
      { name: "A", value: "2" },
    ]);
    assert.equal(settingOf(settings, "A")?.read(), "2");
    assert.deepEqual(values(settings, "A"), ["1", "2"]);
  });
});

describe("isOff", () => {
  it("knows what programs take for off", () => {
    const off = [undefined, null, "", false, "false", "FALSE", "off", "no", "0", 0, "disable"];
    assert.deepEqual(
      off.map(isOff),
      off.map(() => true),
    );
    assert.deepEqual([true, "true", "on", "1", "yes", [1]].map(isOff), Array(6).fill(false));
  });
});
