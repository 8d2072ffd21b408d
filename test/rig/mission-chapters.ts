import assert from "node:assert/strict";
import * as z from "zod";
import { visitConsent } from "../../sandbox/visitor.ts";
import { functionOutputs, type MissionDesk } from "./mission-desk.ts";

const refreshSchema = z.object({
  accounts: z.array(z.object({ account: z.string(), outcome: z.string(), daysLeft: z.number().optional() })),
});
const pollSchema = z.object({
  feeds: z.array(z.object({ outcome: z.string(), entries: z.array(z.unknown()) })),
  nudged: z.array(z.string()),
});

export async function connecting(desk: MissionDesk): Promise<void> {
  const { host, first, second } = desk;
  await desk.step("before the app's id and secret are filled in, Connect says so", async () => {
    const page = await fetch(`${host.httpUrl}/connect`, { redirect: "manual" });
    assert.equal(page.status, 500);
    assert.match(await page.text(), /not set up yet/);
    await host.writeSecret("app", JSON.stringify(host.sandbox.app));
    // That it is missing is remembered for a minute.
    host.advance({ minutes: 2 });
    return "HTTP 500, Feedloom is not set up yet";
  });
  await desk.step("the owner says no, and nothing is connected", async () => {
    const end = await visitConsent(`${host.httpUrl}/connect`, { username: first, decision: "deny" });
    assert.equal(end.status, 403);
    assert.equal(desk.calls("exchange-code"), 0);
    return "HTTP 403, no code exchanged";
  });
  await desk.step("the owner clicks Connect and Allow", async () => {
    await desk.connect(first);
    assert.equal(desk.calls("exchange-long"), 1);
    return `@${first} is connected`;
  });
  await desk.step("a pasted token is adopted", async () => {
    const { accessToken } = host.sandbox.generateToken(second);
    await host.writeSecret(second, JSON.stringify({ accessToken }));
    const answer = await desk.ask("TokenRefresherFunctionName", { account: second });
    const [report] = refreshSchema.parse(answer).accounts;
    assert.equal(report?.outcome, "adopted");
    return `@${second} is adopted`;
  });
}

export async function posting(desk: MissionDesk): Promise<void> {
  const { blog } = desk.host;
  await desk.step("what was there before is not posted", async () => {
    blog.write("links", "Old 1", "Old 2");
    blog.write("pictures", "Old picture");
    await desk.poll();
    assert.deepEqual(desk.posted(), []);
    return "no post";
  });
  await desk.step("new entries are posted, in order, each with its card, to both profiles", async () => {
    blog.write("links", "New 1", "New 2");
    await desk.poll();
    for (const username of desk.both) {
      assert.deepEqual(
        desk.posted(username).map(({ title, link }) => [title, link]),
        ["New 1", "New 2"].map((title) => [title, blog.addressOf(title)]),
      );
    }
    return "4 posts with link cards";
  });
  await desk.step("an entry with a picture is posted with it", async () => {
    blog.write("pictures", "New picture");
    await desk.poll();
    const [post, another] = desk.posted().filter(({ imageUrl }) => imageUrl !== undefined);
    assert.equal(another, undefined);
    assert.equal(post?.username, desk.first);
    assert.equal(post.imageUrl, blog.pictureUrl);
    assert.ok(post.text.includes(blog.addressOf("New picture")));
    return "1 post with the picture, the link in its text";
  });
  await desk.step("looking again posts nothing twice", async () => {
    const before = desk.posted().length;
    await desk.poll();
    await desk.poll();
    assert.equal(desk.posted().length, before);
    return "no post";
  });
}

export async function renewing(desk: MissionDesk): Promise<void> {
  const { host, first, second } = desk;
  await desk.step("after eight days the tokens are renewed, and posts go out with the new ones", async () => {
    const before = desk.calls("refresh");
    host.advance({ days: 8 });
    await desk.schedule("TokenRefresherFunctionName");
    assert.equal(desk.calls("refresh") - before, 2);
    // The old ones have run out by then.
    host.advance({ days: 54 });
    host.blog.write("links", "With the new token");
    await desk.poll();
    for (const username of desk.both) assert.equal(desk.titles(username).at(-1), "With the new token");
    return "2 refreshes; 2 posts on the 62nd day";
  });
  await desk.step("an owner removes the app: its posts are held, the other profile's go out", async () => {
    host.sandbox.revoke(first, "removed");
    const before = desk.titles(first).length;
    host.blog.write("links", "While away");
    await desk.poll();
    await desk.poll();
    assert.equal(desk.titles(first).length, before);
    assert.equal(desk.titles(second).at(-1), "While away");
    return "1 held, 1 posted";
  });
  await desk.step("after a new Connect they go out by themselves", async () => {
    await desk.connect(first);
    assert.deepEqual(desk.titles(first).slice(-2), ["With the new token", "While away"]);
    return "1 post";
  });
}

export async function byHand(desk: MissionDesk): Promise<void> {
  const { blog } = desk.host;
  await desk.step("every test event that the stack saves for the console does what it says", () =>
    sendSavedEvents(desk),
  );
  await desk.step("the answers tell a person what is so", async () => {
    const answer = await desk.ask("FeedPollerFunctionName", { feed: blog.feeds.links, dryRun: true });
    assert.deepEqual(pollSchema.parse(answer), { feeds: [{ outcome: "read", entries: [] }], nudged: [] });
    const refreshed = await desk.ask("TokenRefresherFunctionName", { account: desk.first });
    const [report] = refreshSchema.parse(refreshed).accounts;
    assert.equal(report?.outcome, "not-due");
    return `read, 0 new entries; not due, ${report.daysLeft} days left`;
  });
  await desk.step("a wrong payload is refused with words", async () => {
    const wrong = [
      ["PublisherFunctionName", { account: "stranger" }, /not configured/],
      ["PublisherFunctionName", { acount: desk.first }, /acount/],
      ["FeedPollerFunctionName", { feed: "https://no.example" }, /not configured/],
      ["FeedPollerFunctionName", { backfill: 3 }, /needs the feed/],
      ["TokenRefresherFunctionName", { account: "stranger" }, /not configured/],
    ] as const;
    for (const [output, payload, words] of wrong) assert.match(await desk.refusal(output, payload), words);
    return `${wrong.length} refusals`;
  });
}

/** Each as it is saved, only that what it names on the web is the blog's: Threads is to find it on loopback. */
async function sendSavedEvents(desk: MissionDesk): Promise<string> {
  const { host } = desk;
  const pictures = () => desk.posted().filter(({ imageUrl }) => imageUrl !== undefined).length;
  const before = pictures();
  let count = 0;
  for (const output of functionOutputs) {
    for (const [name, event] of Object.entries(await host.savedEvents(output))) {
      const text = JSON.stringify(event)
        .replaceAll(/https:\/\/www\.example\.com\/[\w-]+\.jpg/g, host.blog.pictureUrl)
        .replaceAll("https://www.example.com/", host.blog.addressOf("By hand"));
      const known = desk.posted().length;
      await desk.ask(output, JSON.parse(text));
      const added = desk.posted().length - known;
      if (name.endsWith("dry-run")) assert.equal(added, 0, `${name} posted`);
      else if (name.startsWith("post-")) assert.equal(added, 1, `${name} posted ${added} times`);
      count += 1;
    }
  }
  assert.equal(pictures() - before, 1);
  return `${count} events taken; a text, a link and a picture posted`;
}

export async function leaving(desk: MissionDesk): Promise<void> {
  const { host, first } = desk;
  const { sandbox, blog } = host;
  await desk.step(
    "Meta says that an owner uninstalled the app: posts are held until a new Connect",
    async () => {
      const { complaint, status } = await sandbox.uninstall(first);
      assert.deepEqual({ complaint, status }, { complaint: undefined, status: 200 });
      await host.settled();
      const before = desk.titles(first).length;
      blog.write("links", "After the uninstall");
      await desk.poll();
      assert.equal(desk.titles(first).length, before);
      await desk.connect(first);
      assert.equal(desk.titles(first).at(-1), "After the uninstall");
      return "HTTP 200; 1 held, then posted";
    },
  );
  await desk.step("Meta asks that both owners' data be deleted", async () => {
    for (const username of desk.both) {
      const { complaint, url = "" } = await sandbox.requestDeletion(username);
      assert.equal(complaint, undefined);
      await host.settled();
      const page = await fetch(url);
      assert.equal(page.status, 200);
      assert.match(await page.text(), /data is deleted/);
    }
    assert.equal((await fetch(`${host.httpUrl}/deletion/nonsense`)).status, 404);
    return "HTTP 200 and a page for each code; HTTP 404 for a wrong code";
  });
  await desk.step("what Meta did not sign changes nothing, and there is nothing elsewhere", async () => {
    assert.equal((await sandbox.sendCallback("uninstall", "bm9uc2Vuc2U.e30")).status, 400);
    assert.equal((await fetch(`${host.httpUrl}/nowhere`)).status, 404);
    return "HTTP 400, HTTP 404";
  });
}

export async function ending(desk: MissionDesk): Promise<void> {
  await desk.step("connected once more, only what is new is posted", async () => {
    const before = desk.titles(desk.first).length;
    desk.host.blog.write("links", "A new start");
    await desk.connect(desk.first);
    await desk.poll();
    assert.deepEqual(desk.titles(desk.first).slice(before), ["A new start"]);
    return "1 post";
  });
  await desk.step("nothing was ever posted twice", async () => {
    const all = desk.posted().map(({ username, text, link }) => `${username}: ${text} ${link ?? ""}`);
    assert.deepEqual(all, [...new Set(all)]);
    return `${all.length} posts, all different`;
  });
}
