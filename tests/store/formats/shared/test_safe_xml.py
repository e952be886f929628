"""XML from outside: elements are read one by one, and none takes more memory than the limit."""

from __future__ import annotations

import io
import tracemalloc

import pytest

from store.formats.shared import safe_xml
from store.formats.shared.safe_xml import iterate_elements, local_name, parse_document

MEMORY = 4 << 20


def names(xml: bytes, depth: int = 2) -> list[tuple[str, str]]:
    return [(parent, local_name(element)) for parent, element in iterate_elements(io.BytesIO(xml), depth)]


def test_elements_at_a_depth_come_with_their_parents() -> None:
    assert names(b"<a><b><c/><d><e/></d></b><f/><g><h/></g></a>") == [
        ("", "a"), ("b", "c"), ("b", "d"), ("g", "h"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "piece",
    [
        b"<a/>",
        b"<a>",
        b"<a></a>",
        b'<a b="" c="" d=""/>',
        b"<a b='%s'/>" % (b"x" * 1000),
        b"text" * 1000,
        "水".encode() * 1000,
        b"<a><b/></a>" * 100,
        "<a b=''/>".encode("utf-16-le"),
    ],
    ids=lambda piece: piece[:20],
)
def test_no_element_takes_more_memory_than_the_limit(piece: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_xml, "MAX_ELEMENT_BYTES", MEMORY)
    opening = b"<Project><Big>"
    if b"\0" in piece:
        opening = b"\xff\xfe" + opening.decode().encode("utf-16-le")
    xml = opening + piece * (4 * MEMORY // len(piece))
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match="takes more than"):
            names(xml, depth=1)
        assert tracemalloc.get_traced_memory()[1] < 3 * MEMORY
    finally:
        tracemalloc.stop()


@pytest.mark.long
def test_many_small_elements_are_read_within_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_xml, "MAX_ELEMENT_BYTES", MEMORY)
    xml = b"<Project>" + b'<Users><User name="x"/></Users>' * 50_000 + b"</Project>"
    tracemalloc.start()
    try:
        assert sum(1 for _ in iterate_elements(io.BytesIO(xml), 2)) == 50_001
        assert tracemalloc.get_traced_memory()[1] < MEMORY
    finally:
        tracemalloc.stop()


def test_prose_with_equals_signs_or_quotation_marks_is_no_attribute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_xml, "MAX_ELEMENT_BYTES", MEMORY)
    for sign in (b"=", b'"', b"'"):
        assert names(b"<P><a>" + sign * (MEMORY // 4) + b"</a></P>", depth=1) == [("", "P"), ("P", "a")]


def test_too_many_names_are_refused_since_the_parser_keeps_them() -> None:
    xml = b"<P>" + b"".join(b'<a%d b%d=""/>' % (number, number) for number in range(2000)) + b"</P>"
    with pytest.raises(ValueError, match="different names"):
        names(xml, depth=1)


def test_a_document_that_is_read_whole_is_limited_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_xml, "MAX_ELEMENT_BYTES", 1000)
    with pytest.raises(ValueError, match="takes more than"):
        parse_document(b"<a>" + b"<b/>" * 100 + b"</a>")
