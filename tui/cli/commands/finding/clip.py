"""The command `clip`: what fills the gap of a pattern."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import UsageError
from store.language import _, lazy
from store.model.surrogates import writable
from store.wording import counted
from tui.cli.arguments import add_line_limit_option, add_tags_option, path_argument, positive_integer
from tui.cli.command import Command, Usage
from tui.cli.exit_codes import DONE
from tui.cli.limited import Limited
from tui.cli.opened_library import opened_library
from tui.cli.output.annotations import print_autocoding
from tui.cli.output.figures.tables import Layout, add_csv_option
from tui.cli.output.figures.terms import print_fillers
from tui.cli.output.printing import print_json, print_text, warn
from tui.cli.progress_bar import progress_bar
from tui.cli.typed_query import typed_query

if TYPE_CHECKING:
    from store.library import Library
    from store.terms.clipper import Clip, Filler

LINES = 50
"""The lines of an aligned table unless ``--limit`` says otherwise. Programs get all."""

UNITS = ("word", "name", "characters")


def clip_pattern(options: Namespace) -> int:
    """List what fills the gap of a pattern; tag it, add it to the words of the user, or write it as terms."""
    from store.chinese.segmentation.shared import shared_segmenter
    from store.terms.clipper import NO_NAMES, ClipPattern, Clipper, GapUnit, clip, known_names

    layout = Layout.of(options)
    acts = options.tags or options.add_words or options.write is not None
    if options.pick and not acts:
        raise UsageError(_("Give --tag, --add-words or --write with --pick."))
    pattern, unit = ClipPattern.parse(options.pattern), GapUnit(options.unit)
    with opened_library(options, create=False) as library:
        query = typed_query(library, " ".join(options.query))
        segmenter = None if unit is GapUnit.CHARACTERS else shared_segmenter()
        names = known_names(library) if unit is GapUnit.NAME else NO_NAMES
        clipper = Clipper(pattern, unit, options.words, segmenter, names)
        with progress_bar(_("Finding"), quiet=layout is not Layout.ALIGNED) as progress:
            found = clip(library, pattern, clipper, query, progress)
        fillers = [each for each in found.fillers() if each.places >= options.least]
        if acts:
            _act(options, library, found, _picked(fillers, options))
        else:
            limit = options.limit or (LINES if layout is Layout.ALIGNED else None)
            listed = Limited(fillers, limit)
            print_fillers(layout, list(listed))
            listed.tell()
        _tell_omissions(found)
    return DONE


OMITTED = {
    "within_word": lazy(
        "Left out: {places} where a word reaches over the border of the gap; --unit characters shows them."
    ),
    "no_name": lazy("Left out: {places} where no name of a person was recognised; --unit word shows them."),
    "too_long": lazy("Left out: {places} where the gap is longer than --words; raise it to see them."),
}
"""By the value of an :class:`store.terms.clipper.Omission`, what is said of it."""


def _tell_omissions(found: Clip) -> None:
    """Say on standard error how many places of the pattern were left out, and why."""
    for omission, number in sorted(found.omissions.items()):
        warn(OMITTED[omission].format(places=counted(number, "place", "places")))


def _picked(fillers: Sequence[Filler], options: Namespace) -> list[str]:
    """Return the fillers that were picked; without ``--pick`` those that are listed.

    :raises UsageError: one of them does not fill the gap.
    """
    from store.chinese.folding import fold

    if not options.pick:
        return [each.text for each in fillers[: options.limit]]
    known = {fold(each.text): each.text for each in fillers}
    for word in options.pick:
        if fold(word) not in known:
            raise UsageError(
                _("“{word}” does not fill the gap of “{pattern}”.", word=word, pattern=options.pattern)
            )
    return [known[fold(word)] for word in options.pick]


def _act(options: Namespace, library: Library, found: Clip, fillers: Sequence[str]) -> None:
    from store.terms.clipper import tag_fillers

    if options.write is not None:
        _write(options, fillers)
    if options.add_words:
        words = library.dictionary.join_all(fillers)
        if options.json:
            print_json(words=words)
        else:
            print_text(_("Added {words}.", words=counted(words, "word", "words")))
    if options.tags:
        places = sum(map(len, found.ranges(fillers).values()))
        with progress_bar(_("Tagging"), quiet=options.json) as progress:
            tagged = tag_fillers(library, found, fillers, tuple(options.tags), progress)
        print_autocoding(options.json, places, tagged)


def _write(options: Namespace, fillers: Sequence[str]) -> None:
    """Write fillers as a list of terms, with the tags that were given."""
    from store.exporting import export_text
    from store.terms.listed_term import ListedTerm
    from store.terms.term_list import table
    from tui.user_folders import expanded

    path: Path = expanded(options.write)
    if path.exists() and not options.force:
        raise UsageError(_("{path} exists already; use --force to overwrite it.", path=path))
    suffix = path.suffix.lower()
    is_table = suffix == ".csv"
    tags = tuple(options.tags)
    content = table(ListedTerm(each, tags) for each in fillers) if is_table else "\n".join([*fillers, ""])
    export_text(path, [content], suffixes=(".csv", ".txt"), force=options.force)
    if options.json:
        print_json(path=writable(str(path)), terms=len(fillers))
    else:
        print_text(_("Wrote {things} to {path}", things=counted(len(fillers), "term", "terms"), path=path))


def _add_clip_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "pattern",
        type=writable,
        metavar="PATTERN",
        help=_("words with a gap, *: 记者*, *表示, 在*召开"),
    )
    parser.add_argument(
        "query",
        nargs="*",
        default=[],
        type=writable,
        metavar="QUERY",
        help=_("only articles that match this query"),
    )
    parser.add_argument(
        "--unit",
        choices=UNITS,
        default=UNITS[0],
        help=_("what fills the gap: words, the name of a person, characters (default: word)"),
    )
    parser.add_argument(
        "--words",
        type=positive_integer,
        metavar="N",
        help=_("up to N words or characters, no further than the next mark or function word (default: 1; 4)"),
    )
    parser.add_argument(
        "--least",
        type=positive_integer,
        default=1,
        metavar="N",
        help=_("only what fills the gap at least N times"),
    )
    add_line_limit_option(parser)
    parser.add_argument(
        "--pick",
        action="append",
        default=[],
        type=writable,
        metavar="WORD",
        help=_("tag, add or write only this; may be repeated (default: all that is listed)"),
    )
    add_tags_option(parser, _("tag all places of what fills the gap; may be repeated"))
    parser.add_argument(
        "--add-words", action="store_true", help=_("add what fills the gap to the user dictionary")
    )
    parser.add_argument(
        "--write",
        type=path_argument,
        metavar="FILE",
        help=_("write it as a list of terms, .txt or .csv, for `pizhu annotate --terms`"),
    )
    parser.add_argument("--force", action="store_true", help=_("--write: overwrite the file"))
    add_csv_option(parser)


CLIP = Command(
    name="clip",
    summary=lazy("List what fills the gap of a pattern, such as the names after 记者, and tag it."),
    usages=(
        Usage("clip PATTERN [QUERY…] [--unit UNIT] [--words N] [--least N] [--limit N] [--csv]"),
        Usage(
            "clip PATTERN [QUERY…] [--pick WORD]… [--tag T]… [--add-words] [--write FILE [--force]]",
            lazy("Tag what fills the gap, add it to the user dictionary, or write it as a list of terms."),
        ),
    ),
    examples=(
        "clip '记者*' --unit name",
        "clip '*服务' --words 2 --least 3",
        "clip '记者*' --unit name --pick 何北 --tag 人物",
    ),
    configure=_add_clip_arguments,
    run=clip_pattern,
    takes_query=True,
)
