import { unknown, urnOf } from "../../../policies/judge";
import { realmEventsKept } from "../../../policies/safe-people/realm-events-kept";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { realm, realmEvents } from "../compliant";

const subject = 'realm events "heart-realm-events"';

describe("safe-people-realm-events-kept", () => {
  it("holds for a realm with events of every type kept for a year", async () => {
    await holds(realmEventsKept, [realm, realmEvents]);
  });

  it("holds for longer, and for a list of types with logins among them", async () => {
    const enabledEventTypes = ["LOGIN", "LOGIN_ERROR", "LOGOUT", "CODE_TO_TOKEN"];
    await holds(realmEventsKept, [
      realm,
      changed(realmEvents, { eventsExpiration: "63072000", enabledEventTypes }),
      changed(realmEvents, { enabledEventTypes: undefined }),
    ]);
  });

  it("finds a realm's events by the dependency while its id is unknown", async () => {
    const pending = {
      ...changed(realmEvents, { realmId: unknown }),
      dependencies: { realmId: [urnOf(realm.type, realm.name)] },
    };
    await holds(realmEventsKept, [realm, pending]);
  });

  it("reports a realm without events, also where only another has them", async () => {
    const message = 'realm "heart" records no events; give it a RealmEvents';
    await reports(realmEventsKept, [realm], [message]);
    await reports(realmEventsKept, [realm, changed(realmEvents, { realmId: "lungs" })], [message]);
  });

  for (const key of ["eventsEnabled", "adminEventsEnabled", "adminEventsDetailsEnabled"])
    for (const value of [false, undefined, "yes"])
      it(`reports ${key} ${JSON.stringify(value)}`, async () => {
        await reports(
          realmEventsKept,
          [changed(realmEvents, { [key]: value })],
          [`${subject} have ${key} off; set it to true`],
        );
      });

  for (const eventsExpiration of [31_535_999, 0, undefined, "for ever"])
    it(`reports eventsExpiration ${JSON.stringify(eventsExpiration)}`, async () => {
      await reports(
        realmEventsKept,
        [changed(realmEvents, { eventsExpiration })],
        [`${subject} say ${eventsExpiration ?? "nothing"} as eventsExpiration; set at least 31536000 s`],
      );
    });

  it("reports events that nobody listens to", async () => {
    for (const eventsListeners of [[], undefined])
      await reports(
        realmEventsKept,
        [changed(realmEvents, { eventsListeners })],
        [`${subject} have no listener; set eventsListeners, for example to "jboss-logging"`],
      );
  });

  it("reports a list of types that leaves logins out", async () => {
    await reports(
      realmEventsKept,
      [changed(realmEvents, { enabledEventTypes: ["LOGIN"] })],
      [`${subject} leave out LOGIN_ERROR, LOGOUT; add them to enabledEventTypes`],
    );
  });

  it("cannot be judged while a property is unknown, and still reports the others", async () => {
    const events = changed(realmEvents, { eventsExpiration: unknown, eventsEnabled: false });
    await cannotJudge(realmEventsKept, [events], "eventsExpiration", [
      `${subject} have eventsEnabled off; set it to true`,
    ]);
  });
});
