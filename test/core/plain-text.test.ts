import { describe, expect, it } from "vitest";
import { htmlToText, tidyText } from "../../functions/core/plain-text.ts";
import { htmlToLine, titleLine } from "../../functions/core/title-line.ts";

describe("HTML becomes the text that a person would have typed", () => {
  it.each([
    ["paragraphs stand apart", "<p>One.</p><p>Two.</p>", "One.\n\nTwo."],
    ["a break is a line", "One<br>two<br/>three", "One\ntwo\nthree"],
    ["two breaks are a paragraph, three no more", "One<br><br><br>two", "One\n\ntwo"],
    [
      "white space in the source means nothing",
      "<p>\n  One\n  two\t </p>\n\n\n<p>three</p>",
      "One two\n\nthree",
    ],
    ["blanks between words stay", "one <b>two</b> <i> three</i>four", "one two threefour"],
    ["bullets", "<p>Buy:</p><ul><li>salt</li><li>flour</li></ul>", "Buy:\n\n• salt\n• flour"],
    ["numbers, from where they start", '<ol start="9"><li>nine</li><li>ten</li></ol>', "9. nine\n10. ten"],
    ["lists in lists", "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>", "• a\n  1. b\n• c"],
    ["an empty item has no bullet", "<ul><li></li><li>a</li></ul>", "• a"],
    ["item closed by nobody", "<ul><li>a<li>b</ul>c", "• a\n• b\n\nc"],
    ["headings", "<h2>Why</h2>Because", "Why\n\nBecause"],
    [
      "items of several paragraphs stand line by line",
      "<ul><li><p>a</p></li><li><p>b</p><p>c</p></li></ul><p>d</p>",
      "• a\n• b\nc\n\nd",
    ],
    [
      "what others said, and who",
      "<p>She said:</p><blockquote><p>Yes.</p><p>I <cite>do</cite>.</p><cite>Ann</cite></blockquote><p>So.</p>",
      "She said:\n\n“Yes.\n\nI do.”\n\n— Ann\n\nSo.",
    ],
    [
      "who said it behind a dash",
      "<blockquote><p>Yes.</p>&mdash; Ann (@ann)</blockquote>",
      "“Yes.”\n\n— Ann (@ann)",
    ],
    [
      "marks that are there already",
      "<blockquote>«Oui»</blockquote><blockquote></blockquote>x",
      "«Oui»\n\nx",
    ],
    [
      "a quotation in a quotation",
      "<blockquote>a<blockquote>b</blockquote>c</blockquote>d",
      "“a\n\nb\n\nc”\n\nd",
    ],
    ["powers and indices", "10<sup>6</sup> H<sub>2</sub>O x<sup>−n</sup> 1<sup>st</sup>", "10⁶ H₂O x⁻ⁿ 1st"],
    ["nothing struck out", "for <del>five</del> <s>six</s> <ins>seven</ins>", "for seven"],
    ["no captions", "<figure><img src=x><figcaption>By Ann</figcaption></figure><p>a</p>", "a"],
    ["a caption where there is no other text", "<figure><figcaption>By Ann</figcaption></figure>", "By Ann"],
    [
      "no footnotes and no marks of them",
      '<p>a<sup id="fnref1"><a href="https://a.example/#fn1">1</a></sup> b</p><div class="footnotes"><p>c</p><div>d</div></div>e',
      "a b\n\ne",
    ],
    [
      "no buttons and sign-up boxes",
      '<p>a</p><p class="button-wrapper"><a class="button">Share</a></p><div class="subscription-widget-wrap"><div>b</div></div>c',
      "a\n\nc",
    ],
    [
      "no numbers beside the lines of code",
      '<table><tr><td class="gutter"><pre>1\n2</pre></td><td><pre>a\nb</pre></td></tr></table><div class="gutter">c</div>',
      "a\nb\n\nc",
    ],
    [
      "no signs beside headings",
      '<h2>Why <a class="anchor" href="#why">#</a></h2><p class="anchor">a</p>',
      "Why\n\na",
    ],
    [
      "of a page that is shown in a frame only its name",
      '<figure class="kg-card kg-bookmark-card"><a href="https://a.example"><div class="kg-bookmark-title">A page</div><div class="kg-bookmark-description">b</div><div class="kg-bookmark-metadata">c</div></a></figure>',
      "A page",
    ],
    ["what hides does not come out", '<p hidden>a<p>b <span style="display: none">c</span>d</p>', "b d"],
    ["quotation marks", "<q>Yes</q>, she said", "“Yes”, she said"],
    [
      "code keeps its blanks where Rouge sets each word in a tag",
      '<pre><code><span class="k">def</span> <span class="nf">water</span><span class="p">():</span>\n    <span class="k">return</span> <span class="mi">3</span>\n</code></pre>',
      "def water():\n    return 3",
    ],
    [
      "code keeps its blanks where Pygments sets them in tags of their own",
      '<div class="highlight"><pre><span></span><span class="k">def</span><span class="w"> </span><span class="nf">water</span>():\n<span class="w">    </span><span class="k">return</span><span class="w"> </span><span class="mi">3</span>\n</pre></div>',
      "def water():\n    return 3",
    ],
    [
      "code keeps its indentation where Chroma sets each line in tags",
      '<pre class="chroma"><code><span class="line"><span class="cl"><span class="k">if</span> x:\n</span></span><span class="line"><span class="cl">    <span class="k">y</span>\n</span></span><span class="line"><span class="cl">\t<span>z</span></span></span></code></pre>',
      "if x:\n    y\n\tz",
    ],
    ["code keeps its shape", "<pre><code>if x:\n    y\n</code></pre><p>z</p>", "if x:\n    y\n\nz"],
    ["rows and cells", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"],
    ["entities, once", "&lt;b&gt; &amp;amp; caf&eacute; &#128512;", "<b> &amp; café 😀"],
    ["programs and styles are no text", "a<script>if (1<2) b()</script><style>p{}</style>c", "ac"],
    [
      "players, drawings and forms neither",
      "a<iframe>b</iframe><svg><title>c</title></svg><textarea>d</textarea>e",
      "ae",
    ],
    ["comments neither", "a<!-- <p>b</p> -->c", "ac"],
    [
      "emoji that became pictures come back",
      '<img class="wp-smiley" alt="🍞" src="x"> <img alt="no" src="y">',
      "🍞",
    ],
    ["soft hyphens go, joiners of emoji stay", "Donau&shy;dampf 👩&zwj;🚀", "Donaudampf 👩‍🚀"],
    ["a text without tags keeps its paragraphs", "One\ntwo\n\n\nthree &amp; four", "One two\n\nthree & four"],
    ["broken markup costs no words", "<p>One <b>two</p></i>three <a href='x>four", "One two\n\nthree"],
    ["nothing", "", ""],
    ["only markup", "<p> </p><img src=x>", ""],
  ])("%s", (_what, html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  it.each([
    ["de-AT", "„Ja“"],
    ["fr", "«\u00a0Ja\u00a0»"],
    ["ja", "「Ja」"],
    ["pt-PT", "«Ja»"],
    ["pt", "“Ja”"],
    ["tlh", "“Ja”"],
  ])("with the quotation marks of its language: %s", (language, text) => {
    expect(htmlToText("<blockquote>Ja</blockquote>", language)).toBe(text);
    expect(htmlToText("<q>Ja</q>", language)).toBe(text);
  });

  it("however deep it is nested", () => {
    expect(htmlToText(`${"<div><ul><li>".repeat(50_000)}deep`)).toMatch(/deep$/);
  });
});

describe("a title is one line", () => {
  it.each([
    ["markup goes", "<b>Bold</b> and <i>italic</i>", "Bold and italic"],
    ["lines become blanks", "One<br>two\n three<p>four</p>", "One two three four"],
    ["entities are decoded once", "Fish &amp; Chips &amp;amp; more", "Fish & Chips &amp; more"],
    ["types are no tags", "Map<String, List<Integer>> explained", "Map<String, List<Integer>> explained"],
    ["a heart is no tag", "I <3 you", "I <3 you"],
    ["a comparison is no tag", "a < b > c", "a < b > c"],
    ["a tag that is talked about stays", "The <details> element", "The <details> element"],
    ["so does a closing one of no HTML", "Why </foo>?", "Why </foo>?"],
    ["a script never becomes text", "Hi<script>alert(1)</script>!", "Hi!"],
    ["one that never closes is talked about", "On <style> and <script>", "On <style> and <script>"],
    ["a paragraph may stay open", "<p>One<p>two", "One two"],
    ["a cut-off link goes", 'Read <a href="x', "Read"],
    ["a cut-off type stays", "About List<Str", "About List<Str"],
    ["an emoji picture is an emoji", '<img class="emoji" alt="🌊" src="x">', "🌊"],
    ["comments go", "a<!-- b -->c", "ac"],
  ])("%s", (_what, html, line) => {
    expect(htmlToLine(html)).toBe(line);
  });

  it("of bounded length that never cuts an emoji in two", () => {
    const line = titleLine("😀".repeat(2_000));
    expect(line.length).toBeLessThanOrEqual(1_000);
    expect(line.isWellFormed()).toBe(true);
    expect(line.endsWith("😀…")).toBe(true);
  });
});

it.each([
  ["lines", "a\n  b\n\n\n\nc ", "a\nb\n\nc"],
  ["paragraphs", "a\n  b\n\n\n\nc ", "a b\n\nc"],
] as const)("a plain text keeps its %s", (keep, text, tidy) => {
  expect(tidyText(text, keep)).toBe(tidy);
});
