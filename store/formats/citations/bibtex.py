r"""The articles as BibTeX, fit for BibLaTeX too.

An article whose paper is known is an ``@article`` with ``journal``, which BibLaTeX takes for
``journaltitle``, and ``entrysubtype = {newspaper}``; another is ``@misc``. The date stands twice: ``date``
is BibLaTeX's, in as many parts as are known, ``year`` and ``month`` are BibTeX's. The reader's note is
``annote``, which no usual style prints.

BibTeX counts braces even after a backslash, so that one in a text stands as ``{\textbraceleft}``. Titles
are in two pairs of braces, so that no style changes their case. A name stands in braces, whole, except one
in Latin letters: 欧阳修 is neither parted nor shortened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from store.exporting.sanitise import one_line
from store.exporting.selection import Selection
from store.exporting.writing import write_text
from store.formats.citations.references import Name, Reference, iso_date, references

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LANGUAGES = {"zh": "chinese", "en": "english", "ja": "japanese"}
"""How babel calls languages, by their first subtag."""

_COMMANDS = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}
_SPECIAL = re.compile(r"[\\{}~^#$%&_]")
_BLANK_LINES = re.compile(r"\n\s*\n")


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the articles of a selection."""
    write_text(out, _entries(selection))


def escape(words: str) -> str:
    """Words that LaTeX prints as they are, their braces balanced whatever they were."""
    return _SPECIAL.sub(lambda match: _COMMANDS[match.group()], words)


def entry(reference: Reference) -> str:
    """The entry of an article; what is not known is left out."""
    kind = "article" if reference.source else "misc"
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(reference))
    return f"@{kind}{{{reference.key},\n{fields}}}\n"


def _entries(selection: Selection) -> Iterator[str]:
    separator = ""
    for reference in references(selection):
        yield separator + entry(reference)
        separator = "\n"


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    """The names of fields, and their values in braces."""
    language, date = reference.language, reference.date
    values = {
        "title": f"{{{escape(reference.title)}}}",
        "author": " and ".join(_name(name) for name in reference.names),
        "journal": escape(reference.source),
        "entrysubtype": "newspaper" if reference.source else "",
        "chapter": escape(reference.column),
        "date": iso_date(date),
        "year": iso_date(date[:1]),
        "url": _address(reference.url),
        "language": escape(one_line(language)),
        "langid": _LANGUAGES.get(language.partition("-")[0], ""),
        "keywords": ", ".join(escape(tag.replace(",", "，")) for tag in reference.tags),
        "annote": escape(_BLANK_LINES.sub("\n", reference.note)),
    }
    for name, value in values.items():
        if value:
            yield name, f"{{{value}}}"
        if name == "year" and len(date) > 1 and 1 <= date[1] <= len(_MONTHS):
            yield "month", _MONTHS[date[1] - 1]


def _name(name: Name) -> str:
    words = escape(name.whole)
    is_latin = name.family and not name.is_chinese and " and " not in f" {name.whole.lower()} "
    return words if is_latin else f"{{{words}}}"


def _address(url: str) -> str:
    """An address as it is, which is how LaTeX wants it, without what could end the field."""
    signs = {" ": "%20", "\\": "%5C", "{": "%7B", "}": "%7D"}
    return "".join(signs.get(sign, sign) for sign in url)
