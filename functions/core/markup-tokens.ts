import { QuoteType, Tokenizer, type TokenizerCallbacks } from "htmlparser2";

export interface MarkupAttribute {
  name: string;
  /** As written, entities not decoded. */
  value: string;
  /** Where name, sign and value stand in the source. */
  start: number;
  end: number;
}

export interface OpenTag {
  name: string;
  attributes: MarkupAttribute[];
  isSelfClosing: boolean;
  start: number;
  end: number;
}

/** Of one tag; real ones have a dozen, and a flood of them is there to fill the memory. */
const mostAttributes = 256;

/** What to do with each part of a document. All texts are as written, entities not decoded. */
export interface MarkupSink {
  open?(tag: OpenTag): void;
  close?(name: string): void;
  text?(raw: string): void;
  /** The inside of a CDATA section: literal text, no entities. */
  literal?(text: string): void;
  /** A tag that the end of the document cuts off, from its `<` on. */
  unfinished?(raw: string): void;
}

/**
 * Runs over XML or HTML once, in linear time on any input, and tells the sink what is there.
 *
 * It builds on the tokenizer of htmlparser2, not on its `Parser`: the parser keeps its open elements in an
 * array that grows at the front, which is quadratic, and 200,000 nested tags in a feed would hang it.
 * Whoever needs to know what is open keeps a stack of its own.
 *
 * A sink stops the run by throwing.
 */
export function readMarkup(source: string, syntax: "xml" | "html", sink: MarkupSink): void {
  let tag: OpenTag | undefined;
  let attribute: MarkupAttribute | undefined;
  let readUpTo = 0;
  const nameAt = (start: number, end: number) =>
    syntax === "html" ? source.slice(start, end).toLowerCase() : source.slice(start, end);
  const finish = (end: number, isSelfClosing: boolean) => {
    readUpTo = end;
    if (tag !== undefined) sink.open?.(Object.assign(tag, { isSelfClosing, end }));
    tag = undefined;
  };

  const callbacks: TokenizerCallbacks = {
    onopentagname(start, end) {
      tag = { name: nameAt(start, end), attributes: [], isSelfClosing: false, start: start - 1, end };
    },
    onattribname(start, end) {
      attribute = { name: nameAt(start, end), value: "", start, end };
    },
    onattribdata(start, end) {
      if (attribute !== undefined) attribute.value += source.slice(start, end);
    },
    onattribend(quote, end) {
      if (attribute === undefined || tag === undefined) return;
      if (quote !== QuoteType.NoValue) attribute.end = end;
      if (tag.attributes.length < mostAttributes) tag.attributes.push(attribute);
      attribute = undefined;
    },
    onopentagend: (at) => finish(at + 1, false),
    onselfclosingtag: (at) => finish(at + 1, true),
    onclosetag(start, end) {
      const closing = source.indexOf(">", end);
      readUpTo = closing < 0 ? source.length : closing + 1;
      sink.close?.(nameAt(start, end));
    },
    ontext(start, end) {
      readUpTo = end;
      sink.text?.(source.slice(start, end));
    },
    oncdata(start, at, endOffset) {
      readUpTo = at + 1;
      sink.literal?.(source.slice(start, at - endOffset));
    },
    oncomment: (_start, at) => {
      readUpTo = at + 1;
    },
    ondeclaration: (_start, at) => {
      readUpTo = at + 1;
    },
    onprocessinginstruction: (_start, at) => {
      readUpTo = at + 2;
    },
    onend() {
      if (readUpTo < source.length) sink.unfinished?.(source.slice(readUpTo));
    },
    // Entities are decoded by whoever wants the text: XML, HTML text and HTML attributes each have their own rules.
    onattribentity() {},
    ontextentity() {},
  };
  const tokenizer = new Tokenizer(
    { xmlMode: syntax === "xml", decodeEntities: false, recognizeSelfClosing: true },
    callbacks,
  );
  tokenizer.write(source);
  tokenizer.end();
}
