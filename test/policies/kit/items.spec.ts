import assert from "node:assert/strict";
import type { PolicyResource } from "@pulumi/policy";
import { itemsOf, named } from "../../../policies/kit/items";

/** A resource; a property of the value `pending` throws when it is read, as the SDK has it. */
const pending = Symbol();
function resource(name: string, props: object, propertyDependencies = {}): PolicyResource {
  return { name, urn: name, props: guarded(props), propertyDependencies } as PolicyResource;
}
function guarded(props: object): Record<string, unknown> {
  const read = (target: object, key: string | symbol): unknown => {
    const value: unknown = Reflect.get(target, key);
    if (value === pending) throw Object.assign(new Error(String(key)), { unknownTypeSentinel: "x" });
    return typeof value === "object" && value !== null ? guarded(value) : value;
  };
  return new Proxy(props, { get: read }) as Record<string, unknown>;
}

const ours = resource("ours", { id: "1" });
const other = resource("other", { id: "2" });
const fresh = resource("fresh", { id: pending });
const way = { key: "uuid", candidates: [ours, other, fresh], candidateKey: "id" };
const name = { key: "name", candidates: [ours, other, fresh], candidateKey: "id" };

describe("the items of a list", () => {
  it("name what has their value", () => {
    const [first, second] = itemsOf(resource("holder", { list: [{ uuid: "1" }, { uuid: "9" }] }), "list", [
      "uuid",
    ]);
    assert.deepEqual(first && named(first, [way]), { found: [ours] });
    assert.deepEqual(second && named(second, [way]), { found: [], elsewhere: "9" });
  });

  it("name, while unknown, any of what the list comes from", () => {
    const holder = resource("holder", { list: [{ uuid: pending }] }, { list: [fresh] });
    const [item] = itemsOf(holder, "list", ["uuid"]);
    assert.deepEqual(item && named(item, [way]), { found: [fresh] });
  });

  it("do not name a new resource of the list by a value that is known already", () => {
    const holder = resource("holder", { list: [{ uuid: pending }, { uuid: "9" }] }, { list: [fresh] });
    const [, literal] = itemsOf(holder, "list", ["uuid"]);
    assert.deepEqual(literal && named(literal, [way]), { found: [], elsewhere: "9" });
  });

  it("are none, or without names, where the value is odd", () => {
    assert.deepEqual(itemsOf(resource("holder", { list: null }), "list", ["uuid"]), []);
    for (const odd of [null, 7, "x", []])
      for (const item of itemsOf(resource("holder", { list: [odd] }), "list", ["uuid"]))
        assert.deepEqual(named(item, [way]), { found: [], elsewhere: undefined });
  });
});

describe("what is named in one of several ways", () => {
  it("is told by the known name, whatever the server will fill in beside it", () => {
    const item = resource("item", { uuid: "9", name: pending }, { name: [ours] });
    assert.deepEqual(named(item, [way, name]), { found: [], elsewhere: "9" });
  });

  it("is counted once", () => {
    const item = resource("item", { uuid: "1", name: "1" });
    assert.deepEqual(named(item, [way, name]), { found: [ours] });
  });

  it("is nothing where no name is given, and unknown where one comes from elsewhere", () => {
    assert.deepEqual(named(resource("item", { uuid: pending }), [way]), { found: [], elsewhere: undefined });
    assert.throws(() => named(resource("item", { uuid: pending }, { uuid: [] }), [way]), /^Error: uuid$/);
  });
});
