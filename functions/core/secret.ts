/**
 * A token, code or key. However it is printed, logged, joined or serialised, it says `[secret]`; only
 * {@link reveal} gives the text, so a search for that word finds every place where a secret leaves us.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself: for a request to Meta or a write to the vault, nothing else. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }

  /** What Node prints of it, in `console.log` and in the properties of an error. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "[secret]";
  }
}
