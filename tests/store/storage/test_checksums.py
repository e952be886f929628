"""Every flipped bit of a signed line is detected, and corrected from the checksum alone."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.storage.checksums import Seal, corrected, place_of, seal_of, signed, unsigned

PLACE = place_of("annotations", 123)
RECORDS = st.dictionaries(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8).filter(lambda name: name != "sum"),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.integers(-9, 9) | st.booleans(),
    max_size=6,
)


@given(RECORDS)
def test_a_signed_record_is_intact_and_comes_back_without_its_checksum(fields: dict[str, Any]) -> None:
    record = msgspec.json.encode(fields)
    assert seal_of(signed(record, PLACE), PLACE) is Seal.INTACT
    assert unsigned(signed(record, PLACE)) == record
    assert unsigned(record) == record


@given(RECORDS, st.data())
def test_a_flipped_bit_is_detected_and_corrected(fields: dict[str, Any], data: st.DataObject) -> None:
    intact = signed(msgspec.json.encode(fields), PLACE)
    at = data.draw(st.integers(0, len(intact) - 1))
    bit = data.draw(st.integers(0, 7))
    damaged = intact[:at] + bytes([intact[at] ^ 1 << bit]) + intact[at + 1 :]
    with suppress(ValueError):  # it is not JSON any more
        means_the_same = json.loads(damaged) == json.loads(intact)  # \u000F is \u000f
        assert seal_of(damaged, PLACE) is (Seal.INTACT if means_the_same else Seal.CHANGED)
    assert corrected(damaged, PLACE) == (PLACE, intact)


def test_a_flipped_bit_in_the_document_id_is_corrected() -> None:
    intact = signed(b'{"name":"one"}', PLACE)
    assert corrected(intact, place_of("annotations", 122)) == (PLACE, intact)


@pytest.mark.parametrize("record", [b"{}", b'{"a": "b", "c": [1]}', '{"note":"花"}'.encode()])
def test_a_record_without_a_checksum_is_valid(record: bytes) -> None:
    assert seal_of(record, PLACE) is Seal.NONE


def test_a_record_that_another_program_laid_out_differently_is_intact() -> None:
    intact = signed('{"note":"花","tags":["a","b"]}'.encode(), PLACE)
    spaced = intact.replace(b":", b": ").replace(b",", b",  ").replace("花".encode(), b"\\u82b1")
    assert seal_of(spaced, PLACE) is Seal.INTACT


def test_a_field_that_stands_twice_is_detected() -> None:
    intact = signed(b'{"start":6,"end":8}', PLACE)
    assert seal_of(intact.replace(b'"start":6,', b'"start":6,"start":6,'), PLACE) is Seal.CHANGED


@pytest.mark.parametrize(
    "name", [b"ssum", b"suum", b"summ", b"um", b"sm", b"su", b"sam", b"suqm", b"sumh{um", b""]
)
def test_a_checksum_whose_name_is_damaged_is_detected(name: bytes) -> None:
    damaged = signed(b'{"start":6,"end":8}', PLACE).replace(b'"sum"', b'"' + name + b'"')
    assert seal_of(damaged, PLACE) is Seal.CHANGED


CUT = signed(b'{"key":"","aliases":[]}', PLACE)


@pytest.mark.parametrize("start", range(2, CUT.index(b'sum"')))
@pytest.mark.parametrize("end", [CUT.index(b'sum"') + letter for letter in range(4)])
def test_a_cut_that_ends_in_the_name_of_the_checksum_is_detected(start: int, end: int) -> None:
    damaged = CUT[:start] + CUT[end:]
    with suppress(ValueError):  # it is not JSON any more
        assert seal_of(damaged, PLACE) is Seal.CHANGED


@pytest.mark.parametrize("record", [b'{"note":"20200101"}', b'{"undone":"0a1b2c3d"}'])
def test_a_text_of_eight_digits_is_no_checksum(record: bytes) -> None:
    assert seal_of(record, PLACE) is Seal.NONE


@pytest.mark.parametrize("other", ["红色的花", "黄色", "黄的花色"])
def test_a_record_that_a_person_changed_is_not_corrected(other: str) -> None:
    intact = signed('{"note":"黄色的花"}'.encode(), PLACE)
    changed = intact.replace("黄色的花".encode(), other.encode())
    assert seal_of(changed, PLACE) is Seal.CHANGED
    assert corrected(changed, PLACE) is None
