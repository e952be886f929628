"""The labels of steps are English in the journal and shown in the current language."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from store.language import Language, use_language
from store.library import Library, open_library
from store.model import step_labels
from store.model.article import BlockKind, Status
from store.model.step_labels import StepLabel
from store.tags.autocoding import places, tag_everywhere
from tests.conftest import draft, root_of


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    use_language(Language.ENGLISH)


@pytest.mark.long
def test_every_step_of_an_english_journal_is_shown_in_chinese(library: Library) -> None:
    ferry, spring = (
        library.articles.add(draft(f"{title}。船工解开缆绳。", title=title))[0] for title in ("渡口", "春耕")
    )
    made = library.annotations.annotate_quote(ferry, "缆绳", tags=["船"])
    library.annotations.edit(ferry, made.id, tags=(), note="怎么解？")
    library.annotations.edit(ferry, made.id, note="？怎么解")
    library.annotations.delete(ferry, made.id)
    library.articles.retag_all([ferry, spring], add=["水"])
    library.articles.set_status_all([ferry, spring], Status.READ)
    library.articles.set_status(ferry, Status.READING)
    library.articles.set_block_kind(ferry, 0, BlockKind.HEADING)
    library.articles.correct(spring, {"title": "春天"})
    library.codebook.rename("水", "河")
    library.codebook.move(["河"], "船")
    library.codebook.delete("船/河", "船")
    library.dictionary.split("电子", "商务")
    tag_everywhere(library, places(library, "船工"), ["人"])
    library.articles.remove([ferry, spring])
    with open_library(root_of(library)) as late:
        use_language(Language.SIMPLIFIED)
        shown = []
        while (label := late.undo()) is not None:
            shown.append(f"{label}")
    assert shown == [
        "删除 2 篇文章",
        "为 2 处添加标签“人”",
        "拆开：电子·商务",
        "删除标签“船/河”“船”",
        "将标签“河”移到“船”之下",
        "将标签“水”重命名为“河”",
        "更正《春耕》",
        "将段落设为小标题",
        "标为在读",
        "将 2 篇文章标为已读",
        "为 2 篇文章添加标签“水”",
        "删除“缆绳”上的批注",
        "“缆绳”的疑问",
        "“缆绳”的笔记",
        "为“缆绳”添加标签“船”",
        "导入《春耕》",
        "导入《渡口》",
    ]


def test_the_journal_is_english_whatever_the_language_is(library: Library) -> None:
    use_language(Language.SIMPLIFIED)
    several = [library.articles.add(draft(title, title=title))[0] for title in ("渡口", "春耕")]
    library.articles.set_starred_all(several, starred=True)
    label = library.undo()
    assert label == "star 2 articles"
    assert str(label) == "收藏 2 篇文章"
    use_language(Language.ENGLISH)
    assert str(label) == "star 2 articles"
    assert json.dumps(library.redo()) == '"star 2 articles"'


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("import a.zip", "导入 a.zip"),
        ("import 1,914 files", "导入 1,914 个文件"),
        ("import “on “water””", "导入《on “water”》"),
        ("tag “to” “on 3 articles” on 3 articles", "为 3 篇文章添加标签“to”“on 3 articles”"),
        ("words: join", "用户词典：合为一词"),
        ("a step of a program", "a step of a program"),
        ("star ,, articles", "star ,, articles"),
        ("star 1,2 articles", "star 1,2 articles"),
        ("", ""),
    ],
)
def test_a_label_is_recognised_by_its_form(stored: str, shown: str) -> None:
    assert str(StepLabel(stored)) == stored
    use_language(Language.SIMPLIFIED)
    assert str(StepLabel(stored)) == shown


def test_a_label_of_thousands_of_tags_takes_no_time_and_stays_as_it_is() -> None:
    use_language(Language.SIMPLIFIED)
    stored = step_labels.merge_tags(tags="“甲” into " * 20_000, into="“乙”")
    assert str(StepLabel(stored)) == str.__str__(stored)


def test_a_label_is_shown_in_the_script_of_the_language() -> None:
    use_language(Language.TRADITIONAL)
    assert str(StepLabel(step_labels.untag(tags="“水”"))) == "移除標籤“水”"
