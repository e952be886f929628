"""The grammar of the command line: commands, arguments, options and their explanations."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from store.model.surrogates import writable
from tui import VERSION

BLOCK_KINDS = (
    "title", "kicker", "subtitle", "column", "byline", "date", "heading", "paragraph", "caption", "credit",
)  # fmt: skip
STATUSES = ("unread", "reading", "read")
EXPORTS = (
    "markdown", "org", "html", "docx", "csv", "csv-matrix", "xlsx", "json", "jsonl", "jsonld", "qdpx", "qdc",
    "anki", "anki-text", "bibtex", "csl-json", "ris", "pizhu",
)  # fmt: skip


Command = Callable[..., argparse.ArgumentParser]
"""Adds a command: its name, and what it does in a sentence."""


def parser() -> argparse.ArgumentParser:
    """The grammar of the command line."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--library",
        metavar="DIR",
        type=Path,
        default=argparse.SUPPRESS,
        help="the library to use (else $PIZHU_LIBRARY, else your own)",
    )
    machine = argparse.ArgumentParser(add_help=False, parents=[common])
    machine.add_argument("--json", action="store_true", help="print one JSON object a line")

    top = argparse.ArgumentParser(
        prog="pizhu",
        parents=[common],
        description="Read, tag and annotate Chinese articles by keyboard, and take the notes away.",
        epilog="Without a command the reader opens. An ID may be shortened while it stays unique.",
    )
    top.add_argument("--version", action="version", version=f"pizhu {VERSION}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")

    def command(name: str, explained: str, *, json: bool = True) -> argparse.ArgumentParser:
        parents = [machine if json else common]
        return commands.add_parser(name, parents=parents, help=explained, description=explained)

    _reading(command)
    _bringing_in_and_taking_out(command)
    _marking(command)
    _noting(command)
    _suggesting(command)
    _keeping(command)
    return top


def _reading(command: Command) -> None:
    reading = command("read", "Open the reader, at an article if one is named.", json=False)
    reading.add_argument("what", nargs="?", metavar="ID|FILE", help="an article, or a file to import first")
    reading.add_argument("--starters", action="store_true", help="put the starter articles into the library")

    listing = command("list", "List the articles, all or those that a query means.")
    listing.add_argument(
        "query",
        nargs="*",
        type=writable,
        metavar="TERM",
        help="tag:T|U !tag:T is:unread has:note date:2020..2021 by:NAME source:S, or words of the text",
    )

    searching = command("search", "Find the articles in which words stand, the most relevant first.")
    searching.add_argument("text", type=writable, metavar="TEXT", help="the words; any character counts")
    searching.add_argument("--limit", type=_positive, metavar="N", help="at most so many articles")

    showing = command("show", "Show an article with its parts, tags and annotations.")
    showing.add_argument("id", type=writable, metavar="ID")
    showing.add_argument(
        "--creator", default="", type=writable, metavar="NAME", help="only the annotations by this person"
    )


def _bringing_in_and_taking_out(command: Command) -> None:
    importing = command(
        "import",
        "Import articles from text files and folders of them, and notes from .json, .jsonld, .qdpx, .pizhu…",
    )
    importing.add_argument("paths", nargs="+", metavar="PATH")

    exporting = command("export", "Write the notes to a file that other programs open.")
    exporting.add_argument("format", metavar="FORMAT", help=", ".join(EXPORTS))
    _of_articles(exporting)
    exporting.add_argument(
        "--tag",
        action="append",
        default=[],
        type=writable,
        metavar="T",
        dest="tags",
        help="only annotations with this tag or one below it",
    )
    exporting.add_argument(
        "-o",
        "--output",
        default="-",
        metavar="PATH",
        help="the file; - prints (default); of markdown also a FOLDER/, with a file an article",
    )
    exporting.add_argument(
        "--template",
        type=writable,
        metavar="FILE.j2",
        help="what to write of each article, in Jinja2; for markdown, org and html",
    )
    exporting.add_argument(
        "--force", action="store_true", help="overwrite PATH even if it is of another kind"
    )


def _keeping(command: Command) -> None:
    checking = command("check", "Read every file of the library, and tell of every damage.")
    checking.add_argument("--repair", action="store_true", help="mend it; what is changed is put aside first")

    backing = command("backup", "Write the library to a zip archive.")
    backing.add_argument("file", nargs="?", type=writable, metavar="FILE.zip")
    backing.add_argument("--daily", action="store_true", help="the one of today, as the reader makes it")

    restoring = command("restore", "Make a library from a backup, in an empty folder.")
    restoring.add_argument("file", type=writable, metavar="FILE.zip")
    restoring.add_argument("folder", type=writable, metavar="DIR")


def _marking(command: Command) -> None:
    annotating = command("annotate", "Mark a quote in an article, with tags and a note.")
    annotating.add_argument(
        "id",
        nargs="?",
        default="",
        type=writable,
        metavar="ID",
        help="left out with --everywhere: all articles",
    )
    annotating.add_argument("--quote", required=True, type=writable, metavar="TEXT", help="the words to mark")
    _which_of_several(annotating)
    annotating.add_argument("--tag", action="append", default=[], type=writable, metavar="T", dest="tags")
    annotating.add_argument("--note", default="", type=writable, metavar="TEXT")
    annotating.add_argument(
        "--everywhere",
        action="store_true",
        help="give the tags to the words, and their variants, wherever they stand",
    )

    placing = command(
        "place", "Put an annotation on other words: one that lost its own when the text changed."
    )
    placing.add_argument("id", type=writable, metavar="ID")
    placing.add_argument("annotation", type=writable, metavar="ANNOTATION", help="its ID, as `show` tells it")
    placing.add_argument(
        "--quote", required=True, type=writable, metavar="TEXT", help="the words to put it on"
    )
    _which_of_several(placing)

    for name, explained in (("tag", "Put tags on an article."), ("untag", "Take tags off an article.")):
        tagging = command(name, explained)
        tagging.add_argument("id", type=writable, metavar="ID")
        tagging.add_argument("tags", nargs="+", type=writable, metavar="TAG")

    coding = command("tags", "List the tags, or change the codebook; see the README for what each needs.")
    deeds = (
        "list",
        *["rename", "merge", "move", "describe", "colour", "alias", "pin", "split", "show", "delete"],
        *["import", "export"],
    )
    coding.add_argument("deed", nargs="?", choices=deeds, default="list")
    coding.add_argument("--force", action="store_true", help="export: overwrite the file")
    coding.add_argument(
        "names", nargs="*", type=writable, metavar="TAG", help="rename OLD NEW; merge FROM… INTO; pin TAG 3…"
    )

    agreeing = command(
        "agreement", "Tell how far two coders agree on tags: kappa and alpha by character, F1 by overlap."
    )
    agreeing.add_argument(
        "coders", nargs="*", type=writable, metavar="CODER", help="two; all are listed without"
    )
    _of_articles(agreeing)
    agreeing.add_argument(
        "--overlap",
        type=_share,
        default=0.5,
        metavar="PART",
        help="what annotations share of what they cover together, to be the same (default: 0.5)",
    )

    looking = command("word", "Tell what is known of a word: pinyin, meaning, how often it stands, its tags.")
    looking.add_argument("word", type=writable, metavar="WORD")

    wording = command("words", "List the user dictionary, or put right what is one word and what is two.")
    wording.add_argument(
        "deed", nargs="?", choices=("list", "join", "split", "remove", "import"), default="list"
    )
    wording.add_argument(
        "words",
        nargs="*",
        type=writable,
        metavar="WORD",
        help="join WORD…; split A B; import FILE…",
    )

    marking = command("status", "Say how far an article is read.")
    marking.add_argument("id", type=writable, metavar="ID")
    marking.add_argument("status", choices=STATUSES)

    starring = command("star", "Star an article.")
    starring.add_argument("id", type=writable, metavar="ID")
    starring.add_argument("--off", action="store_true", help="take the star off")

    blocking = command("block", "Put right what a paragraph of an article is.")
    blocking.add_argument("id", type=writable, metavar="ID")
    blocking.add_argument("number", type=int, metavar="N", help="which block, from 0, as `show` counts them")
    blocking.add_argument("kind", choices=BLOCK_KINDS)

    removing = command("remove", "Remove articles with their annotations.")
    removing.add_argument("ids", nargs="+", type=writable, metavar="ID")

    command("undo", "Take the last change of the library back, whoever made it.")
    command("redo", "Do again what was taken back last.")


def _noting(command: Command) -> None:
    noting = command("note", "Write the note on a whole article; an empty one removes it.")
    noting.add_argument("id", type=writable, metavar="ID")
    noting.add_argument("text", metavar="TEXT", type=writable)

    listing = command("notes", "List the notes of the library, on articles and on annotations.")
    listing.add_argument("query", nargs="?", default="", type=writable, metavar="QUERY", help="words in them")
    listing.add_argument("--tag", action="append", default=[], type=writable, metavar="T", dest="tags")
    listing.add_argument("--creator", default="", type=writable, metavar="NAME")
    listing.add_argument("--questions", action="store_true", help="those that begin with a question mark")
    listing.add_argument(
        "--todos", action="store_true", help="those with a to-do that is open: - [ ] or TODO"
    )
    listing.add_argument("--newest", action="store_true", help="those changed last come first")

    linking = command("links", "List the links in the notes of an article, and the notes that link to it.")
    linking.add_argument(
        "target",
        type=writable,
        metavar="ID|#TAG",
        help="an article by ID or title, ID#^ANNOTATION, or #TAG, as between [[ and ]]",
    )


def _suggesting(command: Command) -> None:
    suggesting = command(
        "suggest", "Suggest tags for an article, or for words of it, each with why; nothing is tagged by it."
    )
    suggesting.add_argument("id", type=writable, metavar="ID")
    suggesting.add_argument("--quote", type=writable, metavar="TEXT", help="suggest for these words of it")
    _which_of_several(suggesting)
    suggesting.add_argument(
        "--dismiss",
        action="append",
        default=[],
        type=writable,
        metavar="TAG",
        help="never suggest TAG here again; with --quote, for these words in any article",
    )


def _share(number: str) -> float:
    """A number above 0 and not above 1, as an option gives it."""
    with suppress(ValueError):
        if 0 < float(number) <= 1:
            return float(number)
    raise argparse.ArgumentTypeError(f"{number!r} is no number above 0, up to 1")


def _of_articles(command: argparse.ArgumentParser) -> None:
    """Let a command be told of which articles it is."""
    command.add_argument(
        "--article",
        action="append",
        default=[],
        type=writable,
        metavar="ID",
        dest="articles",
        help="only this article",
    )


def _which_of_several(command: argparse.ArgumentParser) -> None:
    """Let a command be told which of the places of a quote is meant."""
    command.add_argument(
        "--occurrence", type=int, default=1, metavar="N", help="which of several, from 1 (default: 1)"
    )


def _positive(number: str) -> int:
    """A number from 1 on, as an option gives it."""
    if not (number.isascii() and number.isdecimal() and int(number)):
        raise argparse.ArgumentTypeError(f"{number!r} is no number from 1 on")
    return int(number)
