"""Texts as people copy or paste them, with what a reader of the page would say of each.

A file of ``pasted/`` has one text after another: ``%%`` and what it is; title, authors, date, source and
headings; ``---``; the text. ``@1`` stands for a paragraph of ``paragraphs.txt``; ``wrap`` is the number of
characters after which its lines are broken.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from tests.paths import ROOT

_FOLDER = ROOT / "tests" / "store" / "press" / "pasted"


class PastedText(NamedTuple):
    """One text with what is right."""

    name: str
    title: str
    authors: tuple[str, ...]
    date: str
    source: str
    headings: tuple[str, ...]
    text: str


def pasted_texts(name: str) -> list[PastedText]:
    """The texts of one file."""
    whole = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return [_parse(part) for part in whole.split("%% ")[1:]]


@cache
def _paragraphs() -> dict[str, str]:
    lines = (_FOLDER / "paragraphs.txt").read_text(encoding="utf-8").splitlines()
    return {f"@{line[0]}": line[2:] for line in lines}


def _parse(part: str) -> PastedText:
    head, _, body = part.partition("\n---\n")
    name, *rest = head.splitlines()
    fields = {key: value.strip() for key, _, value in (line.partition(":") for line in rest)}
    text = re.sub(r"@\w", lambda match: _paragraphs()[match[0]], body)
    if column := int(fields.get("wrap") or 0):
        text = "\n".join(wrapped for line in text.split("\n") for wrapped in _wrapped(line, column))
    return PastedText(
        name,
        fields["title"],
        tuple(filter(None, fields["authors"].split("、"))),
        fields["date"],
        fields["source"],
        tuple(filter(None, (heading.strip() for heading in fields["headings"].split(" | ")))),
        text,
    )


def _wrapped(line: str, column: int) -> list[str]:
    return [line[at : at + column] for at in range(0, len(line), column)] or [""]
