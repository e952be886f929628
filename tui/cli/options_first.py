"""Options in any place among arguments, ``kwic 服务 --limit 1 客户``, and dashes that begin no option.

argparse gives an argument that takes several words only those up to the first option, and refuses the others;
and it takes whatever begins with a dash for an option.
"""

from __future__ import annotations

from argparse import Action
from collections.abc import Mapping, Sequence

from store.patterns import late_pattern

_NEGATIVE_NUMBER = late_pattern(r"-\d+|-\d*\.\d+")


def options_first(arguments: Sequence[str], options: Mapping[str, Action], *, of_query: bool) -> list[str]:
    """Return arguments with all options, and their values, before the others; these follow after ``--``.

    :param options: the options of the parser by their names. Each takes one value or none.
    :param of_query: the others are a query, in which a dash negates a term: ``-tag:核实``.
    """
    end = arguments.index("--") if "--" in arguments else len(arguments)
    before = iter(arguments[:end])
    first: list[str] = []
    others: list[str] = []
    for argument in before:
        if not _is_option(argument, options, of_query=of_query):
            others.append(argument)
            continue
        first.append(argument)
        action = _option(argument, options)
        if action is not None and action.nargs is None:
            first.extend(value for value in [next(before, None)] if value is not None)
    return [*first, "--", *others, *arguments[end + 1 :]]


def dashed_values(arguments: Sequence[str], options: Mapping[str, Action]) -> list[str]:
    """Return arguments in which a value that begins with a dash belongs to its option: ``--in=-tag:核实``."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    joined: list[str] = []
    for argument in arguments[:end]:
        action = _option(joined[-1], options) if joined else None
        is_value = argument.startswith("-") and not argument.startswith("--") and argument != "-"
        if action is not None and action.nargs is None and is_value and _name(argument) not in options:
            joined[-1] += f"={argument}"
        else:
            joined.append(argument)
    return [*joined, *arguments[end:]]


def _is_option(argument: str, options: Mapping[str, Action], *, of_query: bool) -> bool:
    """Return whether an argument is an option, known or not."""
    if not argument.startswith("-") or argument == "-":
        return False
    if _name(argument) in options or _option(argument, options) is not None:
        return True
    if of_query:
        return argument.startswith("--")
    return not (_NEGATIVE_NUMBER.fullmatch(argument) or " " in argument)


def _name(argument: str) -> str:
    return argument.partition("=")[0]


def _option(argument: str, options: Mapping[str, Action]) -> Action | None:
    """Return the option that an argument is, maybe shortened; None if it has its value with it."""
    if argument in options:
        return options[argument]
    if argument.startswith("--"):
        found = [name for name in options if name.startswith(argument)]
        return options[found[0]] if len(found) == 1 else None
    return None
