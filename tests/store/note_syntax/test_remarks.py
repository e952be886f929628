"""``@name`` in a note says whom it is for."""

from __future__ import annotations

import pytest

from store.note_syntax.remarks import is_for, names_in, whom


@pytest.mark.parametrize(
    ("note", "names"),
    [
        ("@lin 请看", ("lin",)),
        ("请 @林夏，还有@Wang。", ("林夏", "Wang")),
        ("＠林夏：对吗？", ("林夏",)),
        ("（@林夏）@林夏", ("林夏",)),
        ("写信给 lin@example.com", ()),
        ("`@lin` 是代码", ()),
        ("```\n@lin\n```", ()),
        ("@ 三点", ()),
        ("@@lin", ("lin",)),
        ("@anna-maria's", ("anna-maria",)),
        ("没有", ()),
    ],
)
def test_names_end_at_spaces_and_punctuation(note: str, names: tuple[str, ...]) -> None:
    assert names_in(note) == names


def test_a_note_is_for_somebody_whatever_script_width_and_case() -> None:
    assert is_for("@林總 請看", "林总")
    assert is_for("@Ｌｉｎ 请看", "LIN")
    assert is_for("@lin", "")
    assert not is_for("@linda", "lin")
    assert not is_for("没有", "")


def test_me_stands_for_oneself() -> None:
    assert whom("@me", "lin") == whom("我", "lin") == whom("＠lin", "x") == "lin"
