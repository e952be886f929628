"""Numbers and running heads of printed pages are taken out of a text."""

from __future__ import annotations

import pytest

from store.press.printed.page_lines import without_page_lines
from tests.store.formats.documents import lines, piece

PARAGRAPHS = [
    "六月的第一场雨落下来时，渡口的吊机已经停了三天。老船工坐在缆桩上，数着江面上的水纹，谁叫他也不应。",
    "他的徒弟把防水布又压了一层砖，回头看了看江面，说再涨两级石阶，北岸的船就都得挪。老船工没有说话。",
    "江水涨到第四级石阶，渡轮改走北岸，茶摊收了伞，巷口只剩下一盏灯和一只不肯回家的黄狗，守着候船室。",
] * 4
ROWS = [("　　" + words)[at : at + 20] for words in PARAGRAPHS for at in range(0, len(words) + 2, 20)]

SECTIONS = list(enumerate(PARAGRAPHS, 1))


def printed(number: str, *, heads: tuple[str, ...] = (), separator: str = "\n") -> str:
    pages = []
    for page in range(0, len(ROWS), 7):
        head = [heads[page // 7 % len(heads)]] if heads else []
        pages.append("\n".join([*head, *ROWS[page : page + 7], number.format(page // 7 + 21)]))
    return "渡口的第九场雨\n许砚秋\n\n" + separator.join(pages)


@pytest.mark.parametrize("number", ["{}", "— {} —", "第{}页", "- {} -", "·{}·", "{} / 30"])
@pytest.mark.parametrize("heads", [(), ("江城文艺　2024年第6期", "渡口的第九场雨")])
@pytest.mark.parametrize("separator", ["\n", "\n\n", "\n\f"])
def test_paragraphs_go_on_over_pages(number: str, heads: tuple[str, ...], separator: str) -> None:
    found = piece(printed(number, heads=heads, separator=separator).encode(), "a.txt")
    assert lines(found) == ["渡口的第九场雨", "许砚秋", *PARAGRAPHS]
    assert found.remarks[-1].startswith("left out: 6 page numbers")


@pytest.mark.parametrize(
    "text",
    [
        "渡口\n" + "".join(f"{n}\n江水退了\n石阶还湿着\n没有人来\n船在等\n" for n in range(1, 9)),
        "渡口\n" + "".join(f"{n}\n" + "\n".join(PARAGRAPHS) + "\n" for n in range(1, 9)),
        "".join(f"{n}\n采访者\n{words[:44]}\n老梁\n{words}\n{words}\n" for n, words in SECTIONS),
        "".join(f"{n}\n问\n{words[:20]}\n答\n{words[:24]}\n{words[:-1]}——\n" for n, words in SECTIONS),
        "".join(f"{n}\n老梁\n{words}\n{words[:20]}\n{words[:-1]}~\n" for n, words in SECTIONS),
        "".join(f"{n}\n{words}\n{words}\n{words[:22]}\n" for n, words in SECTIONS),
        "\n".join(map(str, range(1, 30))),
        "",
    ],
)
def test_numbers_of_sections_stay(text: str) -> None:
    assert without_page_lines(text).text == text
