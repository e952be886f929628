"""Text in every common encoding is decoded, and other files are rejected with a message."""

from __future__ import annotations

import codecs
import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import BadInput
from store.importing.decoding.encodings import decode
from tests.lengths import by_length

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


JAPANESE = (
    "朝の市場には、山で採れた野菜と海の魚が並んでいた。店の人たちは、値段よりも味を大切にしているという。\n"
    "子どもたちは学校の帰りに図書館へ寄り、季節の花の名前を調べてノートに書いた。\n"
)
KOREAN = (
    "아침 시장에는 산에서 나는 나물과 바다에서 잡은 생선이 가득했다. "
    "가게 사람들은 값보다 맛을 중요하게 생각한다.\n"
    "아이들은 학교가 끝나면 도서관에 들러 계절마다 피는 꽃의 이름을 찾아 공책에 적었다.\n"
)


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (JAPANESE, "euc_jp", "euc-jp"),
        (JAPANESE, "cp932", "shift_jis"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
        (JAPANESE, "utf-16-le", "utf-16-le"),
        (KOREAN, "euc_kr", "euc-kr"),
        (KOREAN, "iso2022_kr", "iso-2022-kr"),
        (KOREAN, "utf-16-be", "utf-16-be"),
        (SIMPLIFIED, "hz", "hz"),
        (SIMPLIFIED, "utf-32-le", "utf-32-le"),
        (SIMPLIFIED, "utf-32-be", "utf-32-be"),
        (TRADITIONAL, "gbk", "gb18030"),
    ],
)
def test_other_encodings_of_east_asia_are_read_as_what_they_are(text: str, codec: str, name: str) -> None:
    assert decode(text.encode(codec), "a.txt") == (text, name)
    line = text.splitlines()[1]
    assert decode(line.encode(codec), "a.txt") == (line, name)


@pytest.mark.parametrize("codec", ["koi8-r", "cp1251", "iso8859-7"])
def test_encodings_that_are_not_supported_are_refused(codec: str) -> None:
    text = "Утром на рынке было много людей, и все говорили о погоде и о новой дороге."
    if codec == "iso8859-7":
        text = "Το πρωί στην αγορά υπήρχαν πολλοί άνθρωποι που μιλούσαν για τον καιρό."
    with pytest.raises(BadInput, match="encoding cannot be detected"):
        decode(text.encode(codec), "a.txt")


def test_seven_bit_text_with_plus_signs_is_not_utf_7() -> None:
    assert decode(b"+T2BZfQ-", "a.txt") == ("+T2BZfQ-", "utf-8")


def surrogates_in_utf_8(text: str) -> bytes:
    """``text`` in CESU-8."""
    units = text.encode("utf-16-be")
    pairs = (units[at : at + 2].decode("utf-16-be", "surrogatepass") for at in range(0, len(units), 2))
    return "".join(pairs).encode("utf-8", "surrogatepass")


def test_cesu_8_and_modified_utf_8_are_read() -> None:
    text = "𠮷野家的门口有一只😀。"
    assert decode(surrogates_in_utf_8(text), "a.txt") == (text, "cesu-8")
    modified = surrogates_in_utf_8("前" + text) + b"\xc0\x80"
    assert decode(modified, "a.txt") == ("前" + text, "cesu-8 (1 NUL left out)")


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5"])
def test_a_stray_nul_is_left_out_and_told(codec: str) -> None:
    data = TRADITIONAL.encode(codec)
    read, name = decode(data[:60] + b"\x00" + data[60:], "a.txt")
    assert (read, name) == (TRADITIONAL, f"{codec} (1 NUL left out)")


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00", b"\xff\xfe", b"\xfe\xff\xd8", b"\xef\xbb\xbf\xff", b"\x00"]
)
def test_a_file_with_nothing_readable_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput, match="binary"):
        decode(data, "a.txt")


@pytest.mark.longer
@pytest.mark.parametrize("byte", by_length(short=[0x80], long=[0x00, 0x80, 0xA1, 0xC4, 0xFF]))
@pytest.mark.parametrize("codec", ["gb18030", "big5", "euc_jp", "euc_kr", "utf-16-le", "utf-16-be", "utf-8"])
def test_one_bad_byte_in_a_long_line_costs_a_character_or_two(byte: int, codec: str) -> None:
    text = {"euc_jp": JAPANESE, "euc_kr": KOREAN, "big5": TRADITIONAL}.get(codec, SIMPLIFIED)
    text = text.replace("\n", "")
    data = text.encode(codec)
    for at in (1, len(data) // 2, len(data) // 2 + 1):
        read, name = decode(data[:at] + bytes([byte]) + data[at:], "a.txt")
        assert (Counter(text) - Counter(read)).total() <= 3
        assert name.split(" ")[0] == codec.replace("_", "-")
        assert read != text or "NUL" in name


@pytest.mark.long
@pytest.mark.parametrize("text", by_length(short=[SIMPLIFIED], long=[SIMPLIFIED, JAPANESE, KOREAN]))
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_a_byte_lost_in_utf_16_does_not_swap_its_bytes(text: str, codec: str) -> None:
    data = text.encode(codec)
    for at in range(0, 120, 7):
        read, name = decode(data[:at] + data[at + 1 :], "a.txt")
        assert name == f"{codec} (damaged, 1 place)"
        assert (Counter(text) - Counter(read)).total() <= 3


def test_a_byte_lost_in_big5_costs_its_character_and_seldom_the_next() -> None:
    text = (
        "冬天手凍得捏不住閘，兒子班上要求統一。怎麼嫁女兒，她偏裝作沒聽見，"
        "耽誤的可能是一場病，我有點慌：這個詞。"
    )
    data = text.encode("big5")
    lost = [
        (Counter(text) - Counter(decode(data[:at] + data[at + 1 :], "a.txt")[0])).total()
        for at in range(2, len(data))
    ]
    assert sum(each > 2 for each in lost) <= 4


@pytest.mark.parametrize("codec", ["big5", "gb18030"])
def test_single_latin_letters_between_characters_are_no_damage(codec: str) -> None:
    text = "她穿著T恤，坐在A座等K線圖。維生素C和X光片都在櫃裡；甲、乙兩人叫他小D，他姓亓B。"
    text = text if codec == "big5" else text.translate(str.maketrans("著線維櫃裡兩", "着线维柜里两"))
    assert decode(text.encode(codec), "a.txt") == (text, codec)


def test_the_damage_is_counted() -> None:
    line = SIMPLIFIED.replace("\n", "").encode("gb18030")
    data = b"\xff".join([line[:100], line[100:301], line[301:]])
    read, name = decode(data, "a.txt")
    assert name == "gb18030 (damaged, 2 places)"
    assert read.count("\ufffd") == 2


def test_rare_characters_are_no_damage() -> None:
    text = "少见的姓氏有：" + "、".join("亓仉仝佴佘俎冼刁厍呙咎哈啜圉夔妘娄宓寇嵇昝爨") + "。"
    for codec in ("gb18030", "utf-16-le"):
        assert decode(text.encode(codec), "a.txt") == (text, codec)


@pytest.mark.long
@settings(deadline=None, max_examples=60, derandomize=True)  # rarely a damage is as likely another text
@given(
    st.sampled_from(["utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be", "euc_jp", "euc_kr", "cp932"]),
    st.lists(st.tuples(st.integers(0, 9999), st.sampled_from("cdi"), st.integers(1, 255)), max_size=3),
)
def test_random_damage_costs_a_few_characters_and_the_encoding_stays(
    codec: str, changes: list[tuple[int, str, int]]
) -> None:
    text = {"euc_jp": JAPANESE, "cp932": JAPANESE, "euc_kr": KOREAN, "big5": TRADITIONAL}.get(
        codec, SIMPLIFIED
    )
    data = bytearray(text.encode(codec))
    for place, what, byte in changes:
        at = place % len(data)
        data[at : at + (what != "i")] = b"" if what == "d" else bytes([byte])
    read, name = decode(bytes(data), "a.txt")
    assert (Counter(text) - Counter(read)).total() <= 8 * len(changes)
    assert name.split(" ")[0] == {"cp932": "shift_jis"}.get(codec, codec.replace("_", "-"))


def test_a_text_with_more_than_a_few_bad_bytes_is_refused() -> None:
    data = bytearray(SIMPLIFIED.encode())
    data[::60] = b"\xff" * len(data[::60])
    with pytest.raises(BadInput, match="binary"):
        decode(bytes(data), "a.txt")


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


@pytest.mark.long
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


@pytest.mark.parametrize(("first", "second"), [("utf-8", "gb18030"), ("gb18030", "utf-8"), ("utf-8", "big5")])
def test_a_text_of_two_encodings_is_refused_with_the_line_of_the_change(first: str, second: str) -> None:
    half = "這是中文的一段話，我們在這裡說了很多。\n" * 30
    with pytest.raises(BadInput, match=r"two encodings.* from line 31"):
        decode(half.encode(first) + half.encode(second), "a.txt")
