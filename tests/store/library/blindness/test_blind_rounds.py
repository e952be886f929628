"""A coder in a blind round sees, counts, finds, exports and undoes nothing of others before they are done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from store.chinese.words import Segmenter
from store.errors import UsageError
from store.exporting import FORMATS, export
from store.exporting.selection import Selection
from store.library import Library
from store.library.transactions import Change
from store.model.annotation import Annotation
from store.model.listing.order import Order, SortField
from store.model.note_draft import NoteDraft, NoteSubject
from store.model.tables.assignment import WorkState
from store.model.tables.member import Role
from store.model.tag import Tag
from store.notes.all_notes import notes
from store.suggestions.for_article import suggest_for_article
from store.suggestions.for_words import suggest_for_words
from store.tags.agreement.coders import coders
from store.tags.profile import tag_card
from tests.conftest import STATION
from tests.store.library.team.teams import assign, opened, with_team

QUERIES = (
    *("tag:框架", "-tag:框架", "under:框架", "has:note", "-has:note", "has:mark", "-has:mark", "has:tag"),
    *("by:陈", "-by:陈", "is:untagged", "-is:untagged", "is:untagged|read", "note:隐藏", "-note:隐藏"),
    *("quote:油菜花", "文章 OR tag:框架/冲突", "NOT (tag:框架 OR has:note)", "title:文章0 -has:mark"),
)


@pytest.fixture
def articles(root: Path) -> list[str]:
    """Four articles: the first and the last are assigned to 林 and 陈 in a blind round, the second to 陈."""
    found = with_team(root, "林", "陈", articles=4)
    with opened(root, "周") as library:
        for tag in ("框架/冲突", "框架/责任", "人物"):
            library.articles.tag(found[2], [tag])
        library.codebook.write([Tag(name="事件", colour="jade")])
        for quote in ("站长", "邮路"):
            library.annotations.annotate_quote(found[1], quote)
    pairs = [(found[0], "林"), (found[0], "陈"), (found[1], "陈"), (found[3], "林"), (found[3], "陈")]
    assign(root, pairs)
    return found


def annotate(root: Path, name: str, article: str, quote: str, *tags: str, note: str = "") -> None:
    """Annotate an article as somebody."""
    with opened(root, name) as library:
        library.annotations.annotate_quote(article, quote, tags=tags, note=note)


def code_as_chen(root: Path, article: str) -> None:
    """Annotate an article as 陈, with tags that are known, a note, and a link."""
    annotate(root, "陈", article, "站长", "框架/冲突", note="隐藏的笔记，见 [[文章1]]")
    annotate(root, "陈", article, "月台", "人物")


def seen(library: Library, segmenter: Segmenter) -> dict[str, Any]:
    """Return all that the library tells of its annotations."""
    ids = [row.id for row in library.articles.rows()]
    everything = library.codebook.query("站长")
    by_notes = [Order(SortField.NOTES), Order(SortField.NOTES, is_reversed=True)]
    return {
        "rows": library.articles.rows(),
        "row": [library.articles.row(each) for each in ids],
        "annotations": {each: library.annotations.of(each) for each in ids},
        "quotes": {each: library.annotations.quotes(each) for each in ids},
        "opened": [library.articles.open(each) for each in ids],
        "uses": library.codebook.uses(),
        "uses of": library.codebook.uses_of("框架"),
        "used on": {each: library.codebook.used_on(each) for each in ids},
        "facets": library.articles.facets(),
        "found": {each: library.articles.filtered(library.codebook.query(each)).articles for each in QUERIES},
        "orders": [library.articles.filtered(everything, order=each).articles for each in by_notes],
        "notes": list(notes(library)),
        "links": library.links.linking_to(["文章1"]),
        "texts": library.texts.tagged(),
        "coders": coders(library),
        "profile": [tag_card(library, each) for each in ("人物", "框架/冲突")],
        "suggestions": [suggest_for_article(library, each, segmenter) for each in ids],
        "words": [suggest_for_words(library, each, 8, 10) for each in ids],
        "work": library.team.assignments.work(),
        "changes": library.last_changes(),
    }


def exported(library: Library, folder: Path) -> dict[str, bytes]:
    """Return the library in every format."""
    found = {}
    for name, each in FORMATS.items():
        path = folder / f"{name}{each.suffixes[0]}"
        export(Selection(library), each, path, force=True)
        found[name] = path.read_bytes()
    return found


def test_nothing_that_others_do_changes_what_a_blind_coder_is_told(
    root: Path, articles: list[str], words_folder: Path
) -> None:
    segmenter = Segmenter(words_folder, engine="jieba")
    segmenter.load()
    annotate(root, "林", articles[0], "站长", "人物", note="我的")
    with opened(root, "林") as library:
        before = seen(library, segmenter)
    code_as_chen(root, articles[0])
    annotate(root, "陈", articles[3], "包裹", "事件")
    with opened(root, "林") as library:
        after = seen(library, segmenter)
    for name, told in before.items():
        assert after[name] == told, name
    with opened(root, "周") as library:
        everything = seen(library, segmenter)
    same = [name for name, told in before.items() if everything[name] == told]
    assert same == ["suggestions"]  # those for an article are of tags on whole articles


@pytest.mark.long
def test_no_export_has_a_trace_of_others(root: Path, tmp_path: Path, articles: list[str]) -> None:
    annotate(root, "林", articles[0], "站长", "人物", note="我的")
    with opened(root, "林") as library:
        before = exported(library, tmp_path)
    code_as_chen(root, articles[0])
    with opened(root, "林") as library:
        assert {name for name, data in exported(library, tmp_path).items() if data != before[name]} == set()
    with opened(root, "周") as library:
        told = {name for name, data in exported(library, tmp_path).items() if data != before[name]}
    assert told >= {"markdown", "html", "docx", "csv", "xlsx", "json", "jsonl", "jsonld", "qdpx", "anki"}


def test_work_that_is_done_shows_what_others_marked_and_says_so(root: Path, articles: list[str]) -> None:
    code_as_chen(root, articles[0])
    with opened(root, "林") as library:
        heard: list[Change] = []
        library.subscribe(heard.append)
        assert library.articles.filtered(library.codebook.query("note:隐藏")).articles == []
        library.team.assignments.finish(articles[0])
        assert articles[0] in heard[-1].articles
        assert {each.creator for each in library.annotations.of(articles[0])} == {"陈/1"}
        assert library.articles.filtered(library.codebook.query("note:隐藏")).articles == [articles[0]]
        library.undo()
        assert articles[0] in heard[-1].articles
        assert library.annotations.of(articles[0]) == ()
        assert library.articles.filtered(library.codebook.query("note:隐藏")).articles == []


@pytest.mark.parametrize(
    ("creator", "is_seen"),
    [
        *(("陈/1", False), ("陈/2", False), ("陈", False), ("林/2", False), ("谁/1", False)),
        *(("林/1", True), ("林", True), ("周", True), ("王", True), ("", True)),
    ],
)
def test_what_a_manager_and_people_outside_the_team_marked_is_seen(
    root: Path, articles: list[str], creator: str, is_seen: bool
) -> None:
    put(root, articles[0], creator)
    with opened(root, "林") as library:
        assert bool(library.annotations.of(articles[0])) is is_seen
        assert library.articles.rows_of([articles[0]])[0].annotations == is_seen


def put(root: Path, article: str, creator: str) -> Annotation:
    """Add an annotation by somebody, as an import does."""
    with opened(root, "周") as library:
        made = library.annotations.annotate_quote(article, "站长")
        library.undo()
        signed = replace(made, creator=creator)
        library.annotations.put({article: [signed]}, "put")
        return signed


def test_a_manager_an_adjudicator_and_an_open_round_are_not_blind(root: Path, articles: list[str]) -> None:
    code_as_chen(root, articles[0])
    for role in (Role.ADJUDICATOR, Role.MANAGER):
        with opened(root, "周") as library:
            library.team.members.set_role("林", role)
        with opened(root, "林") as library:
            assert len(library.annotations.of(articles[0])) == 2
    with opened(root, "周") as library:
        library.team.members.set_role("林", Role.CODER)
        assert len(library.annotations.of(articles[0])) == 2
    with opened(root, "林") as library:
        assert library.annotations.of(articles[0]) == ()
    with opened(root, "周") as library:
        library.team.rounds.close()
    with opened(root, "林") as library:
        assert len(library.annotations.of(articles[0])) == 2


def test_a_round_that_is_not_blind_hides_nothing(root: Path) -> None:
    first, *_others = with_team(root, "林", "陈", blind=False)
    assign(root, [(first, "林"), (first, "陈")])
    annotate(root, "陈", first, "站长", "人物")
    with opened(root, "林") as library:
        assert len(library.annotations.of(first)) == 1


# Changes never lose what is hidden


def whole(root: Path, article: str) -> list[tuple[str, tuple[str, ...], str]]:
    """Return creators, tags and quotes of all annotations of an article."""
    with opened(root, "周") as library:
        return [(each.creator, each.tags, each.exact) for each in library.annotations.of(article)]


def test_removing_and_restoring_an_article_keeps_what_is_hidden(root: Path, articles: list[str]) -> None:
    code_as_chen(root, articles[0])
    before = whole(root, articles[0])
    with opened(root, "林") as library:
        library.articles.remove([articles[0]])
        library.undo()
        assert library.annotations.of(articles[0]) == ()
    assert whole(root, articles[0]) == before


def test_renaming_and_deleting_tags_reaches_what_is_hidden(root: Path, articles: list[str]) -> None:
    code_as_chen(root, articles[0])
    with opened(root, "林") as library:
        library.codebook.rename("人物", "角色")
    with opened(root, "周") as library:
        library.codebook.delete("框架")
    assert whole(root, articles[0]) == [("陈/1", (), "站长"), ("陈/1", ("角色",), "月台")]


def test_a_new_text_anchors_what_is_hidden_again(root: Path) -> None:
    with opened(root, "周") as library:
        article, _ = library.articles.add(replace(STATION, origin="/a.txt"))
        library.team.members.add(["林", "陈"])
        library.team.rounds.open()
        library.team.assignments.assign([(article, "林"), (article, "陈")])
    annotate(root, "陈", article, "月台", "人物")
    with opened(root, "林") as library:
        text = STATION.text.replace("列车", "火车")
        library.articles.add(replace(STATION, text=text, origin="/a.txt"))
        assert library.articles.get(article).text == text
        assert library.annotations.of(article) == ()
    assert [quote for _, _, quote in whole(root, article)] == ["月台"]


def test_a_hidden_annotation_cannot_be_reached_by_its_id(root: Path, articles: list[str]) -> None:
    code_as_chen(root, articles[0])
    with opened(root, "周") as library:
        hidden = library.annotations.of(articles[0])[0].id
    with opened(root, "林") as library:
        for change in (
            lambda: library.annotations.edit(articles[0], hidden, note="x"),
            lambda: library.annotations.delete(articles[0], hidden),
            lambda: library.annotations.place(articles[0], hidden, 0, 2),
            lambda: library.annotations.resolve(articles[0], hidden),
        ):
            with pytest.raises(UsageError, match=r"not in the article any more|no annotation"):
                change()
    assert len(whole(root, articles[0])) == 2


# Undo


def test_what_others_did_cannot_be_undone_or_redone_by_a_blind_coder(root: Path, articles: list[str]) -> None:
    annotate(root, "林", articles[0], "月台", "人物")
    annotate(root, "陈", articles[0], "站长", "框架/冲突", note="隐藏")
    with opened(root, "林") as library, pytest.raises(UsageError, match="by another coder") as told:
        library.undo()
    assert "站长" not in str(told.value)
    with opened(root, "陈") as library:
        library.undo()
    with opened(root, "林") as library, pytest.raises(UsageError, match="by another coder"):
        library.redo()
    with opened(root, "林") as library:
        assert "月台" in str(library.undo())
        assert library.annotations.of(articles[0]) == ()


def test_a_coder_undoes_what_they_did_everywhere(root: Path, articles: list[str]) -> None:
    code_as_chen(root, articles[0])
    with opened(root, "林") as library:
        library.codebook.rename("人物", "角色")
        library.undo()
    assert whole(root, articles[0])[1] == ("陈/1", ("人物",), "月台")


def test_a_renamed_tag_that_only_others_use_can_be_renamed_back_by_undo(
    root: Path, articles: list[str]
) -> None:
    annotate(root, "陈", articles[0], "月台", "人物/站长")
    with opened(root, "林") as library:
        assert library.codebook.rename("人物/站长", "人物/领导") == 0
        assert "人物/站长" in str(library.undo())
        assert "人物/站长" in str(library.redo())
        library.undo()
    assert [tags for _creator, tags, _quote in whole(root, articles[0])] == [("人物/站长",)]
    with opened(root, "陈") as library:
        library.annotations.annotate_quote(articles[0], "站长", tags=["新标签"])
    with opened(root, "林") as library, pytest.raises(UsageError, match="by another coder"):
        library.undo()


def test_a_tag_that_hidden_annotations_use_is_neither_deleted_nor_merged(
    root: Path, articles: list[str]
) -> None:
    annotate(root, "陈", articles[0], "月台", "新标签")
    annotate(root, "陈", articles[0], "站长", "框架/冲突")
    annotate(root, "林", articles[0], "站长", "框架/冲突")
    with opened(root, "林") as library:
        before = library.codebook.tags()
        changes: list[Callable[[], object]] = [
            lambda: library.codebook.delete("新标签"),
            lambda: library.codebook.delete("框架"),
            lambda: library.codebook.merge(["新标签"], "人物"),
            lambda: library.codebook.merge(["框架/冲突"], "人物"),
        ]
        for change in changes:
            with pytest.raises(UsageError, match="deleted or merged while the round is blind") as told:
                change()
            assert "陈" not in str(told.value)
        assert library.codebook.tags() == before
        library.codebook.delete("框架/责任")
        library.codebook.merge(["人物"], "框架/冲突")
    with opened(root, "周") as library:
        library.codebook.delete("新标签")


# The integrity of a blind round


def test_work_that_is_done_in_a_blind_round_must_be_reopened_to_change(
    root: Path, articles: list[str]
) -> None:
    annotate(root, "林", articles[0], "站长", "人物")
    with opened(root, "林") as library:
        library.team.assignments.finish(articles[0])
        (own,) = library.annotations.of(articles[0])
        for change in (
            lambda: library.annotations.annotate_quote(articles[0], "月台"),
            lambda: library.annotations.edit(articles[0], own.id, note="x"),
            lambda: library.annotations.delete(articles[0], own.id),
        ):
            with pytest.raises(UsageError, match="--reopen"):
                change()
        library.team.assignments.finish(articles[0], done=False)
        library.annotations.edit(articles[0], own.id, note="x")


def test_adjudicated_work_says_that_an_adjudicator_can_open_it(root: Path, articles: list[str]) -> None:
    with opened(root, "林") as library:
        annotation = library.annotations.annotate_quote(articles[0], "站长")
        library.team.assignments.finish(articles[0])
    with opened(root, "周") as manager:
        manager.team.assignments.mark_adjudicated(articles[0], 1)
    with opened(root, "林") as library:
        for change in (
            lambda: library.annotations.delete(articles[0], annotation.id),
            lambda: library.team.assignments.finish(articles[0], done=False),
        ):
            with pytest.raises(UsageError, match="until an adjudicator takes a decision on it back"):
                change()


def test_work_that_is_done_in_a_blind_round_is_changed_by_no_undo_and_no_redo(
    root: Path, articles: list[str]
) -> None:
    with opened(root, "林") as reader:
        reader.annotations.annotate_quote(articles[0], "站长", tags=["人物"])
        with opened(root, "林") as command:
            command.team.assignments.finish(articles[0])
        reader.poll()
        with pytest.raises(UsageError, match="--reopen"):
            reader.undo()
        with opened(root, "林") as command:
            command.team.assignments.finish(articles[0], done=False)
        reader.poll()
        assert "人物" in str(reader.undo())
        with opened(root, "林") as command:
            command.team.assignments.finish(articles[0])
        reader.poll()
        with pytest.raises(UsageError, match="--reopen"):
            reader.redo()
    assert whole(root, articles[0]) == []


def test_a_changed_note_of_done_work_is_changed_back_by_no_undo(root: Path, articles: list[str]) -> None:
    annotate(root, "林", articles[0], "站长", "人物", note="一")
    with opened(root, "林") as reader:
        (own,) = reader.annotations.of(articles[0])
        reader.annotations.edit(articles[0], own.id, note="二")
        with opened(root, "林") as command:
            command.team.assignments.finish(articles[0])
        reader.poll()
        with pytest.raises(UsageError, match="--reopen"):
            reader.undo()
        assert [each.note for each in reader.annotations.of(articles[0])] == ["二"]


def test_reopened_work_says_when_others_could_first_be_seen(root: Path, articles: list[str]) -> None:
    with opened(root, "林") as library:
        first = library.team.assignments.finish(articles[0])
        assert first.seen == first.done
        again = library.team.assignments.finish(articles[0], done=False)
        assert (again.done, again.seen) == ("", first.seen)
        assert library.team.assignments.finish(articles[0]).seen == first.seen


def test_tags_and_notes_of_a_whole_article_are_refused_where_the_user_is_blind(
    root: Path, articles: list[str]
) -> None:
    with opened(root, "林") as library:
        for change in (
            lambda: library.articles.tag(articles[0], ["人物"]),
            lambda: library.articles.write_note(articles[0], "x"),
            lambda: library.articles.retag_all(articles, add=["人物"]),
        ):
            with pytest.raises(UsageError, match="name no author"):
                change()
        library.articles.tag(articles[1], ["人物"])


def test_the_state_of_hidden_work_tells_nothing(root: Path, articles: list[str]) -> None:
    code_as_chen(root, articles[0])
    with opened(root, "林") as library:
        work = library.team.assignments.work(article=articles[0])
    states = {each.assignment.coder: each.state for each in work}
    assert states == {"林": WorkState.NEW, "陈": WorkState.NEW}


def test_drafts_of_others_are_hidden(root: Path, articles: list[str]) -> None:
    with opened(root, "陈") as chen:
        chen.drafts.keep(NoteDraft(NoteSubject(articles[0], start=0, end=2), "隐藏的草稿"))
        with opened(root, "林") as library:
            assert library.drafts.stored() == []
            library.drafts.keep(NoteDraft(NoteSubject(articles[0], start=0, end=2), "我的"))
            assert [each.text for each in library.drafts.stored()] == ["我的"]
        with opened(root, "周") as library:
            assert {each.text for each in library.drafts.stored()} >= {"隐藏的草稿"}


def test_what_is_counted_follows_work_roles_and_rounds_in_one_session(
    root: Path, articles: list[str]
) -> None:
    for article in (articles[0], articles[3]):
        annotate(root, "陈", article, "站长", "事件")

    def counted(library: Library) -> tuple[int, int]:
        library.poll()
        return library.codebook.uses().get("事件", 0), sum(row.annotations for row in library.articles.rows())

    with opened(root, "林") as library:
        assert counted(library) == (0, 2)
        library.team.assignments.finish(articles[0])
        assert counted(library) == (1, 3)
        library.undo()
        assert counted(library) == (0, 2)
        with opened(root, "周") as manager:
            manager.team.members.set_role("陈", Role.MANAGER)
        assert counted(library) == (0, 2)  # signed in the round, it is hidden whoever made it
        annotate(root, "陈", articles[3], "月台", "事件")
        assert counted(library) == (0, 2)
        with opened(root, "周") as manager:
            manager.team.members.set_role("林", Role.ADJUDICATOR)
        assert counted(library) == (3, 5)
        with opened(root, "周") as manager:
            manager.team.members.set_role("林", Role.CODER)
        assert counted(library) == (0, 2)
        with opened(root, "周") as manager:
            manager.team.rounds.close()
        assert counted(library) == (3, 5)


def test_another_process_that_assigns_makes_blind_at_once(root: Path) -> None:
    first, *_others = with_team(root, "林", "陈")
    assign(root, [(first, "陈")])
    annotate(root, "陈", first, "站长", "人物")
    with opened(root, "林") as library:
        heard: list[Change] = []
        library.subscribe(heard.append)
        assert library.articles.row(first).annotations == 1  # type: ignore[union-attr]
        assign(root, [(first, "林")])
        library.poll()
        assert first in heard[-1].articles
        assert library.articles.row(first).annotations == 0  # type: ignore[union-attr]
        annotate(root, "陈", first, "月台", "人物")
        library.poll()
        assert library.articles.row(first).annotations == 0  # type: ignore[union-attr]


# What was seen stays seen


def test_undo_of_done_leaves_when_others_could_first_be_seen(root: Path, articles: list[str]) -> None:
    with opened(root, "林") as library:
        first = library.team.assignments.finish(articles[0])
        assert "done" in str(library.undo())
        (undone,) = library.team.assignments.work(coder="林", article=articles[0])
        assert (undone.assignment.done, undone.assignment.seen) == ("", first.seen)
        assert "done" in str(library.redo())
        (again,) = library.team.assignments.work(coder="林", article=articles[0])
        assert again.assignment == first
        library.team.assignments.finish(articles[0], done=False)
        library.undo()
        library.undo()
    with opened(root, "林") as library:
        (still,) = library.team.assignments.work(coder="林", article=articles[0])
        assert (still.assignment.done, still.assignment.seen) == ("", first.seen)


def test_a_round_that_was_closed_by_mistake_keeps_that_all_was_seen(root: Path, articles: list[str]) -> None:
    with opened(root, "周") as library:
        closed = library.team.rounds.close()
        library.undo()
        seen = {each.assignment.seen for each in library.team.assignments.work()}
    assert seen == {closed.closed}
    with opened(root, "林") as library:
        assert articles[0] in library.visibility.blind


def test_a_coder_who_was_an_adjudicator_meanwhile_has_seen_all(root: Path, articles: list[str]) -> None:
    with opened(root, "周") as library:
        library.team.members.set_role("林", Role.ADJUDICATOR)
        library.team.members.set_role("林", Role.CODER)
        assert all(each.assignment.seen for each in library.team.assignments.work(coder="林"))
        assert not any(each.assignment.seen for each in library.team.assignments.work(coder="陈"))
