"""What can be a tag's name, and when two names are one tag."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store.errors import BadTagName, UsageError
from store.library import Library
from store.model.tag import Tag, are_alike, clean_tag_name, match_known_names
from tests.conftest import draft, root_of
from tui.cli import run

BAD = {
    "": "needs a name",
    "   ": "needs a name",
    "#": "needs a name",
    "坏\x07名": "control character",
    "长" * 300: "300 characters",
    "甲//乙": "empty part",
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_name_is_refused_in_a_sentence_wherever_it_is_given(
    library: Library, station: str, name: str
) -> None:
    library.articles.tag(station, ["好"])
    deeds = (
        lambda: library.articles.tag(station, [name]),
        lambda: library.annotations.annotate_quote(station, "列车", tags=[name]),
        lambda: library.codebook.rename("好", name),
        lambda: library.codebook.merge(["好"], name),
        lambda: library.codebook.alias("好", [name]),
    )
    for deed in deeds:
        with pytest.raises(BadTagName, match=BAD[name]) as refusal:
            deed()
        assert str(refusal.value).endswith(".")
        assert "\x07" not in str(refusal.value)
    assert library.annotations.of(station) == ()
    assert library.articles.get(station).tags == ("好",)


@pytest.mark.parametrize(
    ("known", "given", "kept"),
    [
        (["AI"], ["ａｉ"], ("AI",)),
        (["AI"], ["Ai", "ai", "AI"], ("AI",)),
        (["ＡＩ", "ai"], ["AI"], ("ai",)),
        (["AI"], ["ａｉ/伦理"], ("AI/伦理",)),
        (["AI/伦理"], ["ai"], ("AI",)),
        (["café"], ["CAFE\u0301"], ("café",)),
        (["银行"], ["銀行"], ("銀行",)),
        ([], ["AI", "ai"], ("AI",)),
        (["甲"], ["乙"], ("乙",)),
        (["（一）"], ["(一)"], ("（一）",)),
    ],
)
def test_names_that_differ_in_width_or_case_alone_are_one_tag(
    known: list[str], given: list[str], kept: tuple[str, ...]
) -> None:
    assert match_known_names(known, given) == kept


NAMES = st.lists(
    st.text(st.sampled_from("aAａＡb/中Éé"), min_size=1, max_size=6).filter(
        lambda name: "" not in name.strip().split("/")
    ),
    max_size=5,
)


@given(NAMES, NAMES)
@example(["a", "A/A"], ["A"])
def test_no_two_of_the_names_that_are_kept_are_alike(known: list[str], given: list[str]) -> None:
    kept = match_known_names(known, given)
    for name in given:
        assert any(are_alike(clean_tag_name(name), each) for each in kept)
    new = [name for name in kept if name not in known]
    for name in new:
        assert not any(are_alike(name, other) for other in {*kept, *known} - {name})
    assert match_known_names([*known, *kept], kept) == kept


def test_whatever_makes_a_tag_of_a_name_takes_the_tag_there_is(library: Library, station: str) -> None:
    library.articles.tag(station, ["AI"])
    library.annotations.annotate_quote(station, "列车", tags=["ａｉ"])
    mark = library.annotations.annotate_quote(station, "站长", tags=["别的"])
    library.annotations.edit(station, mark.id, tags=["ai"])
    library.codebook.write([Tag(name="aI", description="机器的")])
    other, _ = library.articles.add(draft("另一篇。", title="别处"), tags=["Ai"])
    assert [tag.name for tag in library.codebook.tags() if are_alike(tag.name, "AI")] == ["AI"]
    assert library.codebook.uses()["AI"] == 4
    assert library.articles.get(other).tags == ("AI",)
    assert library.articles.untag(station, ["ａi"]) == ()


def test_a_tag_can_be_renamed_in_case_alone_and_merged_into_one_that_is_alike(
    library: Library, station: str
) -> None:
    library.articles.tag(station, ["AI", "智能"])
    library.codebook.rename("AI", "ai")
    assert set(library.articles.get(station).tags) == {"ai", "智能"}
    with pytest.raises(UsageError, match="merge “智能” into it"):
        library.codebook.rename("智能", "Ａｉ")
    library.codebook.merge(["智能"], "Ａｉ")
    assert library.articles.get(station).tags == ("ai",)


def test_a_merge_into_itself_and_a_move_under_its_own_child_are_refused(
    library: Library, station: str
) -> None:
    library.articles.tag(station, ["AI", "AI/伦理"])
    deeds: list[Callable[[], int]] = [
        lambda: library.codebook.merge(["AI"], "AI"),
        lambda: library.codebook.merge(["AI"], "ａｉ"),
        lambda: library.codebook.merge(["AI"], "ai/伦理"),
        lambda: library.codebook.move(["AI"], "AI/伦理"),
        lambda: library.codebook.move(["AI"], "AI"),
    ]
    for deed in deeds:
        with pytest.raises(UsageError, match="cannot become") as refusal:
            deed()
        assert str(refusal.value).endswith(".")
    assert library.articles.get(station).tags == ("AI", "AI/伦理")


def test_the_commands_tell_of_bad_names_and_of_names_taken_for_others(
    library: Library, station: str, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--library", str(root_of(library))]
    library.articles.tag(station, ["AI"])
    for name in BAD:
        for words in (["tag", station, name], ["tags", "rename", "AI", name], ["tags", "merge", "AI", name]):
            assert run([*words, *where]) == 2
            assert capsys.readouterr().err.startswith("pizhu: ")
    for words in (["merge", "AI", "ａｉ"], ["move", "AI", "AI/下"]):
        assert run(["tags", *words, *where]) == 2
        assert "cannot become" in capsys.readouterr().err
    assert run(["annotate", station, "--quote", "列车", "--tag", "ａｉ", *where]) == 0
    told = capsys.readouterr()
    assert "“ａｉ” differs from the tag “AI” in width or case alone" in told.err
    assert "AI" in told.out
    assert run(["tag", station, "ai", *where]) == 0
    assert "“ai” differs from the tag “AI”" in capsys.readouterr().err
    assert [tag.name for tag in library.codebook.tags()] == ["AI"]
