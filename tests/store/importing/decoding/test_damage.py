"""Damage in a text is told, with its place."""

from __future__ import annotations

import pytest

from store.errors import BadInput
from store.importing.decoding.damage import told_by_line, told_by_words
from store.importing.decoding.encodings import decode
from tests.store.formats.documents import piece

TEXT = "码头上的吊机停了三天。\n老船工坐在缆桩上数云，说这是入梅的第九场雨。\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("码头\n上的\ufffd\ufffd机停\ufffd了", "2 places with �, the first in line 2, column 3"),
        ("码头\n\n　　锟斤拷锟斤拷机停了", "1 place with 锟斤拷, in line 3, column 3"),
        ("码头烫烫烫烫停了", "1 place with 烫烫烫, in line 1, column 3"),
        (
            "\ufeff码头上的吊机".encode().decode("gb18030", "replace")[:5],
            "1 place with 锘, in line 1, column 1",
        ),
        ("码头\ue000停了", "1 place with private-use characters, in line 1, column 3"),
        ("?头上，?机停?三天", "3 places with ? in the place of characters, the first in line 1, column 1"),
        (
            "码头\n  ????????\n????\n?????",
            "3 places with ? in the place of characters, the first in line 2, column 3",
        ),
    ],
)
def test_each_kind_of_damage_is_told_with_number_and_place(text: str, told: str) -> None:
    assert told_by_line(text) == (f"its text is damaged: {told}",)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "他问：你去吗?我说去。谁?是我。什么??真的。",
        "he? she? it?",
        "烫烫的一锅汤，拷贝一份。",
        "a?b=c&d?e 的链接",
        "锘是一种元素，锘元素有放射性。",
        "好烫烫烫！烫烫烫，他说。好烫烫烫烫烫！",
    ],
)
def test_a_sound_text_is_not_called_damaged(text: str) -> None:
    assert told_by_line(text) == ()


def test_in_other_formats_the_words_around_are_told() -> None:
    assert told_by_words("码头上的吊机\ufffd停了\n三天") == (
        "its text is damaged: 1 place with �, in “码头上的吊机�停了”",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16-le"])
@pytest.mark.parametrize("kind", ["cut", "wrong", "more"])
def test_a_text_with_one_bad_byte_is_imported_and_the_byte_told(encoding: str, kind: str) -> None:
    text = (TEXT * 4).strip() if encoding != "big5" else "江水漲到第四級石階，渡輪改走北岸。\n" * 8 + "北岸"
    data = bytearray(text.encode(encoding))
    middle = len(data) // 4 * 2
    if kind == "cut":
        del data[-1:]
    elif kind == "wrong":
        data[middle : middle + 2] = b"\xff\xff"
    else:
        data[middle:middle] = b"\xff" if encoding != "utf-16-le" else b"\xff\xff"
    found = piece(bytes(data), "a.txt")
    assert any("damaged" in each and "line" in each for each in found.remarks)
    assert len(found.article.draft.text) > len(text) - 4


@pytest.mark.long
def test_where_the_text_of_a_file_ends_is_told() -> None:
    for encoding in ("utf-8", "gb18030"):
        for rest in (bytes(4000), b"\xff" * 4000, bytes(range(128, 256)) * 30):
            with pytest.raises(BadInput, match=r"text only up to line (39|40|41) \(byte"):
                decode((TEXT * 20).encode(encoding) + rest, "a.txt")
