"""Articles and annotations as styled lines for a terminal, without Rich, whose import takes 30 ms."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from store.language import _, lazy
from store.model.anchoring import occurrences
from store.model.annotation import Annotation
from store.model.article import Article, BlockKind
from store.wording import counted, listed
from tui.cli.output.fields import KINDS, STATUSES
from tui.cli.output.printing import stdout_width, styled
from tui.cli.output.visible import visible
from tui.typesetting import break_lines, displayed
from tui.typesetting.fitting import fitted, wrapped
from tui.typesetting.glyphs import cells

if TYPE_CHECKING:
    from store.index.search import Found, Hit

MAX_SNIPPETS = 3
"""The places of an article that a search shows; JSON has all."""

_MAX_ARTICLE_WIDTH = 80
_INDENT = 2
_SNIPPET_INDENT = 8


def print_search_result(
    found: Found, words: str, short_id: Callable[[str], str], *, are_variants: bool
) -> None:
    """Print an article that contains some words, with its first snippets."""
    places = counted(len(found.hits), "place", "places")
    title = styled(_shown(found.title), "bold")
    _write(f"{styled(short_id(found.id), 'cyan')}  {title}  {styled(places, 'dim')}")
    for hit in found.hits[:MAX_SNIPPETS]:
        width = stdout_width() - _SNIPPET_INDENT
        snippet = _variant_snippet(hit, width) if are_variants else _snippet(hit.snippet, words, width)
        _write(" " * _SNIPPET_INDENT + snippet)
    if len(found.hits) > MAX_SNIPPETS:
        more = _("and {number:,} more", number=len(found.hits) - MAX_SNIPPETS)
        _print_wrapped(more, "dim", indent=_SNIPPET_INDENT)


def print_article_with_annotations(article: Article, annotations: Sequence[Annotation]) -> None:
    """Print the numbered blocks of an article, its metadata and its annotations."""
    _print_blocks(article)
    _print_metadata(article)
    has_several_creators = len({each.creator for each in annotations}) > 1
    for annotation in annotations:
        _write("")
        _print_wrapped(f"“{annotation.exact}”")
        if has_several_creators:
            _print_wrapped(annotation.creator, "dim", indent=_INDENT)
        _print_annotation_details(annotation)


def print_new_annotation(annotation: Annotation) -> None:
    """Print an annotation that was just made or moved."""
    _print_wrapped(
        _(
            "Annotated “{quote}” ({start} to {end}).",
            quote=displayed(annotation.exact),
            start=annotation.start,
            end=annotation.end,
        )
    )
    _print_annotation_details(annotation)


def _snippet(snippet: str, words: str, width: int) -> str:
    """A snippet cut to a width in cells, with the words highlighted."""
    from store.chinese.folding import fold

    line, parts, at = visible(fitted(snippet, width)), [], 0
    for start in occurrences(fold(line), fold(displayed(words))):
        if start >= at:
            parts += [line[at:start], styled(line[start : start + len(words)], "bold yellow")]
            at = start + len(words)
    return "".join([*parts, line[at:]])


def _variant_snippet(hit: Hit, width: int) -> str:
    """A snippet cut to a width in cells, with the match highlighted and its differences written out."""
    pieces = [(hit.snippet[: hit.lead], ""), *_styled_pieces(hit), (hit.after, "")]
    line: list[str] = []
    for piece, style in pieces:
        if width > 0:
            shown = visible(fitted(piece, width))
            width -= cells(shown)
            line.append(styled(shown, style) if style else shown)
    return "".join(line)


def _styled_pieces(hit: Hit) -> list[tuple[str, str]]:
    return [(piece, "bold magenta" if is_other else "bold yellow") for piece, is_other in hit.pieces()]


def _print_blocks(article: Article) -> None:
    width = min(stdout_width(), _MAX_ARTICLE_WIDTH) - 5
    for number, block in enumerate(article.blocks):
        is_paragraph = block.kind is BlockKind.PARAGRAPH
        if not is_paragraph:
            _write(styled(f"     {KINDS[block.kind]}", "dim"))
        margin = f"{number:>3}  "
        indent = 4 if is_paragraph else 0
        for line in break_lines(article.text, block.start, block.end, width, indent=indent):
            words = " " * line.indent + _shown(article.text[line.start : line.end])
            _write(styled(margin, "dim") + (words if is_paragraph else styled(words, "bold")))
            margin = "     "


def _print_metadata(article: Article) -> None:
    fields = {
        lazy("ID", "field"): article.id,
        lazy("Title", "field"): article.title,
        lazy("Kicker", "field"): article.kicker,
        lazy("Subtitle", "field"): article.subtitle,
        lazy("Column", "field"): article.column,
        lazy("Authors", "field"): listed(article.authors),
        lazy("Date", "field"): article.date,
        lazy("Source", "field"): article.source,
        lazy("Address", "field"): article.url,
        lazy("Imported from", "field"): article.origin,
        lazy("Tags", "field"): "  ".join(article.tags),
        lazy("Status", "field"): str(STATUSES[article.status]),
        lazy("Note", "field"): article.note,
    }
    _write("")
    for name, value in fields.items():
        if value:
            before = _("{name}: ", name=name)
            first, *others = wrapped(f"{before}{value}", stdout_width())
            _write(styled(before, "dim") + visible(first.removeprefix(before)))
            for line in others:
                _write(visible(line))
    for attribute, value in article.attributes.items():
        _print_wrapped(_("{name}: {value}", name=attribute, value=value))


def _print_annotation_details(annotation: Annotation) -> None:
    if annotation.orphan:
        lost = _("no longer in the text; `pizhu place` puts {id} on other words", id=annotation.id[:8])
        _print_wrapped(lost, "dim", indent=_INDENT)
    if annotation.moved:
        moved = _("was on 「{former}」 before the text changed", former=displayed(annotation.former))
        _print_wrapped(moved, "dim", indent=_INDENT)
    if annotation.tags:
        _print_wrapped("  ".join(annotation.tags), "cyan", indent=_INDENT)
    if annotation.note:
        _print_wrapped(annotation.note, indent=_INDENT)


def _print_wrapped(text: str, style: str = "", *, indent: int = 0) -> None:
    """Print a text in lines that fit standard output, each indented by so many cells."""
    for line in wrapped(text, stdout_width() - indent):
        _write(" " * indent + styled(visible(line), style))


def _shown(text: str) -> str:
    return visible(displayed(text))


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
