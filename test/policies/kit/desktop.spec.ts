import assert from "node:assert/strict";
import { desktopsIn, parameterName } from "../../../policies/kit/desktop";

const read = (text: unknown) =>
  desktopsIn(text).map(({ name, settings }) => [
    name,
    Object.fromEntries(settings.map((setting) => [setting.name, setting.read()])),
  ]);

describe("parameterName", () => {
  for (const name of [
    "disable-copy",
    "GUAC_DISABLE_COPY",
    "GUACAMOLE_DISABLE_COPY",
    "disableCopy",
    "disable_copy",
  ])
    it(`knows disable-copy in ${name}`, () => {
      assert.equal(parameterName(name), "disable-copy");
    });
});

describe("desktopsIn", () => {
  it("reads each connection of a user mapping", () => {
    const text = `<user-mapping><authorize username="a">
      <connection name="one"><protocol>vnc</protocol><param name="disable-copy"> true </param></connection>
      <!-- <connection name="old"><protocol>vnc</protocol></connection> -->
      <connection name="two"><protocol>rdp</protocol></connection>
    </authorize><authorize username="b"><protocol>ssh</protocol><param name="port">22</param></authorize></user-mapping>`;
    assert.deepEqual(read(text), [
      ['connection "one"', { "disable-copy": "true" }],
      ['connection "two"', {}],
      ["a connection", { port: "22" }],
    ]);
  });

  it("reads configurations with a protocol, and values in attributes", () => {
    const text =
      '<configs><config name="a" protocol="vnc"><param name="port" value="5900" /></config></configs>';
    assert.deepEqual(read(text), [['connection "a"', { port: "5900" }]]);
  });

  it("takes properties of a connection for one", () => {
    assert.deepEqual(read("disable-copy: true\nport=22\n"), [
      ["a connection", { "disable-copy": "true", port: "22" }],
    ]);
  });

  it("reads nothing in other texts", () => {
    for (const text of ["port: 22", "<connection></connection>", "", undefined, 7])
      assert.deepEqual(read(text), []);
  });
});
