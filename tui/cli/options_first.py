"""Options in any place among several arguments: ``kwic 服务 --limit 1 客户``.

argparse gives an argument that takes several words only those up to the first option, and refuses the others.
"""

from __future__ import annotations

from argparse import Action
from collections.abc import Mapping, Sequence

from store.patterns import late_pattern

_NEGATIVE_NUMBER = late_pattern(r"-\d+|-\d*\.\d+")


def options_first(arguments: Sequence[str], options: Mapping[str, Action]) -> list[str]:
    """Return arguments with all options, and their values, before the others; these follow after ``--``.

    :param options: the options of the parser by their names. Each takes one value or none.
    """
    end = arguments.index("--") if "--" in arguments else len(arguments)
    before = iter(arguments[:end])
    first: list[str] = []
    others: list[str] = []
    for argument in before:
        if not _is_option(argument, options):
            others.append(argument)
            continue
        first.append(argument)
        action = _named(argument, options)
        if action is not None and action.nargs is None:
            first.extend(value for value in [next(before, None)] if value is not None)
    return [*first, "--", *others, *arguments[end + 1 :]]


def _is_option(argument: str, options: Mapping[str, Action]) -> bool:
    """Return whether argparse takes an argument for an option, known or not."""
    if not argument.startswith("-") or argument == "-":
        return False
    if argument.partition("=")[0] in options or _named(argument, options) is not None:
        return True
    return not (_NEGATIVE_NUMBER.fullmatch(argument) or " " in argument)


def _named(argument: str, options: Mapping[str, Action]) -> Action | None:
    """Return the option whose value is the next argument, or that has none; None for any other."""
    if "=" in argument and argument.partition("=")[0].startswith("-"):
        return None
    if argument in options:
        return options[argument]
    if argument.startswith("--"):
        found = [name for name in options if name.startswith(argument)]
        return options[found[0]] if len(found) == 1 else None
    return None
