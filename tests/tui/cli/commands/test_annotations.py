"""The commands `annotate` and `place`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.cli.conftest import Pizhu
from tui.cli import run


def test_annotate_prints_the_annotation_that_show_prints(pizhu: Pizhu, article: str) -> None:
    code, (made,), _ = pizhu(
        "annotate",
        article,
        "--quote",
        "花",
        "--occurrence",
        "2",
        "--tag",
        "意象",
        "--tag",
        "重复",
        "--note",
        "第二次",
    )
    assert code == 0
    assert made.keys() >= {
        "id", "start", "end", "exact", "prefix", "suffix", "tags", "note", "creator", "created", "modified",
    }  # fmt: skip
    (shown,) = pizhu("show", article)[1]
    assert shown["annotations"] == [made]
    assert shown["text"][made["start"] : made["end"]] == made["exact"] == "花"
    assert shown["text"][: made["end"]].count("花") == 2
    assert made["tags"] == ["意象", "重复"]


def test_annotate_everywhere_tags_all_occurrences(pizhu: Pizhu, article: str) -> None:
    everywhere = ("annotate", "--everywhere", "--quote", "花")
    assert pizhu(*everywhere, "--tag", "花")[1] == [{"places": 3, "tagged": 3}]
    assert pizhu("annotate", article, *everywhere[1:], "--tag", "花")[1] == [{"places": 3, "tagged": 0}]
    assert pizhu(*everywhere)[0] == 2
    assert pizhu("annotate", "--quote", "花")[0] == 2
    pizhu("undo")
    assert pizhu("show", article)[1][0]["annotations"] == []


def test_annotate_everywhere_tags_variants_of_the_kinds_asked_for(pizhu: Pizhu, tmp_path: Path) -> None:
    path = tmp_path / "客户.txt"
    path.write_text("客户\n\n想客户所想，想客户之所想，想“客户”之所想。\n", "utf-8")
    pizhu("import", str(path))
    everywhere = ("annotate", "--everywhere", "--quote", "想客户所想", "--tag", "套话")
    assert pizhu(*everywhere)[1] == [{"places": 1, "tagged": 1}]
    forms = [{"text": "想客户所想", "places": 1}, {"text": "想客户[之]所想", "places": 1}]
    assert pizhu(*everywhere, "--variants=function")[1] == [{"places": 2, "tagged": 1, "variants": forms}]
    _, [all_kinds], _ = pizhu(*everywhere, "--variants")
    assert all_kinds["variants"][-1] == {"text": "想[“]客户[”][之]所想", "places": 1}
    pizhu("undo")
    code, _, error = pizhu(*everywhere, "--variants=words,numbers")
    assert code == 0
    assert "Words differ only in a formula of 5 to 60 words." in error
    assert pizhu(*everywhere, "--variants=script")[0] == 2
    assert pizhu("annotate", "--quote", "客", "--variants")[0] == 2


def test_orphaned_annotation_is_reported_and_can_be_placed(pizhu: Pizhu, tmp_path: Path) -> None:
    path = tmp_path / "山.txt"
    path.write_text("山里的小庙\n\n山上有一座小庙，庙里住着三个人，种菜，挑水。\n\n山下是河，河上有桥。\n")
    _, [imported, _], _ = pizhu("import", str(path))
    article = str(imported["id"])
    _, [mark], _ = pizhu("annotate", article, "--quote", "三个人", "--note", "谁")
    path.write_text("山里的小庙\n\n山上有一座小庙，很旧了。\n\n山下是河，河上有桥。\n")
    _, [updated, _], errors = pizhu("import", str(path))
    assert (updated["status"], updated["orphans"]) == ("updated", 1)
    assert "1 annotation" in errors
    _, [placed], _ = pizhu("place", article, str(mark["id"])[:8], "--quote", "小庙", "--occurrence", "2")
    assert (placed["exact"], placed["orphan"], placed["note"]) == ("小庙", False, "谁")
    assert pizhu("place", article, "zz", "--quote", "小庙")[0] == 2


@pytest.mark.long
def test_annotations_on_changed_words_are_reported_listed_and_confirmed(pizhu: Pizhu, tmp_path: Path) -> None:
    path = tmp_path / "山.txt"
    text = (
        "山里的小庙\n\n山上有一座很旧的小庙，庙里住着几个人，种菜，挑水。\n\n山下是河，河上有桥，桥边有树。\n"
    )
    path.write_text(text, "utf-8")
    article = str(pizhu("import", str(path))[1][0]["id"])
    marks = [
        pizhu("annotate", article, "--quote", quote)[1][0]
        for quote in ("庙里住着几个人，种菜", "山下是河，河上有桥", "桥边有树")
    ]
    path.write_text(text.replace("种菜", "养菜").replace("河上有", "河上架"), "utf-8")
    _, [updated, _], _ = pizhu("import", str(path))
    assert (updated["status"], updated["orphans"], updated["moved"]) == ("updated", 0, 2)
    _, listed, _ = pizhu("notes", "--moved")
    assert [(note["former"], note["exact"]) for note in listed] == [
        ("庙里住着几个人，种菜", "庙里住着几个人，养菜"),
        ("山下是河，河上有桥", "山下是河，河上架桥"),
    ]
    assert pizhu("notes")[1] == []
    assert len(pizhu("list", "has:moved")[1]) == 1
    _, [confirmed], _ = pizhu("confirm", article, str(marks[0]["id"])[:8])
    assert (confirmed["exact"], confirmed["former"]) == ("庙里住着几个人，养菜", "")
    assert pizhu("confirm", article, str(marks[0]["id"]))[0] == 2
    pizhu("place", article, str(marks[1]["id"]), "--quote", "河上架桥")
    assert pizhu("notes", "--moved")[1] == pizhu("list", "has:moved")[1] == []
    pizhu("undo")
    assert [note["former"] for note in pizhu("notes", "--moved")[1]] == ["山下是河，河上有桥"]
    pizhu("undo")
    assert len(pizhu("notes", "--moved")[1]) == 2


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"种菜": "养菜"}, "1 annotation now stands on changed words"),
        ({"种菜": "养菜", "河上有": "河上架"}, "2 annotations now stand on changed words"),
    ],
)
def test_import_says_how_many_annotations_stand_on_changed_words(  # noqa: PLR0917
    pizhu: Pizhu,
    root: Path,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    changes: dict[str, str],
    line: str,
) -> None:
    path = tmp_path / "山.txt"
    text = (
        "山里的小庙\n\n山上有一座很旧的小庙，庙里住着几个人，种菜，挑水。\n\n山下是河，河上有桥，桥边有树。\n"
    )
    path.write_text(text, "utf-8")
    pizhu("import", str(path))
    for quote in ("庙里住着几个人，种菜", "山下是河，河上有桥"):
        pizhu("annotate", "--everywhere", "--quote", quote, "--tag", "山")
    for old, new in changes.items():
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    assert run(["import", str(path), "--library", str(root)]) == 0
    assert line in capsys.readouterr().out
