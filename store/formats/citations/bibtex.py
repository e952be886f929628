r"""The articles as BibTeX, which is valid BibLaTeX as well.

An article with a source is an ``@article`` with ``journal``, BibLaTeX's ``journaltitle``, and ``entrysubtype
= {newspaper}``; without one, it is ``@misc``. The date is given twice: in full as BibLaTeX's ``date``, and as
BibTeX's ``year`` and ``month``. The column is BibLaTeX's ``titleaddon``. The note is ``annote``, which the
usual styles do not print.

BibTeX counts braces even after a backslash, so a brace in a text becomes ``{\textbraceleft}``. Titles are in
two pairs of braces, so that no style changes their case. A name is in braces as a whole, so that 欧阳修 is
neither split nor abbreviated; names in Latin letters are not.
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
"""The names of languages in babel, by primary subtag."""

_COMMANDS = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{character: f"\\{character}" for character in "#$%&_"},
}
_SPECIAL = re.compile(r"[\\{}~^#$%&_]")
_BLANK_LINES = re.compile(r"\n\s*\n")


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the articles of a selection."""
    write_text(out, _entries(selection))


def escape_latex(text: str) -> str:
    """Return text that LaTeX prints literally. Its braces are balanced."""
    return _SPECIAL.sub(lambda match: _COMMANDS[match.group()], text)


def bibtex_entry(reference: Reference) -> str:
    """Return the entry of an article. Empty fields are left out."""
    kind = "article" if reference.source else "misc"
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(reference))
    return f"@{kind}{{{reference.key},\n{fields}}}\n"


def _entries(selection: Selection) -> Iterator[str]:
    separator = ""
    for reference in references(selection):
        yield separator + bibtex_entry(reference)
        separator = "\n"


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield the names of fields and their values in braces."""
    language, date = reference.language, reference.date
    values = {
        "title": f"{{{escape_latex(reference.title)}}}",
        "author": " and ".join(_name(name) for name in reference.names),
        "journal": escape_latex(reference.source),
        "entrysubtype": "newspaper" if reference.source else "",
        "titleaddon": escape_latex(reference.column),
        "date": iso_date(date),
        "year": iso_date(date[:1]),
        "url": _url(reference.url),
        "language": escape_latex(one_line(language)),
        "langid": _LANGUAGES.get(language.partition("-")[0], ""),
        "keywords": ", ".join(escape_latex(tag.replace(",", "，")) for tag in reference.tags),
        "annote": escape_latex(_BLANK_LINES.sub("\n", reference.note)),
    }
    for name, value in values.items():
        if value:
            yield name, f"{{{value}}}"
        if name == "year" and len(date) > 1 and 1 <= date[1] <= len(_MONTHS):
            yield "month", _MONTHS[date[1] - 1]


def _name(name: Name) -> str:
    text = escape_latex(name.full)
    is_latin = name.family and not name.is_chinese and " and " not in f" {name.full.lower()} "
    return text if is_latin else f"{{{text}}}"


def _url(url: str) -> str:
    """Return a URL for LaTeX, without characters that could end the field."""
    substitutes = {" ": "%20", "\\": "%5C", "{": "%7B", "}": "%7D"}
    return "".join(substitutes.get(character, character) for character in url)
