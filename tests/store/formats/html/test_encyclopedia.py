"""Pages of wikis and 百科: what is no text of the article stays out, and is told."""

from __future__ import annotations

from store.formats.html.encyclopedia import without_apparatus
from store.formats.html.reader import read_page

WIKI = """<html><head><title>木桥 - 某百科</title></head><body class="mediawiki ltr"><h1>木桥</h1>
<div class="mw-parser-output"><table class="infobox"><tr><th>材料</th><td>松木</td></tr></table>
<p>木桥多见于山间溪流之上，旧时由村民合力修建。<sup class="reference">[1]</sup>面积一百米<sup>2</sup>。</p>
<div id="toc" class="toc"><h2>目录</h2><ul><li>1 历史</li></ul></div>
<h2>历史<span class="mw-editsection">[<a>编辑</a>]</span></h2>
<p>最早的记载见于县志，说是三位木匠用了一个冬天把它修好。<sup>[2-3]</sup></p>
<h2>参考文献</h2><ol class="references"><li>《某县志》卷三。</li><li>《山桥考》。</li></ol></div>
</body></html>"""


def test_marks_boxes_and_references_stay_out_and_are_told() -> None:
    draft, remarks = read_page(WIKI, "a.html")
    assert draft.text.split("\n") == [
        "木桥",
        "木桥多见于山间溪流之上，旧时由村民合力修建。面积一百米2。",
        "历史",
        "最早的记载见于县志，说是三位木匠用了一个冬天把它修好。",
    ]
    assert remarks[0] == "left out: 2 marks of references, 2 references, 2 boxes and lists of contents"


def test_other_pages_and_elements_without_an_end_stay_as_they_are() -> None:
    plain = WIKI.replace("mediawiki", "news").replace("mw-parser-output", "text")
    assert without_apparatus(plain) == (plain, "")
    broken = WIKI.replace("</table>", "")
    assert without_apparatus(broken) == (broken, "")
