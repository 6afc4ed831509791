import assert from "node:assert/strict";
import { clock, daysAfter, isDate } from "../../../policies/kit/clock";

describe("the clock of rules", () => {
  it("says today as an ISO date in UTC", () => {
    assert.equal(clock.today(), new Date().toISOString().slice(0, 10));
  });

  it("counts days over months and leap years", () => {
    assert.equal(daysAfter("2027-12-31", 1), "2028-01-01");
    assert.equal(daysAfter("2028-02-28", 1), "2028-02-29");
    assert.equal(daysAfter("2026-11-23", 180), "2027-05-22");
  });

  it("knows days of the calendar", () => {
    assert.ok(isDate("2028-02-29"));
    for (const value of [
      "2027-02-29",
      "2027-13-01",
      "2027-00-10",
      "2027-1-1",
      "20270101",
      "2027-01-01T00:00",
      7,
      null,
    ])
      assert.ok(!isDate(value), String(value));
  });
});
