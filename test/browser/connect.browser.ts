import type { Browser, Response } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aConnectWorld, account, type ConnectWorld, stranger } from "./a-connect-world.ts";
import { aPerson, callbackNotOpened, launch, type Person } from "./a-person.ts";
import { look, picture } from "./look.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const heading = ({ page }: Person) => page.getByRole("heading", { level: 1 }).innerText();

describe("connecting in a browser", () => {
  it("takes a click on Allow, keeps the token, and what waited goes out", async () => {
    const world = await aConnectWorld();
    await world.poll();
    const person = await aPerson(browser, world);
    await person.startConnecting();
    await look(person.page, "threads-consent");

    const response = await person.press("Allow");
    expect(response.status()).toBe(200);
    expect(await heading(person)).toBe(`@${account} is connected`);
    // The sandbox's tokens live as long as Meta's example: 56 seconds less than 60 days.
    await expect(person.page.getByText("23 January 2027").count()).resolves.toBe(1);
    await look(person.page, "connected");
    expect(await world.token()).toMatch(/^TH/);

    await world.host.settled();
    await person.page.goto(world.sandbox.profileUrl(account));
    await expect(person.page.getByRole("article").count()).resolves.toBe(2);
    await look(person.page, "threads-profile");
    await person.expectQuiet();
  });

  it("works without JavaScript", async () => {
    const world = await aConnectWorld();
    const person = await aPerson(browser, world, false);
    await person.startConnecting();
    expect((await person.press("Don’t allow")).status()).toBe(403);
    expect(await world.token()).toBeUndefined();
    await person.page.getByRole("link", { name: "Connect again" }).click();
    expect((await person.press("Allow")).status()).toBe(200);
    expect(await heading(person)).toBe(`@${account} is connected`);
    await picture(person.page, "connected-without-javascript");
    expect(await world.token()).toBeDefined();
    await person.expectQuiet();
  });

  it("works with the keyboard alone, and shows where it is", async () => {
    const world = await aConnectWorld();
    const person = await aPerson(browser, world);
    await person.startConnecting();
    await person.press("Don’t allow");
    await person.page.keyboard.press("Tab");
    expect(await person.page.evaluate("document.activeElement.textContent")).toBe("Connect again");
    expect(await person.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).toBe("solid");
    await picture(person.page, "denied-with-focus");
    await person.page.keyboard.press("Enter");
    await person.page.getByRole("button", { name: "Allow", exact: true }).press("Enter");
    await person.page.getByText("is connected").waitFor();
    await person.expectQuiet();
  });

  it("in another browser than it began in is refused, and still works where it began", async () => {
    const world = await aConnectWorld({ connected: true });
    const before = await world.token();
    const [person, other] = [await aPerson(browser, world), await aPerson(browser, world)];
    await person.startConnecting();
    const callback = await callbackNotOpened(person.context, person.page, account);

    expect((await other.page.goto(callback))?.status()).toBe(400);
    expect(await heading(other)).toBe("This link belongs to another browser");
    await look(other.page, "other-browser");
    expect(await world.token()).toBe(before);

    expect((await person.page.goto(callback))?.status()).toBe(200);
    expect(await heading(person)).toBe(`@${account} is connected`);
    expect(await world.token()).not.toBe(before);
    for (const one of [person, other]) await one.expectQuiet();
  });

  it.each(["reloaded", "opened again"])(
    "is done once: its last page %s says so and changes nothing",
    async (how) => {
      const world = await aConnectWorld();
      const person = await aPerson(browser, world);
      await person.startConnecting();
      const callback = (await person.press("Allow")).url();
      const token = await world.token();
      const calls = world.sandbox.record.calls.length;

      const response = await (how === "reloaded" ? person.page.reload() : person.page.goto(callback));
      expect(response?.status()).toBe(409);
      expect(await heading(person)).toBe("This link was used already");
      if (how === "reloaded") await look(person.page, "used");
      expect(await world.token()).toBe(token);
      expect(world.sandbox.record.calls).toHaveLength(calls);
      await person.expectQuiet();
    },
  );
});

interface Ending {
  name: string;
  status: number;
  title: string;
  reach: (person: Person, world: ConnectWorld) => Promise<Response | null>;
}

const endings: Ending[] = [
  {
    name: "denied",
    status: 403,
    title: "Posting to Threads was not allowed",
    reach: async (person) => {
      await person.startConnecting();
      return person.press("Don’t allow");
    },
  },
  {
    name: "expired",
    status: 400,
    title: "This link has expired",
    reach: async (person, { clock }) => {
      await person.startConnecting();
      clock.advance({ minutes: 10 });
      return person.press("Allow");
    },
  },
  {
    name: "wrong-profile",
    status: 403,
    title: `@${stranger} is not a profile that posts here`,
    reach: async (person) => {
      await person.startConnecting();
      return person.press("Allow", stranger);
    },
  },
  {
    name: "scopes-missing",
    status: 403,
    title: "A permission is missing",
    reach: async (person, { sandbox }) => {
      sandbox.behaviour.grantedScopes = ["threads_basic"];
      await person.startConnecting();
      return person.press("Allow");
    },
  },
  {
    name: "refused",
    status: 502,
    title: "Threads said no: wrong app secret",
    reach: async (person, { sandbox }) => {
      const message = "Error validating client secret.";
      sandbox.faults.plan({
        call: "exchange-code",
        effect: "before",
        answer: { kind: "error", http: 400, code: 1, message },
      });
      await person.startConnecting();
      return person.press("Allow");
    },
  },
  {
    name: "silent",
    status: 502,
    title: "Threads said nothing readable",
    reach: async (person, { sandbox }) => {
      sandbox.faults.plan({ call: "exchange-long", effect: "before", answer: { kind: "html-502" } });
      await person.startConnecting();
      return person.press("Allow");
    },
  },
  {
    name: "forged",
    status: 400,
    title: "This link is not one of ours",
    reach: ({ page }, { host }) => page.goto(`${host.url}/callback?code=AQmadeup&state=made-up`),
  },
  {
    name: "not-found",
    status: 404,
    title: "There is nothing here",
    reach: ({ page }, { host }) => page.goto(`${host.url}/nothing`),
  },
];

describe("a connect that ends otherwise says why, and leaves the token that works", () => {
  it.each(endings)("$name", async ({ name, status, title, reach }) => {
    const world = await aConnectWorld({ connected: true });
    const before = await world.token();
    const person = await aPerson(browser, world);
    const response = await reach(person, world);
    expect(response?.status()).toBe(status);
    expect(await heading(person)).toBe(title);
    await look(person.page, name);
    expect(await world.token()).toBe(before);
    await person.expectQuiet();
  });

  it("not-set-up", async () => {
    const world = await aConnectWorld({ setUp: false });
    const person = await aPerson(browser, world);
    expect((await person.page.goto(`${world.host.url}/connect`))?.status()).toBe(500);
    expect(await heading(person)).toBe("Feedloom is not set up yet");
    await look(person.page, "not-set-up");
    await person.expectQuiet();
  });
});
