import { describe, expect, it, onTestFinished } from "vitest";
import { HttpPictures } from "../../functions/adapters/http/http-pictures.ts";
import { whyUnusable } from "../../functions/core/picture-demands.ts";
import { aPng, aWebServer } from "../sandbox/a-web-server.ts";

function pictures(options: Partial<ConstructorParameters<typeof HttpPictures>[0]> = {}) {
  const made = new HttpPictures({ allowPrivate: true, userAgent: "test", ...options });
  onTestFinished(() => made.close());
  return made;
}
const webp = Buffer.from(
  "52494646240000005745425056503820180000003001009d012a0a000a0002003425a400037000fefb94000000",
  "hex",
);

describe("a look at a picture", () => {
  it.each([
    ["a picture that Threads takes", { type: "image/png", body: aPng(800, 600) }, undefined],
    [
      "one that is named something else",
      { type: "application/octet-stream", body: aPng(800, 600) },
      undefined,
    ],
    [
      "a WebP, also when it is named a JPEG",
      { type: "image/jpeg", body: webp },
      "it is WEBP, and Threads takes JPEG and PNG",
    ],
    ["a page in its place", { body: "<html>not found</html>" }, "it is no picture"],
    [
      "a narrow strip",
      { type: "image/png", body: aPng(3000, 200) },
      "it is 3000 by 200 pixels, and Threads takes no side more than 10 times the other",
    ],
    [
      "a photo whose size stands far behind",
      { type: "image/jpeg", body: Buffer.from("ffd8ffe0", "hex") },
      undefined,
    ],
    ["one that is not there", { status: 404 }, "its server answers 404"],
    ["a server that does not let us in, as it may let Threads in", { status: 403 }, undefined],
  ])("judges %s", async (_, served, why) => {
    const { url } = await aWebServer({ "/a.png": served });
    expect(whyUnusable(await pictures().look(`${url}/a.png`, url))).toBe(why);
  });

  it("learns how large it is from a beginning of it", async () => {
    const { url } = await aWebServer({ "/a.png": { type: "image/png", body: aPng(800, 600, 9_000_000) } });
    const look = await pictures().look(`${url}/a.png`, url);
    expect(look).toMatchObject({ kind: "file", width: 800, height: 600 });
  });

  it("takes the address where it was found", async () => {
    const { url } = await aWebServer({
      "/a": { status: 302, location: "/b.png" },
      "/b.png": { body: aPng(8, 8) },
    });
    expect(await pictures().look(`${url}/a`, url)).toMatchObject({ kind: "file", url: `${url}/b.png` });
  });

  it("never fails: no server, an address inside, a server that lasts", async () => {
    const { url } = await aWebServer({ "/slow": { announced: 1000 } });
    expect(await pictures().look("http://127.0.0.1:1/a.png", "http://127.0.0.1:1/feed")).toMatchObject({
      kind: "unseen",
    });
    expect(await pictures({ timeoutMs: 50 }).look(`${url}/slow`, url)).toMatchObject({ kind: "unseen" });
    expect(await pictures({ allowPrivate: false }).look(`${url}/a.png`, url)).toEqual({
      kind: "absent",
      words: "it is not on the public web",
    });
  });
});

describe("a look at a page", () => {
  it("gives its HTML and where it was", async () => {
    const { url } = await aWebServer({ "/a": { status: 301, location: "/b" }, "/b": { body: "<p>Grüße" } });
    expect(await pictures().page(`${url}/a`, url)).toEqual({ html: "<p>Grüße", url: `${url}/b` });
  });

  it.each([[{ status: 500 }], [{ type: "image/png", body: aPng(8, 8) }]])(
    "gives nothing of %j",
    async (served) => {
      const { url } = await aWebServer({ "/a": served });
      expect(await pictures().page(`${url}/a`, url)).toBeUndefined();
    },
  );
});
