"""What commands print of articles and their annotations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from store.model.anchoring import occurrences
from store.model.annotation import Annotation
from store.model.article import Article, BlockKind
from store.model.rows import Row
from store.model.tag import are_alike, clean_tag_names
from tui.typesetting import break_lines, displayed
from tui.typesetting.fitting import fitted

if TYPE_CHECKING:
    from store.index.search import Found
    from store.model.query import Query
from tui.cli.output.printing import displayed_lines, json_line, say, terminal, warn
from tui.looks.wording import number_of

ANNOTATION_FIELDS = (
    "id", "start", "end", "exact", "prefix", "suffix", "tags", "note", "kind", "orphan",
    "creator", "created", "modified",
)  # fmt: skip


MOST_SNIPPETS = 3
"""Places of an article that are shown; a program is told of all."""


def listing(as_json: bool, rows: Sequence[Row], short_id: Callable[[str], str], query: Query) -> None:
    """The list of articles, or the part of it that a query means."""
    if as_json:
        for row in rows:
            json_line(**msgspec.to_builtins(row))
    elif not rows and query:
        say(f"No article fits {query}.")
    elif not rows:
        say("The library is empty. Import articles with: pizhu import FILE…")
    else:
        terminal().print(_table(rows, short_id))


def search_results(as_json: bool, words: str, found: Iterable[Found], short_id: Callable[[str], str]) -> None:
    """Articles in which words stand, each when it is found."""
    console, is_none = terminal(), True
    for each in found:
        is_none = False
        if as_json:
            json_line(**msgspec.to_builtins(each))
            continue
        places = number_of(len(each.hits), "place")
        title = Text(displayed(each.title), "bold")
        console.print(Text.assemble((short_id(each.id), "cyan"), "  ", title, (f"  {places}", "dim")))
        for hit in each.hits[:MOST_SNIPPETS]:
            console.print(_snippet(hit.snippet, words, console.width - 8))
        if len(each.hits) > MOST_SNIPPETS:
            console.print(Text(f"        and {len(each.hits) - MOST_SNIPPETS:,} more", "dim"))
    if is_none and not as_json:
        say("No article has these words.")


def _snippet(snippet: str, words: str, width: int) -> Text:
    """A snippet on one line of so many cells, the words that were found picked out."""
    from store.chinese.folding import fold

    line = Text(fitted(snippet, width))
    for place in occurrences(fold(line.plain), fold(displayed(words))):
        line.stylize("bold yellow", place, place + len(words))
    return Text("        ").append(line)


def article(as_json: bool, shown: Article, annotations: Sequence[Annotation]) -> None:
    """One article whole."""
    if as_json:
        fields = msgspec.to_builtins(shown)
        fields["annotations"] = [_annotation_fields(each) for each in annotations]
        json_line(**fields)
        return
    console = terminal()
    width = min(console.width, 80)
    for number, block in enumerate(shown.blocks):
        if block.kind is not BlockKind.PARAGRAPH:
            console.print(Text(f"     {block.kind}", "dim"))
        indent = 4 if block.kind is BlockKind.PARAGRAPH else 0
        lines = break_lines(shown.text, block.start, block.end, width - 5, indent=indent)
        for first, line in zip([f"{number:>3}"] + ["   "] * len(lines), lines, strict=False):
            words = " " * line.indent + displayed(shown.text[line.start : line.end])
            style = "" if block.kind is BlockKind.PARAGRAPH else "bold"
            console.print(Text(f"{first}  ", "dim") + Text(words, style), no_wrap=True, overflow="ignore")
    _facts(console, shown)
    several = len({each.creator for each in annotations}) > 1
    for each in annotations:
        console.print()
        console.print(Text(f"“{displayed(each.exact)}”"))
        if several:
            console.print(Text(f"  {displayed(each.creator)}", "dim"))
        _say_about(console, each)


def tagged_everywhere(as_json: bool, places: int, tagged: int) -> None:
    """So many places of words have the tags now that had not."""
    if as_json:
        json_line(places=places, tagged=tagged)
    else:
        say(f"Tagged {tagged:,} of {number_of(places, 'place')}.")


def annotation(as_json: bool, made: Annotation) -> None:
    """An annotation just made."""
    if as_json:
        json_line(**_annotation_fields(made))
    else:
        console = terminal()
        console.print(Text(f"Marked “{displayed(made.exact)}” ({made.start} to {made.end})."))
        _say_about(console, made)


def taken_for(given: Iterable[str], kept: Iterable[str]) -> None:
    """Tell of names that were taken for tags from which they differ in width or case alone."""
    kept = tuple(kept)
    there = set(kept)
    for name in clean_tag_names(given):
        if name not in there:
            alike = next((each for each in there if are_alike(each, name)), "")
            if alike:
                warn(f"“{name}” differs from the tag “{alike}” in width or case alone: that was given.")
            else:
                warn(f"“{name}” is another name of a tag: given was {' '.join(kept)}.")


def tagged(as_json: bool, article_id: str, tags: Sequence[str]) -> None:
    """The tags that an article has now."""
    if as_json:
        json_line(id=article_id, tags=tags)
    else:
        say(f"Tags now: {'  '.join(tags) or 'none'}")


def changed(as_json: bool, article_id: str, name: str, value: str | bool) -> None:
    """One thing about an article, as it is now."""
    if as_json:
        json_line(id=article_id, **{name: value})
    else:
        say(f"{article_id[:8]}  {name}: {value}")


def turned(as_json: bool, how: str, label: str | None) -> None:
    """A step that was undone or done again; None when there was none."""
    if as_json:
        json_line(**{how: label})
    elif label is None:
        say(f"There is nothing to be {how}.")
    else:
        say(f"{how.capitalize()}: {label}")


def _annotation_fields(each: Annotation) -> dict[str, object]:
    fields = msgspec.to_builtins(each)
    return {name: fields[name] for name in ANNOTATION_FIELDS}


def _table(rows: Iterable[Row], short_id: Callable[[str], str]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", expand=False)
    table.add_column("ID", no_wrap=True, style="cyan")
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
    return table


def _facts(console: Console, shown: Article) -> None:
    facts = {
        "ID": shown.id,
        "Title": shown.title,
        "Kicker": shown.kicker,
        "Subtitle": shown.subtitle,
        "Column": shown.column,
        "Authors": ", ".join(shown.authors),
        "Date": shown.date,
        "Source": shown.source,
        "Tags": "  ".join(shown.tags),
        "Status": shown.status.value,
        "Note": shown.note,
    }
    console.print()
    for name, value in facts.items():
        if value:
            console.print(Text(f"{name}: ", "dim") + Text(displayed_lines(value)))


def _say_about(console: Console, mark: Annotation) -> None:
    if mark.orphan:
        console.print(
            Text(f"  no longer in the text; `pizhu place` puts {mark.id[:8]} on other words", "dim")
        )
    if mark.tags:
        console.print(Text("  " + "  ".join(mark.tags), "cyan"))
    if mark.note:
        console.print(Text("  " + displayed_lines(mark.note)))
