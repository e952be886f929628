"""Options in any place among the words of a query, files or other arguments."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.cli.conftest import Pizhu
from tui.cli.parser import parse


@pytest.mark.parametrize(
    ("typed", "name", "words"),
    [
        ("kwic 服务 --limit 1 客户", "query", ["服务", "客户"]),
        ("kwic --limit 1 服务 --csv 客户 --sort R1", "query", ["服务", "客户"]),
        ("kwic 服务 --lim 1 客户", "query", ["服务", "客户"]),
        ("kwic 服务 --limit=1 -客户 -- --csv", "query", ["服务", "-客户", "--csv"]),
        ("find 服务 --csv 客户", "query", ["服务", "客户"]),
        ("passages 服务 --unit sentence 客户", "query", ["服务", "客户"]),
        ("list 服务 --columns source 客户", "query", ["服务", "客户"]),
        ("clip *服务 --least 2 客户", "query", ["客户"]),
        ("words freq 服务 --stop 客户", "arguments", ["服务", "客户"]),
        ("words --limit 1 freq 服务", "arguments", ["服务"]),
        ("searches save 甲 --json 服务", "arguments", ["甲", "服务"]),
        ("import a.txt --tag x b.txt", "paths", ["a.txt", "b.txt"]),
        ("annotate --terms t.csv 服务 --tag x 客户", "id", ["服务", "客户"]),
    ],
)
def test_words_of_a_query_may_stand_on_both_sides_of_an_option(
    typed: str, name: str, words: list[str]
) -> None:
    assert [str(each) for each in getattr(parse(typed.split()), name)] == words


@pytest.mark.parametrize(
    "typed",
    [
        "list -tag:核实",
        "kwic 服务 -tag:核实 --limit 1",
        "words freq -tag:核实",
        "words collocates 服务 -tag:核实 --in -tag:核实",
        "words keyness 服务 --against -tag:核实",
        "clip *服务 -tag:核实",
        "searches save 甲 -tag:核实",
        "annotate --terms t.csv -tag:核实",
        "export csv --query -tag:核实",
    ],
)
def test_a_dash_negates_a_term_of_every_query(typed: str) -> None:
    values = [
        each
        for value in vars(parse(typed.split())).values()
        if value
        for each in (value if isinstance(value, list) else [value])
    ]
    assert values.count("-tag:核实") == typed.count("-tag:核实")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("kwic", "服务", "--limit"), "expected one argument"),
        (("kwic", "服务", "--limit", "--csv", "客户"), "expected one argument"),
        (("kwic", "服务", "--sort", "--", "客户"), "expected one argument"),
        (("kwic", "服务", "--limt", "1", "客户"), "unrecognized arguments: --limt"),
        (("kwic", "服务", "--limit", "x", "客户"), "'x' is not a whole number"),
        (("kwic", "--limit", "1"), "arguments are required: QUERY"),
        (("list", "服务", "--col", "source"), ""),
    ],
)
def test_a_wrong_option_among_words_is_named(
    pizhu: Pizhu, article: str, arguments: tuple[str, ...], expected: str
) -> None:
    code, lines, errors = pizhu(*arguments)
    assert expected in errors
    assert (code, lines) == ((2, []) if expected else (0, []))


@given(
    words=st.lists(st.sampled_from(["服务", "-客户", "tag:a b", "-", "(甲", "OR", "-3"]), min_size=1),
    place=st.integers(0, 10),
    option=st.sampled_from([("--limit", "2"), ("--limit=2",), ("--csv",)]),
)
def test_the_place_of_an_option_makes_no_difference(
    words: list[str], place: int, option: tuple[str, ...]
) -> None:
    before, after = words[:place], words[place:]
    assert vars(parse(["kwic", *before, *option, *after])) == vars(parse(["kwic", *option, *words]))
