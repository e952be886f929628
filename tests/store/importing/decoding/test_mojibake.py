"""A text that was read in a wrong encoding and saved is repaired; no other text is touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.importing.decoding.mojibake import repair
from store.importing.reading import read_file
from tests.lengths import examples

SIMPLIFIED = (
    "入冬以后，山下的茶园歇了工，茶农们聚在晒场上修竹匾。\n今年的春茶比往年晚了半个月，“价钱却高了两成”。\n"
)
TRADITIONAL = "記者昨日走訪這個小鎮，發現街邊的書店還亮著燈。老闆說：「只要還有人進來，我就開下去。」\n"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("utf-8", "latin-1"), ("gb18030", "cp1252"), ("gb18030", "latin-1"), ("big5", "latin-1")],
)
def test_a_text_of_which_nothing_is_lost_is_repaired_completely(right: str, wrong: str) -> None:
    text = TRADITIONAL if right == "big5" else SIMPLIFIED
    found = repair(text.encode(right).decode(wrong))
    assert found is not None
    assert found.text == text


def test_what_was_lost_is_visible_and_counted() -> None:
    found = repair(SIMPLIFIED.encode().decode("gbk", "replace"))
    assert found is not None
    assert found.text.startswith("入冬以后，山下的茶园歇了工")
    places = found.text.count("\ufffd")
    assert found.remark == f"it was UTF-8 read as GBK; repaired: {places} places in it lost for good"


def test_a_question_mark_for_what_was_lost_does_not_stay() -> None:
    found = repair(SIMPLIFIED.encode().decode("gbk", "replace").replace("\ufffd", "?"))
    assert found is not None
    assert "?" not in found.text


@pytest.mark.parametrize(
    "text",
    [
        SIMPLIFIED,
        TRADITIONAL,
        "涔辩爜",
        "\ufffd" * 3000 + "茶园",
        "été à la façon où l'élève naïf déjà " * 9,
        "Привет, как дела? " * 9,
        "日本語の文章はこう書きます。" * 9,
        "氖氙鞲鞯靼靺魃魉魈魍" * 9,
        SIMPLIFIED + SIMPLIFIED.encode().decode("gbk", "replace"),
        SIMPLIFIED.encode().decode("gbk", "replace") + SIMPLIFIED * 3,
    ],
)
def test_no_other_text_is_touched(text: str) -> None:
    assert repair(text) is None


@given(st.text())
@settings(max_examples=examples(100))
def test_any_text_may_be_examined(text: str) -> None:
    found = repair(text)
    assert found is None or found.text


def test_the_import_of_such_a_file_tells_that_it_was_repaired(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"\ufeff茶园的冬天\n\n{SIMPLIFIED}".encode().decode("latin-1"))
    (piece,) = read_file(file)
    assert piece.article.draft.title == "茶园的冬天"
    assert piece.remarks == ("it was UTF-8 read as Latin-1; repaired",)
