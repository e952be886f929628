r"""RTF becomes articles."""

# ruff: noqa: E501 - markup of documents

from __future__ import annotations

import pytest

from store.errors import BadInput
from store.formats.rtf import tokens
from store.model.article import BlockKind
from tests.store.formats.documents import blocks, lines, piece


def read(body: str) -> list[str]:
    return lines(
        piece(
            f"{{\\rtf1\\ansi\\ansicpg936\\deff0{{\\fonttbl{{\\f0\\fcharset134 a;}}}}{body}}}".encode(),
            "a.rtf",
        )
    )


@pytest.mark.parametrize(
    "words",
    [
        "\\u-10174?\\u-8265?",
        "\\u55362 ?\\u57271 ?",
        "\\uc0\\u-10174\\u-8265 ",
        "\\uc2\\u-10174\\'bb\\'bb\\u-8265??",
        "{\\uc1\\u-10174\\'5f\\u-8265 x}",
    ],
)
def test_surrogates_are_joined_whatever_stands_for_them(words: str) -> None:
    assert read(words) == ["𠮷"]


def test_notes_text_boxes_and_rows_are_kept() -> None:
    body = (
        "\\'bc\\'d7{\\footnote \\chftn note}{\\shp{\\*\\shpinst{\\shptxt box\\par}}}\\par\n"
        "\\trowd\\intbl a\\cell b\\cell\\row\\pard end\\par"
    )
    assert read(body) == ["甲[1]", "box", "a\u3000b", "end", "[1] note"]


def test_deleted_and_hidden_text_and_pictures_are_told() -> None:
    found = piece(
        b"{\\rtf1 a{\\deleted b}{\\v c}{\\pict\\pngblip 89504e}{\\*\\unknown d}{\\header e}\\bin3 \\{}f}",
        "a.rtf",
    )
    assert found.article.draft.text == "af"
    assert set(found.remarks) == {
        "1 tracked deletion left out", "1 hidden text left out", "1 picture left out", "1 page header or footer left out",
    }  # fmt: skip


def test_outline_levels_and_style_names_tell_headings() -> None:
    words = "The rest of the text goes on for a while here, until it is dark."
    body = f"{{\\stylesheet{{\\s3 heading 1;}}}}\\pard\\s3 One\\par\\pard {words}\\par\\pard\\outlinelevel1 Two\\par\\pard {words}\\par\\pard\\s3 Three\\par\\pard {words}\\par"
    found = piece(f"{{\\rtf1{body}}}".encode(), "a.rtf")
    assert [text for kind, text in blocks(found) if kind is BlockKind.HEADING] == ["One", "Two", "Three"]


def test_too_many_tokens_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MOST_TOKENS", 10)
    with pytest.raises(BadInput, match="more than 10 RTF tokens"):
        read("\\b x\\b0" * 20)
