/**
 * Words in brackets that a blogging program or its page builder replaces, and that stay in a feed where the builder is
 * switched off or does not look at feeds: `[vc_row]`, `[et_pb_text …]`, `[caption …]`, `[gallery ids="1,2"]`.
 *
 * What people write in brackets stays: `[1]`, `[sic]`, `[laughs]`.
 */
const shortcode = /\[(\/?)([a-z][\w-]{0,60})((?:[\s=:/|][^[\]]{0,5000})?)\]/gi;

/** Builders put their name before each of their words. As of 2026. */
const ofBuilder =
  /^(?:vc|vcex|et_pb|fusion|av|fl_builder|ux|tatsu|kc|mk|nectar|themify|tcb|thrive|tve|siteorigin|wpb|rev|su|woocommerce|bt_bb|mkdf|qode|edgtf|eltdf|cmsms|porto|mpc|ult|ultimate|stm|trx|pagelayer|templatera)_|^(?:x_(?:section|row|column|text)|cs_(?:content|section|layout|row|column|element|text))|^(?:elementor|wpforms|gravityform|ninja_forms?|contact-form)\b/i;
const ofBlogs = new Set(
  `caption wp_caption gallery playlist audio video embed youtube vimeo dailymotion tweet twitter instagram tiktok googlemaps googlemap
  gist soundcloud spotify polldaddy crowdsignal slideshow slideshare scribd contact-form contact-form-7 gravityform ninja_form mailpoet
  mc4wp_form newsletter_form subscribe optinmonster rev_slider layerslider smartslider3 metaslider masterslider nggallery ngg products
  product add_to_cart toc ez-toc lwptoc row column col section box button buttons btn dropcap highlight pullquote one_half one_third
  two_third one_fourth three_fourth one_half_last one_third_last divider spacer clear separator tabs tab accordion toggle spoiler icon
  alert ad ads adsense adrotate sociallinks share social_share code sourcecode html raw raw_html php latex sitemap recipe
  columns image img audioplayer powerpress podcast podcast_episode popup modal lightbox map archives recent-posts`.split(
    /\s+/,
  ),
);
/** What stands between these is no text: a caption, an address, a program. */
const withoutWords =
  /^(?:wp_)?caption$|^(?:embed|youtube|vimeo|video|audio|playlist|gallery|tweet|img|gist|soundcloud|googlemaps?)$|_raw_(?:html|js)$|^(?:fusion|et_pb)_code$|^(?:raw|raw_html|html|php)$/i;

/** Takes the shortcodes out of a document's texts, one after the other. */
export interface Shortcodes {
  /** @returns the text without them. */
  strip(text: string): string;
}

/**
 * @param source - the whole document: a word in brackets that is closed somewhere is a shortcode, whatever it is called.
 */
export function shortcodesOf(source: string): Shortcodes | undefined {
  if (!source.includes("[")) return undefined;
  const opened = new Set<string>();
  const closings = new Map<string, number>();
  for (const [, slash, name = ""] of source.matchAll(shortcode)) {
    const word = name.toLowerCase();
    if (slash === "/") closings.set(word, (closings.get(word) ?? 0) + 1);
    else opened.add(word);
  }
  /** The shortcode whose inside is left out. */
  let inside: string | undefined;

  const isShortcode = (word: string, slash: string, attributes: string, isAlone: boolean) =>
    ofBuilder.test(word) ||
    (opened.has(word) && closings.has(word)) ||
    /[\w-]\s?=\s?(?:["'“”„″«]|&(?:quot|#))/.test(attributes) ||
    (ofBlogs.has(word) && (isAlone || slash === "/" || attributes.includes("=")));

  return {
    strip(text) {
      if (inside === undefined && !text.includes("[")) return text;
      const isAlone = /^\s*(?:\[[^[\]]{1,5000}\]\s*)+$/.test(text);
      const pieces: string[] = [];
      let kept = 0;
      for (const found of text.matchAll(shortcode)) {
        const [whole, slash = "", name = "", attributes = ""] = found;
        const word = name.toLowerCase();
        if (slash === "/") closings.set(word, (closings.get(word) ?? 0) - 1);
        if (inside !== undefined) {
          if (slash !== "/" || word !== inside) continue;
          inside = undefined;
          kept = found.index + whole.length;
          continue;
        }
        if (!isShortcode(word, slash, attributes, isAlone)) continue;
        pieces.push(text.slice(kept, found.index));
        kept = found.index + whole.length;
        if (slash !== "/" && withoutWords.test(word) && (closings.get(word) ?? 0) > 0) inside = word;
      }
      if (inside === undefined) pieces.push(text.slice(kept));
      return pieces.join("");
    },
  };
}
