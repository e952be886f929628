"""A page's kicker and subtitle are found around its headline."""

from __future__ import annotations

import pytest

from store.formats.html.reader import read_page

KICKER, TITLE, SUBTITLE = "入梅以来水位持续上涨", "渡口的第九场雨", "一个老船工的六月"
TEXT = (
    "".join(
        f"<p>{words}</p>"
        for words in (
            "六月的第一场雨落下来时，渡口的吊机已经停了三天。老船工坐在缆桩上，数着江面上的水纹，谁叫他也不应。",
            "他的徒弟把防水布又压了一层砖，回头看了看江面，说再涨两级石阶，北岸的船就都得挪。老船工没有说话。",
        )
    )
    * 3
)
DATED = "<p>2024-06-17 来源：江城日报</p>"


@pytest.mark.parametrize(
    "head",
    [
        f'<p class="yinti">{KICKER}</p><h1>{TITLE}</h1><p class="futi">{SUBTITLE}</p>{DATED}',
        f'<h3 id="YinTi">{KICKER}</h3><h1>{TITLE}</h1><h2 id="FuTi">{SUBTITLE}</h2>{DATED}',
        f'<p class="shoulder-title">{KICKER}</p><h1>{TITLE}</h1><p class="subTitle">{SUBTITLE}</p>{DATED}',
        f'<span class="kicker">{KICKER}</span><h1>{TITLE}</h1><p class="dek">{SUBTITLE}</p>{DATED}',
        f"<h3>{KICKER}</h3><h1>{TITLE}</h1><h2>{SUBTITLE}</h2>{DATED}",
        f"<p>【引题】{KICKER}</p><h1>{TITLE}</h1><p>副题：{SUBTITLE}</p>{DATED}",
    ],
)
def test_kicker_and_subtitle_by_class_heading_or_label(head: str) -> None:
    page = f"<title>{TITLE}_江城日报</title><body><div>{head}<div>{TEXT}</div></div></body>"
    draft, _ = read_page(page, "a.html")
    assert (draft.kicker, draft.title, draft.subtitle) == (KICKER, TITLE, SUBTITLE)
    assert (draft.date, draft.source) == ("2024-06-17", "江城日报")
    assert draft.text.count(KICKER) == draft.text.count(SUBTITLE) == 1


def test_the_first_heading_of_the_text_is_no_subtitle() -> None:
    page = f"<title>{TITLE}_江城日报</title><body><h1>{TITLE}</h1>{DATED}<h2>{SUBTITLE}</h2>{TEXT}</body>"
    draft, _ = read_page(page, "a.html")
    assert draft.subtitle == ""
    assert SUBTITLE in draft.text


def test_date_beside_the_source_is_no_part_of_its_name() -> None:
    line = "<p>来源：江城日报 2024-06-17 08:30 作者：许砚秋</p>"
    page = f"<title>{TITLE}</title><body><h1>{TITLE}</h1>{line}{TEXT}</body>"
    draft, _ = read_page(page, "a.html")
    assert (draft.source, draft.authors, draft.date) == ("江城日报", ("许砚秋",), "2024-06-17")
