import type { BlogEntry } from "./loopback-blog.ts";

const sentence =
  'The kettle was older than the house, and whoever had mended it last had <em>known what he did</em>: the handle sat <a href="/handles?kind=brass&amp;year=1931">as if it had grown there</a>. ';
const paragraph = `<p>${sentence.repeat(3)}</p>`;

/** About three kilobytes an entry, as blogs have that give their whole texts: paragraphs, links, a picture, a list. */
export function fullTextFeed(entries: readonly BlogEntry[]): string {
  const items = entries.map(
    ({ id, title }, index) => `<item>
<title>${title} &#8211; a title &amp; more</title><link>https://blog.example/${id}/</link>
<dc:creator><![CDATA[A. Writer]]></dc:creator><pubDate>Fri, 20 Nov 2026 ${String(index % 24).padStart(2, "0")}:00:00 +0000</pubDate>
<category><![CDATA[Kitchen]]></category><category><![CDATA[Things that last]]></category>
<guid isPermaLink="false">https://blog.example/?p=${id}</guid>
<description><![CDATA[${sentence} [&#8230;]]]></description>
<content:encoded><![CDATA[<figure><img src="/pictures/${id}.jpg" alt="A kettle" width="1200" height="800"></figure>${paragraph.repeat(4)}<ul><li>brass</li><li>tin</li></ul>]]></content:encoded>
</item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>A blog</title><link>https://blog.example/</link><language>en-GB</language>
${items.join("\n")}
</channel></rss>`;
}
