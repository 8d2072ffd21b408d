/**
 * `en_US` is how programs write it, `en-US` how the web does; what is neither is no language. Dear beside the rest of an
 * entry, so a feed's own is read once and not for each entry that has no other.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5646
 */
export function languageTag(written: string | undefined): string | undefined {
  const tag = written?.trim().slice(0, 60).replaceAll("_", "-");
  if (!tag) return undefined;
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}
