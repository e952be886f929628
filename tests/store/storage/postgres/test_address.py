"""Addresses of libraries on PostgreSQL servers."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import LibraryUnavailable, PizhuError, UsageError
from store.location import is_address
from store.storage.postgres.address import DEFAULT_SCHEMA, parse_address


@pytest.mark.parametrize(
    "named", ["postgresql://localhost/letters", "postgres://", "postgresql:///?service=x"]
)
def test_an_address_is_known_by_its_beginning(named: str) -> None:
    assert is_address(named)
    assert parse_address(named).schema == DEFAULT_SCHEMA


@pytest.mark.parametrize("named", ["letters", "./postgresql:", "/postgresql://x", "mysql://h/d", "http://h"])
def test_a_path_is_no_address(named: str) -> None:
    assert not is_address(named)


def test_the_schema_is_taken_out_of_what_libpq_gets() -> None:
    address = parse_address("postgresql://lin@host:5433/letters?sslmode=require&schema=%E4%B9%A6%20%E4%BF%A1")
    assert address.uri == "postgresql://lin@host:5433/letters?sslmode=require"
    assert address.schema == "书 信"
    assert address.parameters["sslmode"] == "require"
    assert (address.parameters["user"], address.parameters["port"]) == ("lin", "5433")


@pytest.mark.parametrize(
    "named",
    [
        "postgresql://localhost/letters",
        "postgresql://localhost/letters?schema=other",
        "postgresql:///?service=x&schema=a%26b%3Dc",
    ],
)
def test_an_address_is_shown_as_it_can_be_typed(named: str) -> None:
    address = parse_address(named)
    assert parse_address(str(address)) == address


@pytest.mark.parametrize(
    "named",
    [
        "postgresql://lin:s3cret@host/letters",
        "postgresql://lin:s3?cret@host/letters",
        "postgresql://host/letters?password=s3cret",
        "postgresql://host/letters?user=lin&sslpassword=s3cret",
    ],
)
def test_a_password_is_refused_and_not_shown(named: str) -> None:
    with pytest.raises(UsageError, match="pgpass") as raised:
        parse_address(named)
    assert "s3" not in str(raised.value)


@pytest.mark.parametrize(
    "named",
    [
        "postgresql://lin:s3cret@[host/letters",
        "postgresql://host/letters?s3cret=1",
        "postgresql://host/letters?s3cret",
        "postgresql://[::1/s3cret",
        "postgresql://%zz:s3cret@host",
        "postgresql://%00:s3cret@host",
    ],
)
def test_a_malformed_address_is_refused_and_not_shown(named: str) -> None:
    with pytest.raises(UsageError, match="not valid") as raised:
        parse_address(named)
    assert "s3cret" not in str(raised.value)
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("shema=x", "has no parameter `shema`: did you mean `schema`?"),
        ("Schema=x", "has no parameter `Schema`: did you mean `schema`?"),
        ("sslmode=require&ssl_mode=x", "has no parameter `ssl_mode`: did you mean `sslmode`?"),
        ("colour=red", "has no parameter `colour`: leave it out"),
        ("sslmode=verfy-full", "`sslmode` in the address must be one of disable, allow, prefer, require"),
        ("target_session_attrs=x", "`target_session_attrs` in the address must be one of any, read-write"),
        ("connect_timeout=long", "`connect_timeout` in the address must be a number"),
        ("port=0", "must be a number from 1 to 65535"),
    ],
)
def test_a_parameter_that_is_wrong_is_named(query: str, sentence: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse_address(f"postgresql://lin@host/letters?{query}")
    assert sentence in str(raised.value)


@pytest.mark.parametrize(
    "named",
    [
        "postgresql://lin:geheim/x@host/letters",
        "postgresql://lin:geheim?x@host/letters",
        "postgresql://lin:geheim?x=1",
        "postgresql://lin:12?geheim=1@host",
        "postgresql://lin:123456/7@host/letters",
        "postgresql://host/letters?scram_client_key=geheim",
        "postgresql://lin:a/b?geheim=1@host/letters",
    ],
)
def test_a_part_of_a_password_is_never_shown(named: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse_address(named)
    assert "geheim" not in str(raised.value)
    assert "123456" not in str(raised.value)


@pytest.mark.parametrize("port", ["5433", "", "5433,5434", ",5433"])
def test_a_port_is_left_out_or_a_number_for_each_host(port: str) -> None:
    hosts = "a,b" if "," in port else "a"
    assert parse_address(f"postgresql:///letters?host={hosts}&port={port}").parameters["host"] == hosts


@pytest.mark.parametrize("schema", ["", "pg_temp", "x" * 64, "书" * 22, "a%00b", "a%0Ab", "%FF"])
def test_a_schema_that_postgresql_would_not_keep_is_refused(schema: str) -> None:
    with pytest.raises(UsageError, match="schema"):
        parse_address(f"postgresql://localhost/letters?schema={schema}")


@given(st.text(max_size=40))
def test_whatever_is_typed_is_an_address_or_refused_in_a_sentence(typed: str) -> None:
    try:
        address = parse_address(f"postgresql://{typed}")
    except PizhuError:
        return
    assert parse_address(str(address)) == address


def test_libraries_are_told_apart_by_place_and_user_alone() -> None:
    def key(named: str) -> str:
        return parse_address(named).key

    here = key("postgresql://lin@host/letters")
    assert here == key("postgresql://lin@host/letters?sslmode=require&schema=pizhu")
    others = ["lin@host/other", "wang@host/letters", "lin@other/letters", "lin@host/letters?schema=other"]
    assert len({here, *(key(f"postgresql://{other}") for other in others)}) == 5


def test_without_the_extra_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(LibraryUnavailable, match=r"install it with .*\[postgres\]"):
        parse_address("postgresql://localhost/letters")
