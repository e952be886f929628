"""Addresses of articles and annotations, and the places that they lead to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import AmbiguousId, UnknownArticle, UsageError
from store.index.addresses import parse_address, uri
from store.library import Library
from store.notes.places import find_place


@given(st.text("0123456789abcdef", min_size=1, max_size=16), st.text(max_size=40))
def test_a_uri_leads_back_to_its_ids(article: str, annotation: str) -> None:
    if annotation.isprintable():
        assert parse_address(uri(article, annotation)) == (article, annotation)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("3f9c2a", ("3f9c2a", "")),
        ("3f9c2a@ab12", ("3f9c2a", "ab12")),
        ("pizhu://read/3f9c2a", ("3f9c2a", "")),
        ("PIZHU://read/3f9c2a@ab12/", ("3f9c2a", "ab12")),
        ("pizhu:read/3f9c2a@ab12", ("3f9c2a", "ab12")),
        ("pizhu://read/3f9c2a%40ab12", ("3f9c2a@ab12", "")),
        ("pizhu://delete/3f9c2a", ("", "")),
        ("pizhu:", ("", "")),
    ],
)
def test_addresses_are_written_in_several_ways(address: str, place: tuple[str, str]) -> None:
    assert parse_address(address) == place


def test_an_address_may_be_shortened(library: Library, station: str) -> None:
    annotation = library.annotations.annotate_quote(station, "列车")
    assert find_place(library, station[:8]) == (station, None)
    assert find_place(library, f"{station[:8]}@{annotation.id[:6]}") == (station, annotation.id)
    assert find_place(library, uri(station, annotation.id)) == (station, annotation.id)


def test_an_address_that_leads_nowhere_is_refused_with_the_reason(library: Library, station: str) -> None:
    library.annotations.annotate_quote(station, "列车")
    with pytest.raises(UsageError, match="has no annotation 'zz'"):
        find_place(library, f"{station}@zz")
    with pytest.raises(UnknownArticle, match="There is no article"):
        find_place(library, "pizhu://read/zz")
    with pytest.raises(UnknownArticle, match="is no link to an article"):
        find_place(library, "pizhu://delete/3f9c2a")


def test_an_ambiguous_annotation_is_refused(library: Library, station: str) -> None:
    for _ in range(17):
        library.annotations.annotate_quote(station, "列车")
    first = [each.id[0] for each in library.annotations.of(station)]
    twice = next(digit for digit in first if first.count(digit) > 1)
    with pytest.raises(AmbiguousId, match="start of several"):
        find_place(library, f"{station}@{twice}")
