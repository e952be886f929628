"""Correcting fields of articles, and importing them again afterwards."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from store.errors import Conflict, UsageError
from store.library import Library
from store.library.corrections import as_typed, checked, typed_fields
from store.library.ingest import Ingested, Outcome
from store.model.article import BlockKind
from store.model.new_article import NewArticle
from tests.conftest import draft

TEXT = "渡船停了三天。等船的人在棚子里烤火，说着雾什么时候散。"
EDITED = "渡船停了四天。等船的人在棚子里烤火，说着雾什么时候散。"


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("title", " 春耕\n又至 ", "春耕 又至"),
        ("作者", "李明、王芳", ("李明", "王芳")),
        ("authors", "李明 王芳", ("李明", "王芳")),
        ("authors", "王　强", ("王强",)),
        ("authors", "John Smith; 李明|李明", ("John Smith", "李明")),
        ("authors", "", ()),
        ("date", "2020年3月24日 08:30", "2020-03-24"),
        ("date", "２０２０／３／４", "2020-03-04"),
        ("date", "2020年3月", "2020-03"),
        ("date", "2020", "2020"),
        ("date", "", ""),
        ("网址", "https://example.org/a", "https://example.org/a"),
    ],
)
def test_values_are_stored_in_one_form(field: str, typed: str, value: object) -> None:
    assert [*checked({field: typed}).values()] == [value]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", " "),
        ("date", "昨天"),
        ("date", "2020-13-01"),
        ("date", "2020-3-24x"),
        ("url", "example"),
        ("url", "javascript:x"),
        ("url", "file:///etc/passwd"),
        ("text", "x"),
        ("source", "报" * 1001),
    ],
)
def test_bad_values_are_told(field: str, typed: str) -> None:
    with pytest.raises(UsageError, match=r"\.$"):
        checked({field: typed})


def test_typed_names_come_back_as_they_were() -> None:
    for names in (("李明", "王芳"), ("John Smith", "Li Ming"), ()):
        assert checked({"authors": as_typed(names)}) == {"authors": names}


def test_a_correction_is_one_step_and_importing_again_keeps_it(library: Library) -> None:
    piece = replace(draft(TEXT, title="渡口", origin="/a.txt"), source="河湾报")
    article, _ = library.articles.add(piece)
    assert library.articles.correct(article, {"title": "渡船", "authors": "李明"}) == ("title", "authors")
    updated = replace(draft(EDITED, title="渡口", origin="/a.txt"), source="河湾晚报")
    assert library.articles.add(updated) == (article, Outcome.UPDATED)
    now = library.articles.get(article)
    assert (now.title, now.authors, now.source) == ("渡船", ("李明",), "河湾晚报")
    library.undo()
    assert library.undo() == "correct “渡口”"
    assert library.articles.get(article).title == "渡口"
    assert library.articles.get(article).corrected == ()
    assert library.redo() == "correct “渡口”"
    assert library.articles.get(article).corrected == ("title", "authors")


def test_what_follows_from_a_corrected_paragraph_is_kept_too(library: Library) -> None:
    article, _ = library.articles.add(draft(TEXT, title="渡口", origin="/a.txt"))
    library.articles.set_block_kind(article, 1, BlockKind.KICKER)
    assert library.articles.get(article).kicker == TEXT
    library.articles.add(draft(EDITED, title="渡口", origin="/a.txt"))
    assert library.articles.get(article).kicker == TEXT


def test_a_correction_of_what_was_changed_elsewhere_is_refused(library: Library) -> None:
    article, _ = library.articles.add(draft(TEXT, title="渡口"))
    library.articles.correct(article, {"title": "甲"})
    with pytest.raises(Conflict, match="甲"):
        library.articles.correct(article, {"title": "乙"}, before={"title": "渡口"})
    library.articles.correct(article, {"title": "甲", "source": "报"}, before={"title": "渡口"})
    assert library.articles.get(article).source == "报"


def test_several_articles_are_corrected_in_one_step_or_not_at_all(library: Library) -> None:
    one, two = (library.articles.add(draft(text))[0] for text in (TEXT, "另一篇的话。"))
    with pytest.raises(UsageError):
        library.articles.correct_all({one: {"source": "报"}, two: {"date": "x"}})
    assert library.articles.get(one).source == ""
    library.articles.correct_all({one: {"source": "报"}, two: {"date": "2020"}})
    library.undo()
    assert (library.articles.get(one).source, library.articles.get(two).date) == ("", "")


def test_given_fields_and_tags_apply_to_known_articles_unless_corrected(library: Library) -> None:
    article, _ = library.articles.add(draft(TEXT, title="渡口"))
    library.articles.correct(article, {"column": "副刊"})
    given = replace(draft(TEXT, title="渡口"), source="河湾报", column="头版")
    new = NewArticle(draft=given, given=("source", "column"), given_tags=("船",))
    (first,), (second,) = library.articles.add_all([new]), library.articles.add_all([new])
    assert isinstance(first, Ingested)
    assert isinstance(second, Ingested)
    assert (first.outcome, second.outcome) == (Outcome.UPDATED, Outcome.UNCHANGED)
    now = library.articles.get(article)
    assert (now.source, now.column, now.tags) == ("河湾报", "副刊", ("船",))


def test_a_reprint_is_told_in_the_same_batch_and_later(library: Library) -> None:
    body = "".join(f"第{word}天的清晨，渡口的雾比前一天更浓一些，等船的人也更多。" for word in "一二三四五六")
    first, second = library.articles.add_all(
        [draft(body, title="雾"), draft(f"编者按：{body}", title="浓雾")]
    )
    (third,) = library.articles.add_all([draft(body.replace("第六天", "最后一天"), title="渡口的雾")])
    (other,) = library.articles.add_all([draft("种子站在清晨六点开门。排队的人拿着布袋，一句话也不说。")])
    assert isinstance(first, Ingested)
    assert isinstance(second, Ingested)
    assert isinstance(third, Ingested)
    assert isinstance(other, Ingested)
    assert (first.similar, second.similar, second.similar_title) == ("", first.article, "雾")
    assert third.similar in (first.article, second.article)
    assert other.similar == ""


def test_what_adding_would_do_is_known_without_writing(library: Library) -> None:
    library.articles.add(draft(TEXT, origin="/a.txt"))
    arriving = [
        draft(TEXT),
        draft(EDITED, origin="/a.txt"),
        draft("别的话，全不一样。", title="别的", origin="/a.txt"),
    ]
    seen = [library.articles.preview().look(each) for each in arriving]
    assert [each.outcome for each in seen if isinstance(each, Ingested)] == [
        Outcome.UNCHANGED, Outcome.UPDATED, Outcome.ADDED,
    ]  # fmt: skip
    assert library.articles.count() == 1


@pytest.mark.parametrize("is_known", [False, True])
@pytest.mark.parametrize("text", [TEXT, EDITED, "另一件事，和渡船没有关系，写在另一张纸上。"])
def test_a_preview_shows_what_adding_stores(library: Library, text: str, is_known: bool) -> None:
    if is_known:
        known = library.articles.add(draft(TEXT, title="渡船", origin="/a.txt"))[0]
        library.articles.correct(known, {"title": "雾", "authors": "李明"})
    came = NewArticle(draft=replace(draft(text, title="船停了", origin="/a.txt"), source="河湾报"))
    before = [library.articles.get(row.id) for row in library.articles.rows()]
    preview = library.articles.stored_fields(came)
    assert [library.articles.get(row.id) for row in library.articles.rows()] == before
    (added,) = library.articles.add_all([came])
    assert isinstance(added, Ingested)
    assert preview.outcome == added.outcome
    assert preview.fields == typed_fields(library.articles.get(added.article))
    if added.outcome is not Outcome.ADDED:
        assert preview.present == typed_fields(before[0])


def test_what_is_no_address_is_refused_with_the_kinds_that_are(library: Library) -> None:
    article, _ = library.articles.add(draft(TEXT))
    with pytest.raises(UsageError, match=r"begins with https://, http:// or doi:\.$"):
        library.articles.correct(article, {"url": "ftp://a.example/"})
    library.articles.correct(article, {"url": "doi:10.1234/x"})
    assert library.articles.get(article).url == "doi:10.1234/x"


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("张三/李四", ("张三", "李四")),
        ("张三和李四", ("张三", "李四")),
        ("张三、李四与王五", ("张三", "李四", "王五")),
        ("新华社记者 张三", ("张三",)),
        ("本报记者 张三 李四", ("张三", "李四")),
        ("记者：张三", ("张三",)),
        ("王　强", ("王强",)),
        ("陈和平", ("陈和平",)),
        ("新华社记者", ("新华社记者",)),
    ],
)
def test_names_are_separated_as_people_write_them(typed: str, names: tuple[str, ...]) -> None:
    assert checked({"authors": typed}) == {"authors": names}


def test_who_sets_tags_as_a_field_is_told_the_command() -> None:
    with pytest.raises(UsageError, match="pizhu tag"):
        checked({"tags": "甲"})
