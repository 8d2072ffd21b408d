import { describe, expect, it } from "vitest";
import { withoutTeaser } from "../../functions/core/teaser-tail.ts";

describe("what says at the end of a text that there is more", () => {
  it.each([
    ["Read more", "A text.\n\nRead more"],
    ["with an arrow", "A text.\n\nContinue reading →"],
    ["with the title", 'A text.\n\nContinue reading "A walk in the rain" »'],
    ["as WordPress writes it", "A text.\n\nThe post A walk in the rain appeared first on A blog."],
    ["two of them", "A text.\nRead more\n\nThe post A walk appeared first on A blog."],
    ["in German", "A text.\n\nWeiterlesen …"],
    ["as German WordPress writes it", "A text.\n\nDer Beitrag Im Regen erschien zuerst auf Ein Blog."],
    ["in French", "A text.\n\nLire la suite →"],
    [
      "as French WordPress writes it",
      "A text.\n\nL’article Sous la pluie est apparu en premier sur Un blog.",
    ],
    ["in Spanish", "A text.\n\nSeguir leyendo «Bajo la lluvia»"],
    ["as Spanish WordPress writes it", "A text.\n\nLa entrada Bajo la lluvia se publicó primero en Un blog."],
    [
      "as Medium writes it",
      "A text.\n\nSalt was originally published in A Magazine on Medium, where people are continuing the conversation by highlighting and responding to this story.",
    ],
    [
      "as Substack writes it",
      "A text.\n\nSubscribe now\n\nThanks for reading A Letter! Subscribe for free to receive new posts and support my work.\n\nShare",
    ],
    ["in Japanese", "A text.\n\n続きを読む"],
    ["behind the last sentence", "A text. Read more"],
    ["behind the last sentence with the title", "A text. Continue reading A walk in the rain →"],
    ["behind the last sentence in French", "A text. Lire la suite »"],
    ["in brackets", "A text.\n\n(Read more…)"],
  ])("goes: %s", (_, text) => {
    expect(withoutTeaser(text)).toBe("A text.");
  });

  it("is an ellipsis where WordPress marks a cut", () => {
    expect(withoutTeaser("A text that is […]")).toBe("A text that is…");
    expect(withoutTeaser("A text that is …")).toBe("A text that is…");
    expect(withoutTeaser("A text that is ... Continue reading →")).toBe("A text that is…");
    expect(withoutTeaser("A text that is [...]\n\nRead more")).toBe("A text that is…");
  });

  it("is an ellipsis where a link follows the mark", () => {
    expect(withoutTeaser("A text that is […] Read more")).toBe("A text that is…");
  });

  it.each([
    "Eat less. Read more.",
    "You should read more.",
    "Thanks for reading this far.",
    "Bread is there to share",
    "I could go on...",
    "Why I read more books\n\nBecause.",
    "",
    "A text. […] And more.",
  ])("stays where it is part of the text: %j", (text) => {
    expect(withoutTeaser(text)).toBe(text);
  });

  it("is all there is: nothing is left", () => {
    expect(withoutTeaser("Read more")).toBe("");
  });
});
