"""The commands `annotate` and `place`."""

from __future__ import annotations

from pathlib import Path

from tests.tui.cli.conftest import Pizhu


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


def test_orphaned_annotation_is_reported_and_can_be_placed(pizhu: Pizhu, tmp_path: Path) -> None:
    path = tmp_path / "山.txt"
    path.write_text("山里的小庙\n\n山上有一座小庙，庙里住着三个人，种菜，挑水。\n\n山下是河，河上有桥。\n")
    _, [imported], _ = pizhu("import", str(path))
    article = str(imported["id"])
    _, [mark], _ = pizhu("annotate", article, "--quote", "三个人", "--note", "谁")
    path.write_text("山里的小庙\n\n山上有一座小庙，很旧了。\n\n山下是河，河上有桥。\n")
    _, [updated], errors = pizhu("import", str(path))
    assert (updated["status"], updated["orphans"]) == ("updated", 1)
    assert "1 annotation" in errors
    _, [placed], _ = pizhu("place", article, str(mark["id"])[:8], "--quote", "小庙", "--occurrence", "2")
    assert (placed["exact"], placed["orphan"], placed["note"]) == ("小庙", False, "谁")
    assert pizhu("place", article, "zz", "--quote", "小庙")[0] == 2
