"""Arguments that several commands take, and the types of their values."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from store.language import _
from store.model.surrogates import writable
from store.wording import listed

if TYPE_CHECKING:
    from store.chinese.variants import VariantKind

ALL = 10**15
"""More than there is of anything, as a limit."""

ALL_KINDS = "all"
"""What stands for all kinds of variants."""


def add_article_id(parser: ArgumentParser) -> None:
    """Add the positional argument ``ID``: an article."""
    parser.add_argument("id", type=writable, metavar="ID", help=_("the ID of an article, or its beginning"))


def add_articles_option(parser: ArgumentParser) -> None:
    """Add ``--article``, which may be repeated: the articles that the command is limited to."""
    parser.add_argument(
        "--article",
        action="append",
        default=[],
        type=writable,
        metavar="ID",
        dest="articles",
        help=_("only this article; may be repeated"),
    )


def add_query_argument(parser: ArgumentParser) -> None:
    """Add the positional argument ``QUERY``, whose words need no quotes around them."""
    parser.add_argument(
        "query", nargs="+", type=writable, metavar="QUERY", help=_("a query, as `pizhu list` takes it")
    )


def add_limit_option(parser: ArgumentParser, explanation: str) -> None:
    """Add ``--limit``: the largest number of results."""
    parser.add_argument("--limit", type=positive_integer, metavar="N", help=explanation)


def add_line_limit_option(parser: ArgumentParser) -> None:
    """Add ``--limit`` for the lines of a table."""
    add_limit_option(parser, _("at most N lines (default: 50; with --json and --csv all)"))


def add_tags_option(parser: ArgumentParser, explanation: str) -> None:
    """Add ``--tag``, which may be repeated."""
    parser.add_argument(
        "--tag", action="append", default=[], type=writable, metavar="T", dest="tags", help=explanation
    )


def add_occurrence_option(parser: ArgumentParser) -> None:
    """Add ``--occurrence``: which place of a quote is meant."""
    parser.add_argument(
        "--occurrence",
        type=int,
        default=1,
        metavar="N",
        help=_("which occurrence of the quote, counted from 1 (default: 1)"),
    )


def path_argument(path: str) -> Path:
    """Parse the path of a file or a folder.

    :raises ArgumentTypeError: it is empty, which Python takes for the current folder.
    """
    if not path.strip():
        raise ArgumentTypeError(
            _("an empty path names no file or folder: write its name, or . for this folder")
        )
    return Path(path)


def library_argument(named: str) -> Path | str:
    """Parse where a library is: the address of a server stays text, which a path would shorten.

    :raises ArgumentTypeError: as for :func:`path_argument`.
    """
    from store.location import address_in

    return address_in(named) or path_argument(named)


def path_text(path: str) -> str:
    """Parse a path that stays text, so that a slash at its end is seen; see :func:`path_argument`."""
    path_argument(path)
    return path


def writable_path(path: str) -> str:
    """Parse a path as :func:`path_text`, with bytes that are not UTF-8 escaped."""
    return writable(path_text(path))


def positive_integer(number: str) -> int:
    """Parse an integer of at least 1. One above :data:`ALL` is as good as this.

    :raises ArgumentTypeError: it is not one.
    """
    if not (number.isascii() and number.isdecimal() and number.strip("0")):
        raise ArgumentTypeError(_("{number!r} is not a whole number of at least 1", number=number))
    return _bounded(number)


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """Return what parses an integer within bounds; it raises ``ArgumentTypeError`` if it is not one."""

    def parsed(number: str) -> int:
        if number.isascii() and number.isdecimal() and least <= _bounded(number) <= most:
            return _bounded(number)
        raise ArgumentTypeError(
            _(
                "{number!r} is not a whole number from {least} to {most:,}",
                number=number,
                least=least,
                most=most,
            )
        )

    return parsed


def _bounded(digits: str) -> int:
    digits = digits.lstrip("0")
    return int(digits or 0) if len(digits) <= len(str(ALL)) else ALL


def proportion(number: str) -> float:
    """Parse a number above 0, up to 1.

    :raises ArgumentTypeError: it is not one.
    """
    with suppress(ValueError):
        if 0 < float(number) <= 1:
            return float(number)
    raise ArgumentTypeError(_("{number!r} is not a number above 0, up to 1", number=number))


def add_variants_option(parser: ArgumentParser) -> None:
    """Add ``--variants``: which differences the places may have. None if it is not given."""
    from store.chinese.variants.kinds import VariantKind

    parser.add_argument(
        "--variants",
        nargs="?",
        const=ALL_KINDS,
        type=variant_kinds,
        metavar="KINDS",
        help=_(
            "find variants too: 想客户之所想 for 想客户所想; after = some of {kinds} (default: all)",
            kinds=",".join(VariantKind),
        ),
    )


def variant_kinds(names: str) -> frozenset[VariantKind]:
    """Parse kinds of variants.

    :raises ArgumentTypeError: a name is unknown.
    """
    from store.chinese.variants.kinds import FAMILY, VariantKind

    if names == ALL_KINDS:
        return FAMILY
    try:
        return frozenset(VariantKind(name.strip()) for name in names.split(","))
    except ValueError:
        raise ArgumentTypeError(
            _(
                "“{names}” is no kind of variants: use some of {kinds}",
                names=names,
                kinds=listed(VariantKind),
            )
        ) from None
