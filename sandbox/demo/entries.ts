/** An entry of the demo blog, written for it. */
export interface DemoEntry {
  slug: string;
  /** Absent for a note, as microblogs write them. */
  title?: string;
  summary: string;
  /** HTML. */
  body: string;
  publishedAt: string;
  language: string;
  tags: string[];
  picture?: { file: string; alt: string };
}

/** The blog's essays and notes, newest first as feeds are: card with and without picture, umlauts, CJK, emoji, no title. */
export const essays: DemoEntry[] = [
  {
    slug: "a-week-on-one-warp",
    title: "A week on one warp",
    summary:
      "Seven days, one loom, and the same four hundred threads every morning. What I learned about patience is shorter than I hoped: most mistakes are made while fixing the last one.",
    body: "<p>Seven days, one loom, and the same four hundred threads every morning.</p><p>What I learned about patience is shorter than I hoped: most mistakes are made while fixing the last one.</p>",
    publishedAt: "2026-11-22T07:30:00Z",
    language: "en",
    tags: ["weaving"],
    picture: { file: "warp.png", alt: "Coloured threads crossing on a loom, blue over ochre" },
  },
  {
    slug: "market-haul",
    title: "Saturday market haul 🧺🍅🌻",
    summary:
      "Tomatoes for sauce 🍅, sunflowers for the window 🌻, and two metres of linen from the lady with the blue van 👩🏽‍🌾. The whole family came along 👨‍👩‍👧‍👦 and carried nothing 😅.",
    body: "<p>Tomatoes for sauce 🍅, sunflowers for the window 🌻, and two metres of linen from the lady with the blue van 👩🏽‍🌾. The whole family came along 👨‍👩‍👧‍👦 and carried nothing 😅.</p>",
    publishedAt: "2026-11-21T10:05:00Z",
    language: "en",
    tags: ["market"],
  },
  {
    slug: "note-on-knots",
    summary:
      "A good knot is one you can undo in the dark. That is the whole note; I needed somewhere to write it down before I forgot which knot it was.",
    body: "<p>A good knot is one you can undo in the dark. That is the whole note; I needed somewhere to write it down before I forgot which knot it was.</p>",
    publishedAt: "2026-11-19T21:12:00Z",
    language: "en",
    tags: [],
  },
  {
    slug: "indigo",
    title: "藍を建てる――布が空の色になるまで",
    summary:
      "甕のふたを開けると、緑がかった泡と土の匂い。布を沈めて、引き上げて、空気にふれた瞬間に色が変わります。急がないこと、それだけを守りました。",
    body: "<p>甕のふたを開けると、緑がかった泡と土の匂い。布を沈めて、引き上げて、空気にふれた瞬間に色が変わります。急がないこと、それだけを守りました。</p>",
    publishedAt: "2026-11-17T23:00:00Z",
    language: "ja",
    tags: ["藍染め"],
    picture: { file: "indigo.png", alt: "Blue cloth hanging to dry under a pale sky" },
  },
  {
    slug: "kette-und-schuss",
    title: "Über Kette und Schuß: ein Gespräch mit Großmutter Käthe",
    summary:
      "„Früher“, sagt sie und fädelt ohne hinzusehen, „hörten wir am Geräusch, ob ein Faden müde war.“ Über Öl, Äpfel im Herdfach und warum man beim Weben besser nicht flucht.",
    body: "<p>„Früher“, sagt sie und fädelt ohne hinzusehen, „hörten wir am Geräusch, ob ein Faden müde war.“</p><p>Über Öl, Äpfel im Herdfach und warum man beim Weben besser nicht flucht.</p>",
    publishedAt: "2026-11-15T16:45:00Z",
    language: "de",
    tags: ["Handwerk"],
  },
  {
    slug: "slow-cloth",
    title: "慢慢织一块布",
    summary: "每天早上织一个小时,不看手机,只听木头和线的声音。三个星期以后,布只有一臂长,心却安静了很多。",
    body: "<p>每天早上织一个小时,不看手机,只听木头和线的声音。三个星期以后,布只有一臂长,心却安静了很多。</p>",
    publishedAt: "2026-11-12T00:20:00Z",
    language: "zh",
    tags: ["织布"],
  },
];

/** The blog's photo journal, posted as pictures. */
export const photographs: DemoEntry[] = [
  {
    slug: "tea-before-light",
    title: "Tea before light",
    summary: "The kettle, the lamp, and nobody else awake.",
    body: "<p>The kettle, the lamp, and nobody else awake.</p>",
    publishedAt: "2026-11-20T05:50:00Z",
    language: "en",
    tags: ["photo"],
    picture: { file: "tea.png", alt: "A cup of tea steaming beside a lamp in a dark room" },
  },
  {
    slug: "lake-in-november",
    title: "The lake in November",
    summary: "Five minutes of colour, then grey again for a week.",
    body: "<p>Five minutes of colour, then grey again for a week.</p>",
    publishedAt: "2026-11-14T15:40:00Z",
    language: "en",
    tags: ["photo"],
    picture: { file: "lake.png", alt: "A still lake at dusk, mountains dark against an orange sky" },
  },
];
