"""The parts of a press piece: decoded text as it was scraped becomes paragraphs that know what they are.

The law of this module: no character but whitespace is lost, added or moved. Inner whitespace stays as it
is, except where a line is split in two. What cannot be told apart stays a paragraph.
"""

from __future__ import annotations

from statistics import median

from store.model.article import BlockKind
from store.press.body import body_kinds
from store.press.head import find_head
from store.press.headings import is_plain_heading
from store.press.lines import read_lines
from store.press.machine_files import is_record
from store.press.titles import Part
from store.press.unwrapping import mend, unwrap

_MOST_LINES = 20_000
"""Lines after the head: a file with more is no piece, and only its lines are known to be paragraphs."""


def find_parts(source: str) -> list[tuple[BlockKind, str]]:
    """The parts of ``source`` in the order of the text: each one paragraph, without a newline inside.

    Torn paragraphs and hard-wrapped lines are put together again; the head is told from the body by how
    its lines are set. ``[]`` if there is nothing but whitespace.
    """
    lines = read_lines(source)
    if is_record(lines):
        return [(BlockKind.PARAGRAPH, line.text) for line in lines]
    lines = unwrap(lines)
    head = find_head(lines)
    if len(lines) - head.used > _MOST_LINES:
        return head.parts + [(BlockKind.PARAGRAPH, line.text) for line in lines[head.used :]]
    body = mend(lines[head.used :])
    signed = any(kind is BlockKind.BYLINE for kind, _ in head.parts)
    kinds = body_kinds(body, signed=signed)
    parts = [(kind, line.text) for kind, line in zip(kinds, body, strict=True)]
    return _settle_subtitle(head.parts, parts) + parts


def _settle_subtitle(head: list[Part], body: list[Part]) -> list[Part]:
    """Takes a last line of the head for a heading if the body has several that look like it."""
    if (
        not head
        or not body
        or head[-1][0] is not BlockKind.SUBTITLE
        or head[-1][1].startswith(("—", "-", "─", "－"))
    ):
        return head
    lengths = [len(words) for kind, words in body if kind is BlockKind.HEADING and is_plain_heading(words)]
    if len(lengths) < 2 or abs(len(head[-1][1]) - median(lengths)) > 3:
        return head
    return [*head[:-1], (BlockKind.HEADING, head[-1][1])]
