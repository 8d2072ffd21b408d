import { describe, expect, it } from "vitest";
import asItComes from "../../feedloom.config.ts";
import { hasPlaceholders, readConfiguration } from "../../functions/core/configuration.ts";

const feed = "https://blog.example/feed.xml";

describe("a configuration", () => {
  it("is complete with one feed and one username", () => {
    expect(readConfiguration({ accounts: ["bronzfronz"], feeds: [feed] })).toEqual({
      accounts: [{ username: "bronzfronz" }],
      scopes: ["threads_basic", "threads_content_publish"],
      routes: [{ url: feed, accounts: ["bronzfronz"], style: "link", backfill: 0, floodLimit: 10 }],
    });
  });

  it("takes a username as people write it", () => {
    const { accounts } = readConfiguration({ accounts: [" @Bronz.Fronz_1 "], feeds: [feed] });
    expect(accounts).toEqual([{ username: "bronz.fronz_1" }]);
  });

  it("sends a feed to the accounts it names, and to all when it names none", () => {
    const { routes } = readConfiguration({
      accounts: ["a", { username: "b" }],
      feeds: [{ url: feed, accounts: ["@B"] }, "https://blog.example/other.xml"],
    });
    expect(routes.map((route) => route.accounts)).toEqual([["b"], ["a", "b"]]);
  });

  it("may say where alarms go, and that destroying the stack takes everything", () => {
    const input = { accounts: ["a"], feeds: [feed] };
    expect(readConfiguration(input)).not.toHaveProperty("onDestroy");
    expect(
      readConfiguration({ ...input, alarmEmail: " me@blog.example ", onDestroy: "remove-everything" }),
    ).toMatchObject({ alarmEmail: "me@blog.example", onDestroy: "remove-everything" });
  });

  it.each([
    [
      "no mail address",
      { accounts: ["a"], feeds: [feed], alarmEmail: "me" },
      'alarmEmail must be a mail address; it is "me"',
    ],
    [
      "an unknown end",
      { accounts: ["a"], feeds: [feed], onDestroy: "delete" },
      'onDestroy must be one of keep, remove-everything; it is "delete"',
    ],
    ["nothing", undefined, "the configuration is missing; it is an object"],
    ["no accounts", { feeds: [feed] }, "accounts is missing; it is a list"],
    [
      "an empty list",
      { accounts: [], feeds: [feed] },
      "accounts must name at least one Threads username; it is []",
    ],
    ["a number for a name", { accounts: [7], feeds: [feed] }, "accounts[0] must be an object; it is 7"],
    [
      "a name with a blank",
      { accounts: ["my blog"], feeds: [feed] },
      'accounts[0].username must be a Threads username (letters, digits, points and underscores, at most 30); it is "my blog"',
    ],
    [
      "an address without a scheme",
      { accounts: ["a"], feeds: ["blog.example"] },
      'feeds[0].url must be the address of a feed, starting with https:// or http://; it is "blog.example"',
    ],
    [
      "a mistyped field",
      { accounts: ["a"], feeds: [{ url: feed, stile: "image" }] },
      'feeds[0] has no field "stile"; correct its name or remove it',
    ],
    [
      "a mistyped top field",
      { acounts: ["a"], accounts: ["a"], feeds: [feed] },
      'the configuration has no field "acounts"; correct its name or remove it',
    ],
    [
      "an unknown style",
      { accounts: ["a"], feeds: [{ url: feed, style: "loud" }] },
      'feeds[0].style must be one of link, image, carousel, video, text, chain; it is "loud"',
    ],
    [
      "a topic that Threads would refuse",
      { accounts: ["a"], feeds: [{ url: feed, topicTag: "R&D" }] },
      'feeds[0].topicTag must be false, "first category", or 1 to 50 characters without . and &; it is "R&D"',
    ],
    [
      "a mistyped UTM parameter",
      { accounts: ["a"], feeds: [{ url: feed, utm: { sauce: "threads" } }] },
      'feeds[0].utm has no field "sauce"; correct its name or remove it',
    ],
    [
      "an empty filter",
      { accounts: ["a"], feeds: [{ url: feed, not: { words: [" "] } }] },
      'feeds[0].not.words[0] must not be empty; it is " "',
    ],
    [
      "a template with an unknown field",
      { accounts: ["a"], feeds: [{ url: feed, template: "{titel}" }] },
      'feeds[0].template must not name "titel", which is no field; there are title, summary, author, link, tags, date, blog; it is "{titel}"',
    ],
    [
      "a stranger",
      { accounts: ["a"], feeds: [{ url: feed, accounts: ["b"] }] },
      'feeds[0].accounts names "b", which accounts does not; add it there or correct it here',
    ],
    [
      "an account named twice",
      { accounts: ["a", "@A"], feeds: [feed] },
      'accounts names "a" twice; name it once',
    ],
    [
      "a feed named twice",
      { accounts: ["a"], feeds: [feed, feed] },
      `feeds names ${feed} twice; name it once, with all its accounts`,
    ],
  ])("refuses %s and says where it is", (_, input, sentence) => {
    expect(() => readConfiguration(input)).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", message: `feedloom.config.ts: ${sentence}` }),
    );
  });
});

describe("the configuration that comes with Feedloom", () => {
  it("is known for one that was not filled in, also when only half of it was", () => {
    const { accounts, feeds } = asItComes;
    const [mine, blog] = [["bronzfronz"], ["https://blog.test/feed.xml"]];
    expect(hasPlaceholders(readConfiguration(asItComes))).toBe(true);
    expect(hasPlaceholders(readConfiguration({ accounts, feeds: blog }))).toBe(true);
    expect(hasPlaceholders(readConfiguration({ accounts: mine, feeds }))).toBe(true);
    expect(hasPlaceholders(readConfiguration({ accounts: mine, feeds: blog }))).toBe(false);
  });
});

it("refuses a feed's address that is longer than the ledger's key can be, counted in bytes", () => {
  const read = (url: string) => readConfiguration({ accounts: ["bronzfronz"], feeds: [url] });
  const start = "https://blog.example/";
  const longest = start + "a".repeat(2_043 - start.length);
  expect(read(longest).routes[0]?.url).toBe(longest);
  for (const tooLong of [`${longest}a`, start + "ü".repeat(1_012)]) {
    expect(() => read(tooLong)).toThrow(
      expect.objectContaining({
        code: "CONFIG_INVALID",
        message: expect.stringMatching(/feeds\[0\]\.url must be at most 2043 bytes long, since/),
      }),
    );
  }
});
