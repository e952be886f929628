"""Articles and annotations as styled text and tables for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text

from store.model.anchoring import occurrences
from store.model.annotation import Annotation
from store.model.article import Article, BlockKind
from store.model.listing.rows import Row
from store.wording import counted
from tui.cli.output.printing import displayed_lines, stdout_console
from tui.typesetting import break_lines, displayed
from tui.typesetting.fitting import fitted

if TYPE_CHECKING:
    from store.index.search import Found

MAX_SNIPPETS = 3
"""The places of an article that a search shows; JSON has all."""

_MAX_ARTICLE_WIDTH = 80


def print_article_table(rows: Iterable[Row], short_id: Callable[[str], str]) -> None:
    """Print a table of articles."""
    table = Table(box=None, pad_edge=False, header_style="bold", expand=False)
    table.add_column("ID", no_wrap=True, style="cyan", min_width=6)
    table.add_column("Title", overflow="ellipsis", no_wrap=True, ratio=1, min_width=16)
    table.add_column("Authors", overflow="ellipsis", no_wrap=True, max_width=18)
    table.add_column("Date", no_wrap=True)
    table.add_column("Chars", justify="right", no_wrap=True)
    table.add_column("Notes", justify="right", no_wrap=True)
    table.add_column("Tags", overflow="ellipsis", no_wrap=True, max_width=24)
    table.add_column("Status", no_wrap=True)
    for row in rows:
        table.add_row(
            short_id(row.id),
            Text(displayed(row.title)),
            Text(displayed(" ".join(row.authors))),
            row.date,
            f"{row.chars:,}",
            str(row.annotations),
            Text(" ".join(row.tags)),
            row.status.value,
        )
    stdout_console().print(table)


def print_search_result(found: Found, words: str, short_id: Callable[[str], str]) -> None:
    """Print an article that contains some words, with its first snippets."""
    console = stdout_console()
    places = counted(len(found.hits), "place", "places")
    title = Text(displayed(found.title), "bold")
    console.print(Text.assemble((short_id(found.id), "cyan"), "  ", title, (f"  {places}", "dim")))
    for hit in found.hits[:MAX_SNIPPETS]:
        console.print(_snippet(hit.snippet, words, console.width - 8))
    if len(found.hits) > MAX_SNIPPETS:
        console.print(Text(f"        and {len(found.hits) - MAX_SNIPPETS:,} more", "dim"))


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
    console.print(Text(f"Annotated “{quote}” ({annotation.start} to {annotation.end})."))
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
            console.file.write(dim(f"     {block.kind}") + "\n")
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
    before, _, after = style.render("|").partition("|")
    return lambda words: f"{before}{words}{after}"


def _print_metadata(console: Console, article: Article) -> None:
    fields = {
        "ID": article.id,
        "Title": article.title,
        "Kicker": article.kicker,
        "Subtitle": article.subtitle,
        "Column": article.column,
        "Authors": ", ".join(article.authors),
        "Date": article.date,
        "Source": article.source,
        "Address": article.url,
        "Imported from": article.origin,
        "Tags": "  ".join(article.tags),
        "Status": article.status.value,
        "Note": article.note,
    }
    console.print()
    for name, value in fields.items():
        if value:
            console.print(Text(f"{name}: ", "dim") + Text(displayed_lines(value)))


def _print_annotation_details(console: Console, annotation: Annotation) -> None:
    if annotation.orphan:
        advice = f"`pizhu place` puts {annotation.id[:8]} on other words"
        console.print(Text(f"  no longer in the text; {advice}", "dim"))
    if annotation.moved:
        console.print(Text(f"  was on 「{displayed(annotation.former)}」 before the text changed", "dim"))
    if annotation.tags:
        console.print(Text("  " + "  ".join(annotation.tags), "cyan"))
    if annotation.note:
        console.print(Text("  " + displayed_lines(annotation.note)))
