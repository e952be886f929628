"""Every whole line of a damaged file is found again, in the table that its checksum belongs to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from store.model.edits import ARTICLE_TABLES
from store.storage.folder.rebuilding.document_lines import (
    Documents,
    Trust,
    documents_in,
    has_repeated_document,
)
from store.storage.folder.tinydb_storage import Tables, encode

TABLES: Tables = {
    "article": {"1": {"id": "00", "digest": "ab", "title": "春天的小站", "blocks": [{"kind": "title"}]}},
    "annotations": {
        "11": {"exact": "油菜花", "note": "黄色的", "rev": 1},
        "12": {"exact": "列车", "note": 'says "1": {} and more', "rev": 2},
        "13": {"exact": "月台", "note": "种花", "rev": 3},
    },
}
SIGNED, UNSIGNED = encode(TABLES), encode(TABLES, sign=False)


def fields_by_place(found: Documents) -> dict[tuple[str, int], object]:
    return {place: document.fields for place, document in found.items()}


ALL = {(name, int(key)): fields for name, table in TABLES.items() for key, fields in table.items()}


def test_an_intact_file_is_read_completely() -> None:
    for data, trust in ((SIGNED, Trust.INTACT), (UNSIGNED, Trust.UNSIGNED)):
        found = documents_in(data, ARTICLE_TABLES)
        assert fields_by_place(found) == ALL
        assert {document.trust for document in found.values()} == {trust}
        assert not has_repeated_document(data)


@given(st.integers(0, len(SIGNED) - 1), st.integers(0, 7))
def test_one_flipped_bit_costs_no_document(at: int, bit: int) -> None:
    damaged = SIGNED[:at] + bytes([SIGNED[at] ^ 1 << bit]) + SIGNED[at + 1 :]
    assert fields_by_place(documents_in(damaged, ARTICLE_TABLES)) == ALL


@given(st.integers(0, len(SIGNED)), st.integers(1, 200))
def test_a_cut_costs_only_the_lines_that_it_reaches(at: int, length: int) -> None:
    damaged = SIGNED[:at] + SIGNED[at + length :]
    whole = {place for place, line in lines().items() if line in damaged}
    found = documents_in(damaged, ARTICLE_TABLES)
    assert whole <= {place for place, document in found.items() if document.fields == ALL.get(place)}


@given(st.integers(0, len(SIGNED)), st.integers(1, 400))
def test_what_stands_twice_is_found_once(at: int, length: int) -> None:
    damaged = SIGNED[: at + length] + SIGNED[at:]
    whole = {place for place, line in lines().items() if line in damaged}
    found = documents_in(damaged, ARTICLE_TABLES)
    assert whole <= {place for place, document in found.items() if document.fields == ALL.get(place)}


def lines() -> dict[tuple[str, int], bytes]:
    """Return the line of each document, without the comma."""
    parts = [line.removesuffix(b",") for line in SIGNED.split(b"\n") if line.startswith(b'"1')]
    return dict(zip(ALL, parts, strict=True))


def test_lines_without_checksums_are_found_in_a_table_whose_name_is_damaged() -> None:
    damaged = UNSIGNED.replace(b'"annotations"', b'"annotatinns"')
    assert fields_by_place(documents_in(damaged, ARTICLE_TABLES)) == ALL


def test_a_repeated_line_is_noticed() -> None:
    line = SIGNED.split(b"\n")[6]
    assert has_repeated_document(SIGNED.replace(line, line + b"\n" + line))
    table = SIGNED[SIGNED.index(b'"annotations"') : -len(b"\n}\n")]
    assert has_repeated_document(SIGNED.replace(table, table + b",\n" + table))
