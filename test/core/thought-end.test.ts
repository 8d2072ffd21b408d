import { describe, expect, it } from "vitest";
import { chainTexts } from "../../functions/core/chain-texts.ts";
import { composePost } from "../../functions/core/compose-post.ts";
import { threadsLength } from "../../functions/core/post-text.ts";
import { endingWhole } from "../../functions/core/thought-end.ts";
import { anEntry } from "../support/an-entry.ts";

describe("a text that is too long ends behind a sentence, without an ellipsis", () => {
  it.each([
    [
      "English",
      "The ferry runs again. It leaves at six. Nobody knows why it ever stopped running.",
      60,
      "The ferry runs again. It leaves at six.",
    ],
    [
      "German",
      "Die Fähre fährt wieder. Sie legt um 6 Uhr ab, z. B. am 3. Oktober ab dem Kai. Niemand weiß, warum.",
      92,
      "Die Fähre fährt wieder. Sie legt um 6 Uhr ab, z. B. am 3. Oktober ab dem Kai.",
    ],
    [
      "French",
      "Le bac repart. C’est vrai ! Personne ne sait pourquoi il s’était arrêté.",
      50,
      "Le bac repart. C’est vrai !",
    ],
    [
      "Polish",
      "Prom znowu pływa. Odchodzi o szóstej. Nikt nie wie, dlaczego przestał się w ogóle pojawiać.",
      60,
      "Prom znowu pływa. Odchodzi o szóstej.",
    ],
    [
      "Spanish",
      "El ferry vuelve. ¿Quién lo diría? Nadie sabe por qué dejó de navegar hace años.",
      50,
      "El ferry vuelve. ¿Quién lo diría?",
    ],
    [
      "Japanese",
      "渡し船が戻ってきた。六時に出る。なぜ止まっていたのか、誰も知らない。",
      32,
      "渡し船が戻ってきた。六時に出る。",
    ],
    ["Chinese", "渡船又开了。六点出发！没有人知道为什么停过。", 26, "渡船又开了。六点出发！"],
    [
      "Arabic",
      "عادت العبّارة. هل تصدّق؟ لا أحد يعرف لماذا توقفت عن الإبحار كل هذه السنين.",
      44,
      "عادت العبّارة. هل تصدّق؟",
    ],
    [
      "Hebrew",
      "המעבורת חזרה. היא יוצאת בשש. איש אינו יודע מדוע הפסיקה לשוט.",
      40,
      "המעבורת חזרה. היא יוצאת בשש.",
    ],
    [
      "Hindi",
      "नाव फिर चल पड़ी। वह छह बजे निकलती है। कोई नहीं जानता कि वह क्यों रुकी थी।",
      55,
      "नाव फिर चल पड़ी। वह छह बजे निकलती है।",
    ],
  ])("%s", (_, text, limit, whole) => {
    expect(endingWhole(text, limit)).toBe(whole);
    expect(threadsLength(whole)).toBeLessThanOrEqual(limit);
  });

  it.each([
    [
      "a title before a name",
      "We met on the quay. Then Dr. Smith and Mr. J. Adler came along with everybody else.",
      55,
    ],
    [
      "an abbreviation",
      "We met on the quay. We brought food, e.g. bread and i.e. Brot and everything else.",
      55,
    ],
    ["a decimal", "We met on the quay. It cost 2.4 million and nobody who was there could ever pay it.", 50],
    ["an ellipsis", "We met on the quay. And then... Well, nobody who was there could ever tell what.", 45],
    [
      "a question inside of a sentence",
      "We met on the quay. “Is it?” she asked, and nobody who was there could ever tell.",
      50,
    ],
    [
      "a bracket that is open",
      "We met on the quay. (It rained. It always does when somebody is to be met there.)",
      50,
    ],
    [
      "an address",
      "We met on the quay. See https://a.example/a.b/Who.Knows and all that is to be seen there.",
      60,
    ],
    [
      "a heading",
      "We met on the quay.\n\nPascal Strings\n\nThey begin with their length, which nobody who was there knew.",
      50,
    ],
    [
      "stars",
      "We met on the quay.\n\n* * *\n\nThey begin with their length, which nobody who was there knew.",
      40,
    ],
    [
      "a line that names what follows",
      "We met on the quay.\n\nWith us:\n\n• a cook and everybody else who could not stay at home",
      45,
    ],
  ])("not behind %s", (_, text, limit) => {
    expect(endingWhole(text, limit)).toBe("We met on the quay.");
  });

  it("with its quotation closed where it ends inside of one", () => {
    const text = "“You read what floats by. I had half an encyclopedia, and I am weak on lighthouses.”";
    expect(endingWhole(text, 45)).toBe("“You read what floats by.”");
    expect(endingWhole(text.replace("“", "„").replace("”", "“"), 45)).toBe("„You read what floats by.“");
  });

  it("behind a clause where a sentence would leave two thirds of the room empty", () => {
    const text =
      "Yes. The ferry that nobody had seen for eleven years came back this morning, and with it came the gulls";
    expect(endingWhole(text, 90)).toBe(
      "Yes. The ferry that nobody had seen for eleven years came back this morning…",
    );
  });

  it.each([
    [
      "en",
      "Nothing is as quiet as a ferry in the harbour with the captain asleep",
      56,
      "Nothing is as quiet as a ferry in the harbour…",
    ],
    [
      "pl",
      "Nikt nie pamięta kiedy ten prom pojawiał się w porcie naszego miasta",
      50,
      "Nikt nie pamięta kiedy ten prom pojawiał…",
    ],
    [
      "de",
      "Niemand erinnert sich an die alte Fähre auf dem Fluss und an den Kai",
      60,
      "Niemand erinnert sich an die alte Fähre auf dem Fluss…",
    ],
  ])("between words, behind none that leads on: %s", (_, text, limit, short) => {
    expect(endingWhole(text, limit)).toBe(short);
  });

  it("where it fits it stays, but for what parts nothing", () => {
    expect(endingWhole("A day.\n\n* * *", 100)).toBe("A day.");
    expect(endingWhole("A day", 100)).toBe("A day");
  });

  it("is quick for a text as long as a book", () => {
    expect(endingWhole("word, ".repeat(1_000_000), 500).length).toBeLessThan(500);
  });
});

const long = Array.from({ length: 30 }, (_, index) => `Sentence number ${index} says something.`).join(" ");

describe("a post of a long text", () => {
  it("uses the room there is, and ends whole", () => {
    const [{ text }] = composePost(
      anEntry({ title: "A title", summary: long }),
      { style: "link" },
      { without: [] },
    ).parts;
    expect(text).toMatch(/something\.$/);
    expect(threadsLength(text)).toBeGreaterThan(450);
  });

  // The title that was left out as a repetition switched the limit of a summary off.
  it("is as long whether its title repeats it or not", () => {
    const textOf = (title: string) =>
      composePost(anEntry({ title, summary: long }), { style: "text" }, { without: [] }).parts[0].text;
    const [repeated, own] = [textOf("Sentence number 0 says…"), textOf("Something else")];
    expect(Math.abs(threadsLength(repeated) - threadsLength(own))).toBeLessThan(50);
  });
});

it("a chain leaves no heading at the end of a post", () => {
  const paragraph = "This says something of its own. ".repeat(11).trim();
  const text = [paragraph, "The arithmetic", paragraph, "What came of it", paragraph].join("\n\n");
  const wish = { head: "", tail: "", startsBeside: true, link: "", readOn: "", measure: threadsLength };
  const parts = chainTexts(text, wish).map((part) => part.replace(/\n\n\d+\/\d+$/, ""));
  expect(parts).toEqual([paragraph, `The arithmetic\n\n${paragraph}`, `What came of it\n\n${paragraph}`]);
});
