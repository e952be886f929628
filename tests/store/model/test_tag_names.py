"""Names of tags: which are valid, and which of them are the same tag."""

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
def test_every_method_rejects_an_invalid_name_with_a_sentence(
    library: Library, station: str, name: str
) -> None:
    library.articles.tag(station, ["好"])
    actions = (
        lambda: library.articles.tag(station, [name]),
        lambda: library.annotations.annotate_quote(station, "列车", tags=[name]),
        lambda: library.codebook.rename("好", name),
        lambda: library.codebook.merge(["好"], name),
        lambda: library.codebook.alias("好", [name]),
    )
    for action in actions:
        with pytest.raises(BadTagName, match=BAD[name]) as error:
            action()
        assert str(error.value).endswith(".")
        assert "\x07" not in str(error.value)
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
def test_names_that_differ_only_in_width_or_case_are_one_tag(
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
def test_matched_names_never_differ_only_in_width_or_case(known: list[str], given: list[str]) -> None:
    kept = match_known_names(known, given)
    for name in given:
        assert any(are_alike(clean_tag_name(name), each) for each in kept)
    new = [name for name in kept if name not in known]
    for name in new:
        assert not any(are_alike(name, other) for other in {*kept, *known} - {name})
    assert match_known_names([*known, *kept], kept) == kept


def test_every_method_uses_the_existing_tag_of_a_similar_name(library: Library, station: str) -> None:
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


def test_a_tag_can_be_renamed_only_in_case_and_merged_into_a_similar_one(
    library: Library, station: str
) -> None:
    library.articles.tag(station, ["AI", "智能"])
    library.codebook.rename("AI", "ai")
    assert set(library.articles.get(station).tags) == {"ai", "智能"}
    with pytest.raises(UsageError, match="merge “智能” into it"):
        library.codebook.rename("智能", "Ａｉ")
    library.codebook.merge(["智能"], "Ａｉ")
    assert library.articles.get(station).tags == ("ai",)


def test_a_tag_cannot_be_merged_into_itself_or_moved_below_itself(library: Library, station: str) -> None:
    library.articles.tag(station, ["AI", "AI/伦理"])
    actions: list[Callable[[], int]] = [
        lambda: library.codebook.merge(["AI"], "AI"),
        lambda: library.codebook.merge(["AI"], "ａｉ"),
        lambda: library.codebook.merge(["AI"], "ai/伦理"),
        lambda: library.codebook.move(["AI"], "AI/伦理"),
        lambda: library.codebook.move(["AI"], "AI"),
    ]
    for action in actions:
        with pytest.raises(UsageError, match="cannot become") as error:
            action()
        assert str(error.value).endswith(".")
    assert library.articles.get(station).tags == ("AI", "AI/伦理")


@pytest.mark.long
def test_commands_report_invalid_names_and_names_matched_to_existing_tags(
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
    output = capsys.readouterr()
    assert "“ａｉ” differs from the tag “AI” in width or case alone" in output.err
    assert "AI" in output.out
    assert run(["tag", station, "ai", *where]) == 0
    assert "“ai” differs from the tag “AI”" in capsys.readouterr().err
    assert [tag.name for tag in library.codebook.tags()] == ["AI"]
