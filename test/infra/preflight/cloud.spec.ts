/** What a cloud is asked before anything is made; a stand-in says what goes wrong, test/integration asks a real one. */
import assert from "node:assert/strict";
import { problemsAt, projectId, SurveyedCloud } from "../../support/surveyed-cloud";

describe("what is asked of the cloud before anything is made", () => {
  let cloud: SurveyedCloud;

  beforeEach(async () => {
    cloud = new SurveyedCloud();
    await cloud.start();
  });
  afterEach(() => cloud.stop());

  const problems = (changes?: Record<string, unknown>, authUrl?: string): Promise<string[]> =>
    problemsAt(cloud, changes, authUrl);

  it("is nothing more where all is there, by one login", async () => {
    assert.deepEqual(await problems(), []);
    assert.equal(cloud.asked.filter((path) => path === "/v3/auth/tokens").length, 1);
  });

  const port = (name: string, device_id: string) => ({ name, device_id, fixed_ips: [] });

  it("is the ground alone, once all machines stand", async () => {
    cloud.answers["/network/v2.0/ports"] = {
      ports: [port("heart-workbench", "m-1"), port("heart-bastion", "m-2")],
    };
    assert.deepEqual(await problems(), []);
    assert.deepEqual(
      cloud.asked.filter((path) => !path.startsWith("/network/")),
      ["/v3/auth/tokens"],
    );
  });

  it("is all, where a machine's port has no machine", async () => {
    cloud.answers["/network/v2.0/ports"] = {
      ports: [port("heart-workbench", "m-1"), port("heart-bastion", "")],
    };
    cloud.answers["/image/v2/images"] = { images: [] };
    assert.equal((await problems()).length, 1);
  });

  it("is the network alone, of a ground without machines", async () => {
    cloud.answers = { "/network/v2.0/subnets": { subnets: [] } };
    assert.deepEqual(
      await problems({ "cloud.machines": [], "cloud.bastion": undefined, "cloud.egress": [] }),
      [],
    );
    assert.deepEqual(cloud.asked, ["/v3/auth/tokens", "/network/v2.0/subnets"]);
  });

  describe("finds, of Keystone,", () => {
    const credential = "b1f6d8c2a6c94c0fb9d1c6f3f2b7a0d4";

    it("that it is not reached", async () => {
      assert.deepEqual(await problems({}, "http://127.0.0.1:9/v3"), [
        "cloud.authUrl: Keystone at http://127.0.0.1:9/v3 cannot be reached (ECONNREFUSED); check the URL and that the server runs",
      ]);
    });

    it("that it refuses the credential", async () => {
      cloud.refusal = { status: 401, message: "The request you have made requires authentication." };
      assert.deepEqual(await problems(), [
        `cloud.credential: Keystone at ${cloud.authUrl} refused the application credential "${credential}"; its secret is wrong, or its time is over, or its owner may no longer enter the project`,
      ]);
    });

    it("that the credential was revoked", async () => {
      cloud.refusal = { status: 404, message: `Could not find Application Credential: ${credential}.` };
      assert.deepEqual(await problems(), [
        `cloud.credential: Keystone at ${cloud.authUrl} has no application credential "${credential}"; it was revoked, or the id is another`,
      ]);
    });

    it("that the address is another's", async () => {
      cloud.refusal = { status: 404, message: "no such page" };
      assert.deepEqual(await problems(), [
        `cloud.authUrl: Keystone at ${cloud.authUrl} refused to log in: no such page (status 404); check authUrl and project`,
      ]);
    });

    it("that it has no such region", async () => {
      assert.deepEqual(await problems({ "cloud.region": "bielefeld" }), [
        'cloud.region: the cloud has no region "bielefeld"; it has Bielefeld',
      ]);
    });
  });

  const named = (key: string, ...names: string[]) => ({
    [key]: names.map((name, at) => ({ id: `x-${at}`, name, status: "active", vcpus: 1, ram: 1 })),
  });
  const subnet = (changes: object) => ({
    subnets: [
      { id: "s-1", name: "lab", cidr: "10.20.0.128/25", tags: [], project_id: projectId, ...changes },
    ],
  });
  const ubuntu = "Ubuntu 24.04 LTS (2024-07-03)";
  const router = { "cloud.router": "heart_router" };

  /** What one answer of the cloud, and changes of the settings, make of the problems. */
  const cases: [
    title: string,
    path: string,
    answer: object | number,
    problems: (string | RegExp)[],
    changes?: Record<string, unknown>,
  ][] = [
    [
      "that the network to the outside is missing",
      "/network/v2.0/networks",
      named("networks", "externals", "dmz"),
      [
        'cloud.site: the cloud has no network to the outside "external" of the site bielefeld; it has dmz, externals; did you mean "externals"?',
      ],
    ],
    [
      "that two networks to the outside have its name",
      "/network/v2.0/networks",
      named("networks", "external", "external"),
      [
        'cloud.site: the cloud has the network to the outside "external" of the site bielefeld 2 times, and must have it once; have the others renamed',
      ],
    ],
    [
      "that the site's router is missing",
      "/network/v2.0/routers",
      named("routers"),
      ['cloud.router: the cloud has no router "heart_router"; it has none'],
      router,
    ],
    [
      "that there are two of the site's router",
      "/network/v2.0/routers",
      named("routers", "heart_router", "heart_router"),
      [
        'cloud.router: the cloud has the router "heart_router" 2 times, and must have it once; have the others renamed',
      ],
      router,
    ],
    ["no fault with a router that is there", "/nothing", 200, [], router],
    [
      "that another subnet of the OpenStack project has the range",
      "/network/v2.0/subnets",
      subnet({}),
      [
        'cloud.cidr: 10.20.0.0/24 overlaps the subnet "lab" (10.20.0.128/25) of the project; give a free range',
      ],
    ],
    [
      "no fault with a subnet beside the range",
      "/network/v2.0/subnets",
      subnet({ cidr: "10.20.1.0/24" }),
      [],
    ],
    ["no fault with another project's subnet", "/network/v2.0/subnets", subnet({ project_id: "p-2" }), []],
    [
      "that a subnet at the site's router has the range, whoever's it is",
      "/network/v2.0/subnets",
      subnet({ project_id: "p-2", id: "s-far" }),
      [
        'cloud.cidr: 10.20.0.0/24 overlaps the subnet "lab" (10.20.0.128/25) of the project; give a free range',
      ],
      router,
    ],
    [
      "no fault with its own subnet",
      "/network/v2.0/subnets",
      subnet({ cidr: "10.20.0.0/24", tags: ["spe.project=heart"] }),
      [],
    ],
    [
      "that the image is not active",
      "/image/v2/images",
      { images: [{ id: "i", name: ubuntu, status: "queued" }] },
      [
        `cloud.image: the image "${ubuntu}" is queued, and machines boot from an active one alone; give another, or wait for its upload`,
      ],
    ],
    [
      "that two images have its name",
      "/image/v2/images",
      named("images", ubuntu, ubuntu),
      [
        `cloud.image: the cloud has the image "${ubuntu}" 2 times, and must have it once; have the others renamed`,
      ],
    ],
    [
      "that the image is missing",
      "/image/v2/images",
      { images: [] },
      [`cloud.image: the cloud has no image "Debian 13"; it has none`],
      { "cloud.image": "Debian 13" },
    ],
    [
      "which machines have a size without a flavor",
      "/compute/flavors/detail",
      named("flavors", "m1.small"),
      [
        'cloud.bastion, cloud.machines[0].size: the cloud has no flavor "de.NBI mini", bielefeld\'s small one; it has m1.small',
      ],
    ],
    [
      "that the volume type is missing",
      "/volume/types",
      named("volume_types", "__DEFAULT__", "plain"),
      ['cloud.site: the cloud has no volume type "LUKS" of the site bielefeld; it has __DEFAULT__, plain'],
    ],
    [
      "that the volume type does not encrypt, where the cloud tells",
      "/volume/types/t-1/encryption",
      {},
      ['cloud.site: the cloud\'s volume type "LUKS" does not encrypt; have the site encrypt it'],
    ],
    [
      "no fault with a volume type that encrypts",
      "/volume/types/t-1/encryption",
      { provider: "luks", cipher: "aes-xts-plain64" },
      [],
    ],
    [
      "a service that fails, once",
      "/compute/flavors/detail",
      503,
      [
        /^cloud\.authUrl: the cloud's API at \S+\/compute refused to list the flavors: it says no \(status 503\)$/,
      ],
    ],
  ];
  describe("finds", () => {
    for (const [title, path, answer, expected, changes] of cases)
      it(title, async () => {
        cloud.answers[path] = answer;
        const found = await problems(changes);
        assert.equal(found.length, expected.length, found.join("\n"));
        for (const [index, wanted] of expected.entries())
          if (wanted instanceof RegExp) assert.match(found[index] ?? "", wanted);
          else assert.equal(found[index], wanted);
      });
  });

  it("tells all that it finds in one report", async () => {
    cloud.answers["/network/v2.0/networks"] = { networks: [] };
    cloud.answers["/image/v2/images"] = { images: [] };
    cloud.answers["/volume/types"] = { volume_types: [] };
    assert.equal((await problems({ "cloud.region": "Bielefeld" })).length, 3);
  });
});
