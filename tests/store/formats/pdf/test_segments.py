"""The segments of a line: marks in gaps, marks whose boxes reach over each other, text over text."""

from __future__ import annotations

from store.formats.pdf.segments import Glyph, segments


def glyphs(words: str, *places: float, line: float = 0.0, size: float = 10.0) -> list[Glyph]:
    """Return characters of ten points at these places, the shapes of marks in their halves of the box."""
    return [
        Glyph(char, at, at + size, line - 9, line + 1, size, False, line, at + size * _SHAPES.get(char, 0.5))
        for char, at in zip(words, places, strict=True)
    ]


_SHAPES = {"“": 0.75, "‘": 0.75, "（": 0.75, "”": 0.25, "’": 0.25, "）": 0.25, "，": 0.2, "。": 0.2}


def test_marks_that_follow_the_text_go_into_its_gaps() -> None:
    text = glyphs("他说好的", 0, 10, 30, 40)
    assert [one.text for one in segments([*text, *glyphs("“”", 20, 50, line=1.5)])] == ["他说“好的”"]


def test_trimmed_marks_are_in_the_order_of_their_shapes() -> None:
    line = glyphs("面”“·间", 0, 10, 13.5, 15, 23)
    line[3] = line[3]._replace(u1=18, middle=16.5)
    assert [one.text for one in segments(line)] == ["面”·“间"]


def test_text_over_text_is_not_mixed() -> None:
    under, over = glyphs("春天来了", 0, 10, 20, 30), glyphs("样张样张", 1, 11, 21, 31, line=1)
    assert sorted(one.text for one in segments([*under, *over])) == ["春天来了", "样张样张"]


def test_one_glyph_for_two_characters_keeps_both() -> None:
    dashes = [glyph._replace(u1=40) for glyph in glyphs("——", 20, 20)]
    assert [one.text for one in segments([*glyphs("可是", 0, 10), *dashes, *glyphs("好", 40)])] == [
        "可是——好"
    ]


def test_lines_close_to_each_other_stay_apart_beside_a_large_mark() -> None:
    first = glyphs("上一行的字", 0, 10, 20, 30, 40)
    second = [*glyphs("他", 0, line=12), *glyphs("“", 10, line=12, size=20), *glyphs("好", 30, line=12)]
    assert [one.text for one in segments([*first, *second])] == ["上一行的字", "他“好"]
