/**
 * Every element a browser knows, the abandoned ones included.
 *
 * @see https://html.spec.whatwg.org/multipage/indices.html#elements-3
 */
const known = new Set(
  `a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br
  button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed
  fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe
  image img input ins kbd label legend li link main map mark marquee math menu menuitem meta meter nav nobr noembed
  noframes noscript object ol optgroup option output p param picture plaintext pre progress q rb rp rt rtc ruby s samp
  script search section select slot small source span strike strong style sub summary sup svg table tbody td template
  textarea tfoot th thead time title tr track tt u ul var video wbr xmp`.split(/\s+/),
);

/** Whether a tag is one of HTML. What is not stands for itself in a title: `List<String>`. */
export function isHtmlElement(name: string): boolean {
  return known.has(name);
}

const paragraphs = new Set(
  `address article aside blockquote body center dir dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr main menu
  nav ol p pre section table ul`.split(/\s+/),
);
const lines = new Set("caption dd details div dt figcaption legend li option summary tr".split(" "));

/** How many line breaks a reader sees before and after an element. */
export function breaksAround(name: string): 0 | 1 | 2 {
  if (paragraphs.has(name)) return 2;
  return lines.has(name) ? 1 : 0;
}

const unreadable = new Set(
  `audio button canvas datalist del head iframe noembed noframes noscript object s script strike style svg template title textarea
  select rp rt rtc video`.split(/\s+/),
);

/** Whether the inside of an element is no part of the text: programs, styles, drawings, fallbacks, forms, readings above letters, what was struck out. */
export function isOutsideText(name: string): boolean {
  return unreadable.has(name);
}

/** How letters are read, written above them; each part may be left unclosed. */
export function isReading(name: string): boolean {
  return name === "rt" || name === "rp" || name === "rtc";
}

const open = new Set(
  `area base basefont body br col colgroup dd dt embed frame head hr html img image input li link meta option p param source tbody td
  tfoot th thead tr track wbr`.split(/\s+/),
);

/** Whether HTML allows an element to be opened and never closed. */
export function mayStayOpen(name: string): boolean {
  return open.has(name);
}

const voids = new Set(
  "area base basefont br col embed frame hr img image input link meta param source track wbr".split(" "),
);

/** Whether an element never has anything inside of it. */
export function isVoid(name: string): boolean {
  return voids.has(name);
}
