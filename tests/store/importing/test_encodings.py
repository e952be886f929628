"""Text in every common encoding is decoded, and other files are rejected with a message."""

from __future__ import annotations

import codecs
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import BadInput
from store.importing.encodings import decode

SIMPLIFIED = (
    "清晨六点，青石镇的豆腐坊已经冒起了热气。老板娘掀开木盖，把第一板豆腐端到门口，等着赶集的人来挑。\n"
    "镇上的人说，这口井的水甜，做出来的豆腐就嫩：三十年里，井台换过两回石头，水却一直没有断过。\n"
) * 20
TRADITIONAL = (
    "記者昨日走訪這個小鎮，發現街邊的書店還亮著燈。老闆說：「只要還有人進來，我就開下去。」\n"
    "孩子們放學以後也愛來這裡看書，他們把書包放在門邊，一直坐到天黑。\n"
) * 20


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL])
def test_encodings_without_a_mark_are_detected(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == (text, encoding)


def test_big5_is_distinguished_from_gb18030() -> None:
    assert decode(TRADITIONAL.encode("big5"), "a.txt") == (TRADITIONAL, "big5")


def test_big5_with_hong_kong_characters_is_decoded() -> None:
    text = TRADITIONAL + "佢哋喺嗰度食咗飯。"
    assert decode(text.encode("big5hkscs"), "a.txt") == (text, "big5")


@pytest.mark.parametrize(
    ("mark", "codec", "name"),
    [
        (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
    ],
)
def test_a_byte_order_mark_decides_and_is_removed(mark: bytes, codec: str, name: str) -> None:
    assert decode(mark + SIMPLIFIED.encode(codec), "a.txt") == (SIMPLIFIED, name)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("missing", [1, 2, 3])
def test_a_file_cut_inside_a_character_keeps_the_text_before_it(encoding: str, missing: int) -> None:
    text = TRADITIONAL.rstrip("\n")
    read, name = decode(text.encode(encoding)[:-missing], "a.txt")
    assert name.startswith(encoding)
    assert read.rstrip("\ufffd") == text[: len(read.rstrip("\ufffd"))]
    assert len(read.rstrip("\ufffd")) >= len(text) - 3


def test_a_short_text_cut_inside_its_last_character_is_utf_8() -> None:
    assert decode("豆腐坊".encode()[:-1], "a.txt") == ("豆腐\ufffd", "utf-8 (damaged, 1 place)")


def test_slight_damage_is_visible_and_reported() -> None:
    data = bytearray(SIMPLIFIED.encode())
    data[300] = 0xFF
    text, encoding = decode(bytes(data), "a.txt")
    assert encoding == "utf-8 (damaged, 1 place)"
    assert 0 < text.count("\ufffd") <= 3
    assert len(text) >= len(SIMPLIFIED)


@pytest.mark.parametrize("word", ["你好", "联通", "中国", "一要", "新闻", "学习", "读书", "豆腐"])
def test_two_characters_suffice_to_detect_gb18030(word: str) -> None:
    assert decode(word.encode("gb18030"), "a.txt") == (word, "gb18030")


def test_ascii_and_accented_latin_are_decoded() -> None:
    assert decode(b"A plain line.", "a.txt") == ("A plain line.", "utf-8")
    text = "Él toma un café aquí, señor, y entonces vamos a la plaza."
    assert decode(text.encode("cp1252"), "a.txt") == (text, "cp1252")


def test_empty_files_are_rejected() -> None:
    with pytest.raises(BadInput, match=r"^a\.txt: the file is empty; .*\.$"):
        decode(b"", "a.txt")


@pytest.mark.parametrize(
    ("start", "thing"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04", "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\x7fELF", "program"),
        (b"\x1f\x8b\x08", "gzip"),
    ],
)
def test_known_binary_formats_are_rejected_by_name(start: bytes, thing: str) -> None:
    with pytest.raises(BadInput, match=rf"^a\.txt: .*{thing}.*; save it as a text file"):
        decode(start + b"anything", "a.txt")


@pytest.mark.parametrize(
    "data", [b"abc\x00def\x00\x00", b"\x01\x02\x03abc", random.Random(7).randbytes(4000)]
)
def test_binary_data_is_rejected(data: bytes) -> None:
    with pytest.raises(BadInput, match=r"^a\.bin: .*; .*\.$"):
        decode(data, "a.bin")


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_or_rejected(data: bytes) -> None:
    try:
        text, encoding = decode(data, "a.txt")
    except BadInput as refusal:
        assert str(refusal).startswith("a.txt: ")  # noqa: PT017
    else:
        assert encoding
        assert isinstance(text, str)


@settings(deadline=None)
@given(st.text(min_size=1, max_size=200).filter(lambda text: "\x00" not in text))
def test_utf_8_after_a_mark_is_unchanged(text: str) -> None:
    try:
        assert decode(codecs.BOM_UTF8 + text.encode(), "a.txt") == (text, "utf-8-sig")
    except BadInput as refusal:
        assert "binary" in str(refusal)  # noqa: PT017
