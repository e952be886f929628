"""The stylesheet of the HTML page, for light and dark screens and for print. It refers to no other file.

Chinese is set according to CLREQ (W3C, Requirements for Chinese Text Layout): justified, with an indent of
two characters and strict line breaking. Browsers that support it hang punctuation and add a quarter em
between Han and Latin (CSS Text 3 and 4). All heights are multiples of the line height.
"""

from __future__ import annotations

from collections.abc import Mapping

TINT_ALPHA = "33"
"""The opacity of a highlight's background, 20 %, as two hexadecimal digits."""

_BODY = """
:root {
  color-scheme: light dark;
  --paper: #fbf8f1; --ink: #26221c; --faint: #6d6455; --rule: #d9cfb8; --seal: #a3231b;
  --line: 2rem; --measure: 36rem; --gutter: 2.5rem; --margin: 15rem; --small: .8125rem;
  --song: "Source Han Serif SC", "Noto Serif CJK SC", "Noto Serif SC", "Songti SC", SimSun, serif;
  --hei: "Source Han Sans SC", "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei",
    sans-serif;
}
:lang(zh-Hant) {
  --song: "Source Han Serif TC", "Noto Serif CJK TC", "Noto Serif TC", "Songti TC", PMingLiU, serif;
  --hei: "Source Han Sans TC", "Noto Sans CJK TC", "Noto Sans TC", "PingFang TC", "Microsoft JhengHei",
    sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root { --paper: #16181c; --ink: #d8d3c8; --faint: #a09a8e; --rule: #3a404b; --seal: #f07a6d; }
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: var(--line) 1.25rem calc(3 * var(--line));
  max-width: calc(var(--measure) + 2.5rem);
  font: 1.125rem/var(--line) Georgia, var(--song);
  line-break: strict; overflow-wrap: anywhere; font-kerning: normal; text-spacing-trim: normal;
  text-autospace: normal; hanging-punctuation: allow-end last;
}
[lang] { font-family: Georgia, var(--song); }
h1, h2, h3, p, ol, ul, blockquote { margin: 0; padding: 0; font-weight: normal; font-size: inherit; }
ol, ul { list-style: none; }
a { color: inherit; text-decoration: underline 1px var(--rule); text-underline-offset: .2em; }
a:hover, a:focus-visible { text-decoration-color: currentcolor; }
:target { outline: 2px solid var(--seal); outline-offset: 2px; }

.alone article { margin-top: var(--line); }
.seal {
  display: inline-block; margin-bottom: var(--line); padding: .25rem .5rem; line-height: 1.5rem;
  background: var(--seal); color: var(--paper); letter-spacing: .15em; text-indent: .15em;
}
h1 { font-size: 2rem; line-height: calc(1.5 * var(--line)); }
.sum, .source, .who, .count, .of { font-family: Georgia, var(--hei); color: var(--faint); }
.count { font-weight: normal; }
.sum, .source { font-size: .875rem; line-height: calc(.75 * var(--line)); }

.contents, .index {
  border-top: 1px solid var(--ink); padding-top: calc(var(--line) - 1px); margin-top: var(--line);
}
.contents h2, .index h2 { font-size: 1.5rem; padding-bottom: calc(.5 * var(--line)); }
.contents li { padding-left: 2.5rem; text-indent: -2.5rem; counter-increment: article; }
.contents li::before {
  content: counter(article); display: inline-block; width: 2.5rem; text-indent: 0; color: var(--seal);
  font-size: var(--small);
}
.of { font-size: var(--small); padding-left: .5rem; }

article {
  display: flow-root; border-top: 1px solid var(--ink); margin-top: calc(2 * var(--line));
  padding-top: var(--line);
}
.about { padding-bottom: var(--line); }
.words, .said, blockquote { white-space: pre-wrap; }
.words { text-align: justify; }
p.paragraph { text-indent: 2em; }
p.paragraph.indented { text-indent: 0; }
h2.title, p.title {
  font-size: 1.75rem; line-height: calc(1.25 * var(--line)); font-weight: bold; text-align: left;
  padding-bottom: calc(.5 * var(--line));
}
.kicker, .subtitle {
  font-size: 1.1875rem; color: var(--faint); text-align: left; padding-bottom: calc(.25 * var(--line));
}
.column, .byline, .date, .caption, .credit {
  font-size: .9375rem; color: var(--faint); font-family: Georgia, var(--hei);
}
.byline, .date { text-align: left; padding-bottom: calc(.5 * var(--line)); }
.caption, .credit { padding: 0 2em calc(.25 * var(--line)); }
h3 { font-weight: bold; text-align: left; padding-top: var(--line); font-family: Georgia, var(--hei); }

mark {
  color: inherit; background: var(--t); text-decoration: underline 2px var(--c); text-underline-offset: .22em;
  text-decoration-skip-ink: none; -webkit-print-color-adjust: exact; print-color-adjust: exact;
}
mark mark { text-underline-offset: .4em; }
mark mark mark { text-underline-offset: .58em; }
sup {
  font: .6875rem/1 Georgia, serif; vertical-align: .55em; padding: 0 .1em; -webkit-user-select: none;
  user-select: none;
}
sup a, .number { color: var(--seal); text-decoration: none; }

.note {
  font: var(--small)/calc(.6875 * var(--line)) Georgia, var(--hei); margin-bottom: calc(.375 * var(--line));
}
.notes .note, .orphan, .whole { border-left: 2px solid var(--c, var(--seal)); padding-left: .75rem; }
.number { font-size: .75rem; padding-right: .35em; }
.tag {
  display: inline-block; padding-right: .6em; unicode-bidi: isolate; text-decoration: none;
  font-weight: bold;
}
.tag::before {
  content: ""; display: inline-block; width: .55em; height: .55em; margin-right: .3em; background: var(--c);
  -webkit-print-color-adjust: exact; print-color-adjust: exact;
}
.who, .gone { font-size: .75rem; unicode-bidi: isolate; color: var(--faint); }
.open { font-family: inherit; text-decoration: none; white-space: nowrap; }
.row { display: flex; flex-direction: column; }
.row .notes { order: 2; margin: calc(.25 * var(--line)) 0 calc(.25 * var(--line)) 2em; }
.orphans { margin-top: var(--line); border-top: 1px dotted var(--faint); }
.orphan { margin-top: calc(.5 * var(--line)); }
blockquote { font-style: normal; }

.entry { padding-bottom: calc(.5 * var(--line)); }
.entry h3 { padding: 0; }
.entry .description, .places { font: .875rem/calc(.75 * var(--line)) Georgia, var(--hei); }
.entry .same-as { margin: 0; font-size: .75rem; overflow-wrap: anywhere; }
.entry .description { color: var(--faint); white-space: pre-wrap; }
.places li { padding-left: 2em; text-indent: -2em; }
.place { color: var(--faint); text-decoration: none; padding-left: .75em; }
.place b { color: var(--seal); font-weight: normal; font-size: .75rem; padding-right: .2em; }

@media screen {
  article { content-visibility: auto; contain-intrinsic-size: auto 60rem; }
}
@media screen and (min-width: 62rem), print and (min-width: 150mm) {
  body { max-width: calc(var(--measure) + var(--gutter) + var(--margin) + 2.5rem); }
  article { padding-right: calc(var(--gutter) + var(--margin)); }
  .row { display: block; }
  .row .notes {
    float: right; clear: right; width: var(--margin);
    margin: .3rem calc(-1 * (var(--gutter) + var(--margin))) 0 0;
  }
}
@page { size: A4; margin: 20mm 18mm 22mm; @bottom-center { content: counter(page); } }
@media print {
  :root {
    color-scheme: light; --paper: #fff; --ink: #000; --faint: #4d4d4d; --rule: #999; --seal: #8f1d16;
    --line: 18pt; --measure: 114mm; --gutter: 8mm; --margin: 52mm; --small: 8pt;
  }
  html { background: none; }
  body { max-width: none; padding: 0; font-size: 10.5pt; orphans: 2; widows: 2; }
  a { text-decoration: none; }
  :target { outline: none; }
  h1 { font-size: 20pt; } .contents h2, .index h2, h2.title, p.title { font-size: 16pt; }
  .sum, .source, .entry .description, .places { font-size: 8.5pt; }
  .column, .byline, .date, .caption, .credit { font-size: 9pt; }
  sup, .number, .who, .gone, .place b, .note .count { font-size: 7pt; }
  .seal { border: 1pt solid var(--seal); background: none; color: var(--seal); }
  article { margin: 0; padding-top: 0; border: 0; break-before: page; }
  .alone article { break-before: auto; padding-top: var(--line); }
  .index { break-before: page; margin: 0; }
  h1, h2, h3, .title, .kicker, .subtitle, .byline, .date, .about { break-after: avoid; }
  .note { break-inside: avoid; }
  .long { break-inside: auto; }
  .entry h3, .description { break-after: avoid; }
  .contents a::after { content: leader(dotted) target-counter(attr(href url), page); }
}
"""


def stylesheet(colours: Mapping[str, str]) -> str:
    """Return the stylesheet.

    :param colours: the class of each colour, by ``#rrggbb``.
    """
    classes = (
        f".{name} {{ --c: {colour}; --t: {colour}{TINT_ALPHA}; }}\n"
        for colour, name in sorted(colours.items())
    )
    return _BODY + "".join(classes)
