import assert from "node:assert/strict";
import { type NamedPerson, peopleDocument } from "../../../components/storage/people-policy";

const scope = { projectId: "heart", sourceRanges: [] };
const grace: NamedPerson = { id: "4f@up", bucket: { role: "input", name: "imaging" }, access: "read" };

const conditions = (person: NamedPerson) =>
  Object.fromEntries(
    peopleDocument(scope, [person]).Statement.map(({ Sid, Condition }) => [
      Sid,
      Condition?.["ForAnyValue:StringEquals"]?.["jwt:groups"],
    ]),
  );
const everyRole = ["/heart/researcher", "/heart/checker", "/heart/manager"];
const notResearchers = ["/heart/checker", "/heart/manager"];

describe("the policy of named people", () => {
  it("gives a person of the project one bucket, until the end of the last day", () => {
    const Condition = {
      "ForAnyValue:StringEquals": { "jwt:groups": everyRole },
      StringEquals: { "jwt:upn": ["4f@up"] },
      DateLessThan: { "aws:CurrentTime": ["2027-01-01T00:00:00Z"] },
    };
    assert.deepEqual(peopleDocument(scope, [{ ...grace, until: "2026-12-31" }]), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "List1",
          Effect: "Allow",
          Action: ["s3:ListBucket"],
          Resource: ["arn:aws:s3:::heart-input-imaging"],
          Condition,
        },
        {
          Sid: "Read1",
          Effect: "Allow",
          Action: ["s3:GetObject"],
          Resource: ["arn:aws:s3:::heart-input-imaging/*"],
          Condition,
        },
      ],
    });
  });

  it("states a right once for all who have it", () => {
    const others = ["5a@up", "6b@up"].map((id) => ({ ...grace, id }));
    const { Statement } = peopleDocument(scope, [
      grace,
      { ...grace, id: "7c@up", until: "2026-12-31" },
      ...others,
    ]);
    assert.deepEqual(
      Statement.map(({ Sid, Condition }) => [Sid, Condition?.StringEquals?.["jwt:upn"]]),
      [
        ["List1", ["4f@up", "5a@up", "6b@up"]],
        ["Read1", ["4f@up", "5a@up", "6b@up"]],
        ["List2", ["7c@up"]],
        ["Read2", ["7c@up"]],
      ],
    );
  });

  it("lets a person write by name, and delete in scratch only", () => {
    const actions = (role: "scratch" | "egress-request") =>
      peopleDocument(scope, [{ ...grace, bucket: { role }, access: "write" }]).Statement.at(-1)?.Action;
    const parts = ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"];
    assert.deepEqual(actions("scratch"), ["s3:PutObject", "s3:DeleteObject", ...parts]);
    assert.deepEqual(actions("egress-request"), ["s3:PutObject", ...parts]);
  });

  it("gives a researcher by name nothing that the role must not have", () => {
    assert.deepEqual(conditions({ ...grace, bucket: { role: "scratch" }, access: "write" }), {
      List1: everyRole,
      Read1: everyRole,
      Write1: everyRole,
    });
    assert.deepEqual(conditions({ ...grace, bucket: { role: "input" }, access: "write" }), {
      List1: everyRole,
      Read1: everyRole,
      Write1: notResearchers,
    });
    for (const role of ["egress-request", "release", "audit"] as const) {
      assert.deepEqual(conditions({ ...grace, bucket: { role } }), {
        List1: notResearchers,
        Read1: notResearchers,
      });
    }
  });

  it("allows nothing without people", () => {
    assert.deepEqual(
      peopleDocument(scope, []).Statement.map(({ Effect }) => Effect),
      ["Deny"],
    );
  });
});
