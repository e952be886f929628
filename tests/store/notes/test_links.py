"""Links in notes: syntax, targets, backlinks, completion, and updates when tags are renamed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import UsageError
from store.index.sqlite.catalogue import Catalogue
from store.library import Library, open_library
from store.note_syntax.wikilinks import Link, format_link, links_in, parse_link, with_tags_renamed
from store.notes.backlinks import Target, backlinks, one_target, targets
from store.notes.link_completion import LinkFinder
from store.storage.folder.folder_store import FolderStore
from tests.conftest import draft, root_of
from tui.cli import run

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), min_size=1).map(str.strip)
NAMES = st.one_of(WORDS, st.text("[]|#\\`^/ 字a", min_size=1).map(str.strip)).filter(bool)


def read(note: str) -> list[str]:
    """Return the links of a note as written."""
    return [note[link.start : link.end] for link in links_in(note)]


def link_to(target: Target) -> Link:
    """Return a link as a user would write it: by title, and by the start of the annotation's ID."""
    annotation = target.annotation.id[:8] if target.annotation else ""
    return Link(article=target.title, annotation=annotation, tag=target.tag)


@pytest.mark.parametrize(
    ("inner", "link"),
    [
        ("春天的小站", Link(article="春天的小站")),
        (" 3f9c12 ", Link(article="3f9c12")),
        ("春天的小站|那一篇", Link(article="春天的小站", alias="那一篇")),
        ("春天的小站#^ab12cd34", Link(article="春天的小站", annotation="ab12cd34")),
        ("3f9c12#ab12cd34", Link(article="3f9c12", annotation="ab12cd34")),
        ("#^ab12cd34|这里", Link(annotation="ab12cd34", alias="这里")),
        ("#服务/线上", Link(tag="服务/线上")),
        ("# 服务 / 线上 ", Link(tag="服务/线上")),
        (r"C\#入门", Link(article="C#入门")),
        (r"#\^尖", Link(tag="^尖")),
        ("[图片]新闻", Link(article="[图片]新闻")),
        ("标题#", Link(article="标题")),
        *((nothing, None) for nothing in ("", " ", "|x", "#", "#|x", "#^", "#/", "　")),
    ],
)
def test_a_link_names_an_article_an_annotation_or_a_tag(inner: str, link: Link | None) -> None:
    assert parse_link(inner) == link


@pytest.mark.parametrize(
    ("note", "links"),
    [
        ("见[[甲]]和[[#乙|丙]]。", ["[[甲]]", "[[#乙|丙]]"]),
        ("`[[甲]]` [[乙]] ``a`[[丙]]``", ["[[乙]]"]),
        ("`开头没有结尾 [[甲]]", ["[[甲]]"]),
        ("`一段\n\n另一段 [[甲]]`", ["[[甲]]"]),
        (r"\[[甲]] \\[[乙]] \`[[丙]]\`", ["[[乙]]", "[[丙]]"]),
        ("```\n[[甲]]\n```\n[[乙]]\n~~~~ x\n[[丙]]\n~~~\n[[丁]]\n~~~~\n[[戊]]", ["[[乙]]", "[[戊]]"]),
        ("```\n[[甲]]\n没有结尾", []),
        ("[[甲\n乙]] [[]] [[丙", []),
        ("[[甲 [[乙]] ![[丙]]", ["[[乙]]", "[[丙]]"]),
        (r"[[甲\]]]乙]]", [r"[[甲\]]]"]),
        ("   ```` [[a]]\n[[甲]]\n   ```\n````\n[[乙]]", ["[[乙]]"]),
    ],
)
def test_links_in_code_and_escaped_links_are_plain_text(note: str, links: list[str]) -> None:
    assert read(note) == links


@given(st.one_of(st.text(), st.text("[]|#\\`^~ \n字a/", max_size=60)))
def test_any_note_parses_and_links_have_correct_positions(note: str) -> None:
    for link in links_in(note):
        assert note[link.start : link.end].startswith("[[")
        assert note[link.start : link.end].endswith("]]")
        assert link.article or link.annotation or link.tag
    assert with_tags_renamed(note, lambda _: None) == note


@given(
    NAMES, st.one_of(st.just(""), NAMES), st.one_of(st.just(""), NAMES), st.sampled_from(["", "字 ", "a]"])
)
def test_written_links_parse_to_the_same_link(name: str, part: str, alias: str, before: str) -> None:
    tag = "/".join(piece.strip() for piece in name.split("/"))
    made = [Link(article=name, annotation=part, alias=alias), Link(annotation=name, alias=alias)]
    made += [Link(tag=tag, alias=alias)] if tag.strip("/") else []
    for link in made:
        note = before + format_link(link) + " 后"
        (again,) = links_in(note)
        assert (again.article, again.annotation, again.tag, again.alias) == (
            link.article,
            link.annotation,
            link.tag,
            link.alias,
        )
        assert note[again.start : again.end] == format_link(link)


@given(st.text("[]|#\\`^ \n字a/", max_size=60))
def test_renaming_a_tag_changes_only_links_to_it(note: str) -> None:
    renamed = with_tags_renamed(note, lambda tag: f"新{tag}")
    before, after = links_in(note), links_in(renamed)
    assert [link.tag and f"新{link.tag}" for link in before] == [link.tag for link in after]
    assert [link.article for link in before] == [link.article for link in after]


# Targets


@pytest.fixture
def two(library: Library, station: str) -> tuple[str, str]:
    """Two articles; the second has an annotation."""
    other, _ = library.articles.add(draft("銀行在東邊。", title="銀行"))
    library.annotations.annotate_quote(other, "東邊", tags=["地方/东"], note="哪一边")
    return station, other


def leads(library: Library, inner: str, here: str = "") -> list[str]:
    link = parse_link(inner)
    assert link is not None
    return [
        each.tag or (each.annotation.exact if each.annotation else each.title)
        for each in targets(library, link, here)
    ]


def test_links_resolve_to_articles_annotations_and_tags(library: Library, two: tuple[str, str]) -> None:
    station, other = two
    (annotation,) = library.annotations.of(other)
    assert leads(library, "春天的小站") == ["春天的小站"]
    assert leads(library, "银行") == ["銀行"]
    assert leads(library, station[:6]) == leads(library, station.upper()) == ["春天的小站"]
    assert leads(library, station[:5]) == []
    assert (
        leads(library, f"銀行#^{annotation.id[:8]}")
        == leads(library, f"{other}#{annotation.id[:8]}")
        == ["東邊"]
    )
    assert leads(library, f"#^{annotation.id[:8]}", other) == ["東邊"]
    assert leads(library, f"#^{annotation.id[:8]}", station) == leads(library, f"#^{annotation.id[:8]}") == []
    assert leads(library, "#地方/东") == leads(library, "#地方/東") == ["地方/东"]
    assert leads(library, "#没有") == leads(library, "没有") == []
    library.codebook.alias("地方/东", ["east"])
    assert leads(library, "#EAST") == ["地方/东"]


def test_broken_and_ambiguous_links_are_rejected(library: Library, two: tuple[str, str]) -> None:
    library.articles.add(draft("另一家银行。", title="银行"))
    with pytest.raises(UsageError, match="2 targets"):
        one_target(library, Link(article="銀行"))
    with pytest.raises(UsageError, match="no article “没有”"):
        one_target(library, Link(article="没有"))
    with pytest.raises(UsageError, match="no tag “没有”"):
        one_target(library, Link(tag="没有"))
    with pytest.raises(UsageError, match="no annotation"):
        one_target(library, Link(article="春天的小站", annotation="ffff"))
    assert one_target(library, Link(article=two[1])).title == "銀行"


def test_a_title_takes_precedence_over_an_id(library: Library, station: str) -> None:
    named, _ = library.articles.add(draft("年。", title=station[:6]))
    assert one_target(library, Link(article=station[:6])).article == named
    library.articles.remove([named])
    assert one_target(library, Link(article=station[:6])).article == station


# Backlinks


def linked(library: Library, target: Target) -> list[str]:
    return [note.note for note in backlinks(library, target)]


def test_backlinks_are_found_for_articles_annotations_and_tags(
    library: Library, two: tuple[str, str]
) -> None:
    station, other = two
    (linked_to,) = library.annotations.of(other)
    library.articles.write_note(
        station, f"见[[银行]]，[[银行]]，[[#地方/东]]，[[{other[:6]}#^{linked_to.id[:6]}]]"
    )
    library.annotations.annotate_quote(station, "列车", note=f"`[[銀行]]` [[#地方/东|东]] [[{other}]]")
    library.articles.write_note(other, f"自己：[[#^{linked_to.id}]]")
    whole, on_words, itself = (
        library.articles.get(station).note,
        library.annotations.of(station)[0].note,
        library.articles.get(other).note,
    )
    article, annotation = Target(other, "銀行"), Target(other, "銀行", linked_to)
    assert sorted(linked(library, article)) == sorted([whole, on_words, itself])
    assert sorted(linked(library, annotation)) == sorted([whole, itself])
    assert linked(library, Target(tag="地方/东")) == [whole, on_words]
    assert linked(library, Target(tag="地方")) == []
    assert linked(library, Target(station, "春天的小站")) == []
    library.articles.write_note(station, "")
    assert linked(library, Target(tag="地方/东")) == [on_words]
    library.undo()
    library.annotations.delete(station, library.annotations.of(station)[0].id)
    assert linked(library, Target(tag="地方/东")) == [whole]
    library.articles.remove([station])
    assert linked(library, article) == [itself]


def test_backlinks_survive_a_catalogue_rebuild(library: Library, two: tuple[str, str]) -> None:
    library.annotations.annotate_quote(two[0], "列车", note="[[銀行]]")
    with open_library(root_of(library)) as again:
        catalogue = Catalogue(FolderStore(root_of(library)).cache_folder)
        catalogue.invalidate()
        catalogue.close()
        again.resync()
        assert linked(again, Target(two[1], "銀行")) == ["[[銀行]]"]


def test_a_link_to_a_target_resolves_to_it(library: Library, two: tuple[str, str]) -> None:
    station, other = two
    (annotation,) = library.annotations.of(other)
    for target in (Target(station, "春天的小站"), Target(other, "銀行", annotation), Target(tag="地方/东")):
        assert one_target(library, link_to(target)) == target


# Renamed tags


def test_renaming_a_tag_updates_links_in_the_same_step(library: Library, two: tuple[str, str]) -> None:
    station, other = two
    note = "见 [[#地方/東|那边]]、`[[#地方/东]]` 和 [[地方/东]]"
    library.articles.write_note(station, note)
    library.annotations.annotate_quote(station, "列车", note="[[#地方/东]]")
    assert library.codebook.rename("地方", "方位") == 2
    assert library.articles.get(station).note == "见 [[#方位/东|那边]]、`[[#地方/东]]` 和 [[地方/东]]"
    assert library.annotations.of(station)[0].note == "[[#方位/东]]"
    assert linked(library, Target(tag="方位/东")) == [
        library.articles.get(station).note,
        library.annotations.of(station)[0].note,
    ]
    library.codebook.merge(["方位/东"], "东")
    assert library.annotations.of(station)[0].note == "[[#东]]"
    library.codebook.delete("东")
    assert library.annotations.of(station)[0].note == "[[#东]]"
    library.undo()
    library.undo()
    library.undo()
    assert library.articles.get(station).note == note
    assert library.annotations.of(other)[0].tags == ("地方/东",)


# The command


def test_the_command_lists_links_and_backlinks(
    library: Library, two: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    station, other = two
    library.articles.write_note(station, "[[銀行]] [[没有]] [[#地方/东]]")
    (annotation,) = library.annotations.of(other)

    def lines(*arguments: str) -> list[str]:
        assert run(["links", *arguments, "--library", str(root_of(library))]) == 0
        return capsys.readouterr().out.splitlines()

    assert lines(station[:8])[0] == f"→ [[銀行]]  {other[:6]}  銀行"
    assert lines("[[春天的小站]]")[1:] == ["→ [[没有]]  leads nowhere", "→ [[#地方/东]]  #地方/东"]
    assert lines("#地方/东")[0] == f"← {station[:6]}  春天的小站"
    assert lines(f"{other[:6]}#^{annotation.id[:8]}") == [
        f"“{other[:6]}#^{annotation.id[:8]}” has no links in its notes, and no note links to it."
    ]
    (out, *_), back = lines(station, "--json"), lines("银行", "--json")
    assert json.loads(out)["targets"][0]["article"] == other
    assert [json.loads(line)["direction"] for line in back] == ["in"]
    for wrong in ("没有", "#没有", "#", "银行#^ffff"):
        assert run(["links", wrong, "--library", str(root_of(library))]) == 2
        assert capsys.readouterr().err.count("\n") == 1


# Completion


def test_link_completion_finds_articles_and_tags(library: Library, two: tuple[str, str]) -> None:
    finder = LinkFinder(library)
    assert finder.find("") == [
        Link(article="銀行"),
        Link(article="春天的小站"),
        Link(tag="地方/东"),
    ]
    assert finder.find("ctdxz") == [Link(article="春天的小站")]
    assert finder.find("银行") == [Link(article="銀行")]
    assert finder.find("#df") == finder.find("dfd") == [Link(tag="地方/东")]
    assert finder.find("没有") == []
    newer, _ = library.articles.add(draft("另一家银行。", title="銀行"))
    (link,) = LinkFinder(library).find("银行")
    assert link == Link(article=newer[:6], alias="銀行")
    assert one_target(library, link).article == newer
