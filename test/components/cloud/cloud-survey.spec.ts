import assert from "node:assert/strict";
import { CloudSurvey } from "../../../components/cloud/cloud-survey";
import { SurveyedCloud } from "../../support/surveyed-cloud";

const path = "/compute/flavors/detail";

describe("a survey of a cloud that is asked too much", () => {
  let cloud: SurveyedCloud;
  let survey: CloudSurvey;

  beforeEach(async () => {
    cloud = new SurveyedCloud();
    await cloud.start();
    survey = new CloudSurvey({
      authUrl: cloud.authUrl,
      region: "Bielefeld",
      applicationCredentialId: "id",
      applicationCredentialSecret: "secret",
    });
  });
  afterEach(async () => {
    await survey.close();
    cloud.stop();
  });

  /** Answers 429 so many times before it answers as it does. */
  function refuseTimes(times: number): void {
    const answer = cloud.answers[path] ?? 404;
    let left = times;
    Object.defineProperty(cloud.answers, path, { get: () => (left-- > 0 ? 429 : answer) });
  }

  const asked = () => cloud.asked.filter((it) => it === path).length;

  it("waits and asks again", async () => {
    refuseTimes(2);
    assert.deepEqual(
      (await survey.flavors()).map(({ name }) => name),
      ["de.NBI mini", "de.NBI default"],
    );
    assert.equal(asked(), 3);
  });

  it("gives up after four times, and says what the cloud said", async () => {
    refuseTimes(Number.POSITIVE_INFINITY);
    await assert.rejects(survey.flavors(), /refused to .*: it says no \(status 429\)$/);
    assert.equal(asked(), 4);
  });

  it("asks once where something else is wrong", async () => {
    cloud.answers[path] = 503;
    await assert.rejects(survey.flavors(), /\(status 503\)$/);
    assert.equal(asked(), 1);
  });
});
