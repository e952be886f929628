"""Articles and annotations as styled text and tables for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.style import Style
from rich.text import Text

from store.language import _, lazy, pgettext
from store.model.anchoring import occurrences
from store.model.annotation import Annotation
from store.model.article import Article, BlockKind
from store.wording import counted
from tui.cli.output.fields import KINDS, STATUSES
from tui.cli.output.printing import displayed_lines, stdout_console
from tui.typesetting import break_lines, displayed
from tui.typesetting.fitting import fitted

if TYPE_CHECKING:
    from store.index.search import Found

MAX_SNIPPETS = 3
"""The places of an article that a search shows; JSON has all."""

_MAX_ARTICLE_WIDTH = 80


def print_search_result(found: Found, words: str, short_id: Callable[[str], str]) -> None:
    """Print an article that contains some words, with its first snippets."""
    console = stdout_console()
    places = counted(len(found.hits), "place", "places")
    title = Text(displayed(found.title), "bold")
    console.print(Text.assemble((short_id(found.id), "cyan"), "  ", title, (f"  {places}", "dim")))
    for hit in found.hits[:MAX_SNIPPETS]:
        console.print(_snippet(hit.snippet, words, console.width - 8))
    if len(found.hits) > MAX_SNIPPETS:
        more = _("and {number:,} more", number=len(found.hits) - MAX_SNIPPETS)
        console.print(Text(f"        {more}", "dim"))


def print_article_with_annotations(article: Article, annotations: Sequence[Annotation]) -> None:
    """Print the numbered blocks of an article, its metadata and its annotations."""
    console = stdout_console()
    _print_blocks(console, article)
    _print_metadata(console, article)
    has_several_creators = len({each.creator for each in annotations}) > 1
    for annotation in annotations:
        console.print()
        console.print(Text(f"“{displayed(annotation.exact)}”"))
        if has_several_creators:
            console.print(Text(f"  {displayed(annotation.creator)}", "dim"))
        _print_annotation_details(console, annotation)


def print_new_annotation(annotation: Annotation) -> None:
    """Print an annotation that was just made or moved."""
    console = stdout_console()
    quote = displayed(annotation.exact)
    console.print(
        Text(
            _(
                "Annotated “{quote}” ({start} to {end}).",
                quote=quote,
                start=annotation.start,
                end=annotation.end,
            )
        )
    )
    _print_annotation_details(console, annotation)


def _snippet(snippet: str, words: str, width: int) -> Text:
    """A snippet cut to a width in cells, with the words highlighted."""
    from store.chinese.folding import fold

    line = Text(fitted(snippet, width))
    for start in occurrences(fold(line.plain), fold(displayed(words))):
        line.stylize("bold yellow", start, start + len(words))
    return Text("        ").append(line)


def _print_blocks(console: Console, article: Article) -> None:
    """Write the lines of the text as they are: Rich would take 0.1 ms to lay out each of them again."""
    width = min(console.width, _MAX_ARTICLE_WIDTH) - 5
    dim, bold = _painter(console, Style(dim=True)), _painter(console, Style(bold=True))
    for number, block in enumerate(article.blocks):
        is_paragraph = block.kind is BlockKind.PARAGRAPH
        if not is_paragraph:
            console.file.write(dim(f"     {KINDS[block.kind]}") + "\n")
        indent = 4 if is_paragraph else 0
        lines = break_lines(article.text, block.start, block.end, width, indent=indent)
        margin = f"{number:>3}  "
        for line in lines:
            words = " " * line.indent + displayed(article.text[line.start : line.end])
            console.file.write(f"{dim(margin)}{words if is_paragraph else bold(words)}\n")
            margin = "     "


def _painter(console: Console, style: Style) -> Callable[[str], str]:
    """Return a function that adds the style to a piece of a line, if the console shows styles."""
    if console.color_system is None or console.legacy_windows:
        return str
    before, _bar, after = style.render("|").partition("|")
    return lambda words: f"{before}{words}{after}"


def _print_metadata(console: Console, article: Article) -> None:
    fields = {
        lazy("ID", "field"): article.id,
        lazy("Title", "field"): article.title,
        lazy("Kicker", "field"): article.kicker,
        lazy("Subtitle", "field"): article.subtitle,
        lazy("Column", "field"): article.column,
        lazy("Authors", "field"): pgettext("between names", ", ").join(article.authors),
        lazy("Date", "field"): article.date,
        lazy("Source", "field"): article.source,
        lazy("Address", "field"): article.url,
        lazy("Imported from", "field"): article.origin,
        lazy("Tags", "field"): "  ".join(article.tags),
        lazy("Status", "field"): str(STATUSES[article.status]),
        lazy("Note", "field"): article.note,
    }
    console.print()
    for name, value in fields.items():
        if value:
            console.print(Text(_("{name}: ", name=name), "dim") + Text(displayed_lines(value)))


def _print_annotation_details(console: Console, annotation: Annotation) -> None:
    if annotation.orphan:
        lost = _("no longer in the text; `pizhu place` puts {id} on other words", id=annotation.id[:8])
        console.print(Text(f"  {lost}", "dim"))
    if annotation.moved:
        moved = _("was on 「{former}」 before the text changed", former=displayed(annotation.former))
        console.print(Text(f"  {moved}", "dim"))
    if annotation.tags:
        console.print(Text("  " + "  ".join(annotation.tags), "cyan"))
    if annotation.note:
        console.print(Text("  " + displayed_lines(annotation.note)))
