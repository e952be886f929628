"""What commands print: one JSON object a line, or words and tables for people."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from store.anchoring import occurrences
from store.annotation import Annotation
from store.article import Article, BlockKind
from store.codebook import Tag, are_alike, clean_tag_names
from store.rows import Row
from store.utf8 import writable
from tui.typesetting import displayed, set_paragraph
from tui.typesetting.fitting import fitted

if TYPE_CHECKING:
    from store.agreement import Agreement
    from store.check import Damage
    from store.exporters.markdown_folder import Written
    from store.intake import Refused, Taken
    from store.interchange import Merged
    from store.linking import Link
    from store.noting import Note
    from store.query import Query
    from store.search import Found
    from store.suggesting.suggestion import Suggestion
    from store.tag_card import TagCard
    from store.targets import Target
    from store.userwords import UserWord
    from store.wordcard import WordCard

ANNOTATION_FIELDS = (
    "id", "start", "end", "exact", "prefix", "suffix", "tags", "note", "kind", "orphan",
    "creator", "created", "modified",
)  # fmt: skip

MOST_SNIPPETS = 3
"""Places of an article that are shown; a program is told of all."""

UNWATCHED_WIDTH = 160
"""Columns of a table that goes to a file or another program."""


def imported(as_json: bool, taken: Taken) -> None:
    """An imported file."""
    path = writable(str(taken.path))
    if as_json:
        _json(
            id=taken.article,
            title=taken.title,
            status=taken.outcome,
            path=path,
            encoding=taken.encoding,
            orphans=taken.lost,
            error=None,
        )
    else:
        _say(f"{taken.outcome:<9} {taken.article[:8]}  {taken.title}  ({path}, {taken.encoding})")
    if taken.lost:
        lost = number_of(taken.lost, "annotation")
        warn(
            f"“{taken.title}”: the words of {lost} are no longer in it; see `pizhu show {taken.article[:8]}`."
        )


def merged(as_json: bool, path: Path, done: Merged) -> None:
    """What became of a file with annotations from elsewhere; what it did not bring goes to standard error."""
    name = writable(str(path))
    if as_json:
        _json(path=name, status="merged", error=None, **msgspec.to_builtins(done))
    else:
        _say(f"{name}: {of_merged(done)}")
        if done.orphans:
            _say(
                f"  {number_of(done.orphans, 'annotation')} without their words: see `pizhu list has:orphan`"
            )
        if done.tags_added:
            _say(f"  {number_of(done.tags_added, 'tag')} added to the codebook")
    for sentence in (*done.conflicts, *done.left_out):
        warn(f"{name}: {sentence}")


def of_merged(done: Merged) -> str:
    """What became of the articles and annotations of a file, in words."""
    articles = _counted(done.articles_added, done.articles_known, done.articles_beside)
    marks = _counted(done.annotations_added, done.annotations_known, done.annotations_beside)
    return f"articles {articles}; annotations {marks}"


def _counted(added: int, known: int, beside: int) -> str:
    counts = [f"{added:,} added", f"{known:,} known"] + ([f"{beside:,} kept beside others"] if beside else [])
    return ", ".join(counts)


def import_failed(as_json: bool, refused: Refused) -> None:
    """A file that could not be imported: the sentence goes to standard error in any case."""
    if as_json:
        path, reason = writable(str(refused.path)), writable(refused.reason)
        _json(id=None, title=None, status="failed", path=path, encoding=None, orphans=0, error=reason)
    warn(refused.reason)


def warn(sentence: str) -> None:
    """Something is wrong that does not stand in the way of the rest."""
    print(f"pizhu: {writable(sentence)}", file=sys.stderr)  # noqa: T201


def listing(as_json: bool, rows: Sequence[Row], short_id: Callable[[str], str], query: Query) -> None:
    """The list of articles, or the part of it that a query means."""
    if as_json:
        for row in rows:
            _json(**msgspec.to_builtins(row))
    elif not rows and query:
        _say(f"No article fits {query}.")
    elif not rows:
        _say("The library is empty. Import articles with: pizhu import FILE…")
    else:
        _console().print(_table(rows, short_id))


def search_results(as_json: bool, words: str, found: Iterable[Found], short_id: Callable[[str], str]) -> None:
    """Articles in which words stand, each when it is found."""
    console, is_none = _console(), True
    for each in found:
        is_none = False
        if as_json:
            _json(**msgspec.to_builtins(each))
            continue
        places = number_of(len(each.hits), "place")
        title = Text(displayed(each.title), "bold")
        console.print(Text.assemble((short_id(each.id), "cyan"), "  ", title, (f"  {places}", "dim")))
        for hit in each.hits[:MOST_SNIPPETS]:
            console.print(_snippet(hit.snippet, words, console.width - 8))
        if len(each.hits) > MOST_SNIPPETS:
            console.print(Text(f"        and {len(each.hits) - MOST_SNIPPETS:,} more", "dim"))
    if is_none and not as_json:
        _say("No article has these words.")


def _snippet(snippet: str, words: str, width: int) -> Text:
    """A snippet on one line of so many cells, the words that were found picked out."""
    from store.chinese.folding import fold  # noqa: PLC0415 - only what a search finds is folded

    line = Text(fitted(snippet, width))
    for place in occurrences(fold(line.plain), fold(displayed(words))):
        line.stylize("bold yellow", place, place + len(words))
    return Text("        ").append(line)


def article(as_json: bool, shown: Article, annotations: Sequence[Annotation]) -> None:
    """One article whole."""
    if as_json:
        fields = msgspec.to_builtins(shown)
        fields["annotations"] = [_annotation_fields(each) for each in annotations]
        _json(**fields)
        return
    console = _console()
    width = min(console.width, 80)
    for number, block in enumerate(shown.blocks):
        if block.kind is not BlockKind.PARAGRAPH:
            console.print(Text(f"     {block.kind}", "dim"))
        indent = 4 if block.kind is BlockKind.PARAGRAPH else 0
        lines = set_paragraph(shown.text, block.start, block.end, width - 5, indent=indent)
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
        _json(places=places, tagged=tagged)
    else:
        _say(f"Tagged {tagged:,} of {number_of(places, 'place')}.")


def annotation(as_json: bool, made: Annotation) -> None:
    """An annotation just made."""
    if as_json:
        _json(**_annotation_fields(made))
    else:
        console = _console()
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
        _json(id=article_id, tags=tags)
    else:
        _say(f"Tags now: {'  '.join(tags) or 'none'}")


def tags(as_json: bool, codebook: Sequence[Tag], uses: Mapping[str, int]) -> None:
    """The tags of the library, each with how often it is used."""
    for tag in codebook:
        if as_json:
            _json(**msgspec.to_builtins(tag), uses=uses.get(tag.name, 0))
        else:
            _say(f"{uses.get(tag.name, 0):>6,}  {tag.name}  {tag.description}".rstrip())
    if not codebook and not as_json:
        _say("There are no tags yet. Tag an article with: pizhu tag ID TAG…")


def tags_exported(as_json: bool, path: Path, tags: int) -> None:
    """A codebook that was written to a file."""
    if as_json:
        _json(path=writable(str(path)), tags=tags)
    else:
        _say(f"Wrote {number_of(tags, 'tag')} to {path}")


def tag_card(as_json: bool, card: TagCard) -> None:
    """What is known of a tag."""
    if as_json:
        _json(**msgspec.to_builtins(card))
        return
    below = f" and {card.below:,} below" if card.below else ""
    uses, articles = number_of(card.uses, "use") + below, number_of(card.articles, "article")
    _say(f"{card.tag.name}: {uses} in {articles}")
    for line in card.tag.description.splitlines():
        _say(f"  {line}")
    for what, counts in (("by", card.creators), ("beside", card.beside)):
        if counts:
            _say(f"{what}: {', '.join(f'{name} {count:,}' for name, count in counts.items())}")
    for use in card.examples:
        _say(f"  「{' '.join(use.words.split())}」 {use.title}")


def tag_split(as_json: bool, tag: str, into: str, uses: int) -> None:
    """So many uses of a tag have another one now."""
    if as_json:
        _json(tag=tag, into=into, uses=uses)
    else:
        _say(f"{number_of(uses, 'use')} of {tag}: now {into}")


def suggestions(as_json: bool, found: Sequence[Suggestion]) -> None:
    """Tags that may fit, each with why; + before one that the codebook does not have."""
    for each in found:
        if as_json:
            _json(**msgspec.to_builtins(each))
        else:
            _say(f"{'+' if each.new else ' '} {each.tag}  ({each.reason})")
    if not found and not as_json:
        _say("There is nothing to suggest.")


def dismissed(as_json: bool, tags: Sequence[str]) -> None:
    """Tags that will not be suggested again."""
    if as_json:
        _json(dismissed=tags)
    else:
        _say(f"Not suggested here again: {'  '.join(tags)}")


def notes(as_json: bool, found: Iterable[Note], short_id: Callable[[str], str]) -> None:
    """Notes, each with what it is on."""
    is_none = True
    for note in found:
        is_none = False
        if as_json:
            _json(**_note_fields(note))
        else:
            _say_note(note, short_id)
    if is_none and not as_json:
        _say("No note fits.")


def _note_fields(note: Note) -> dict[str, object]:
    mark = note.annotation
    about = {"annotation": mark.id, "exact": mark.exact, "modified": mark.modified} if mark else {}
    return {"article": note.article, "title": note.title, "note": note.note, "tags": note.tags, **about}


def _say_note(note: Note, short_id: Callable[[str], str], sign: str = "") -> None:
    tags = "".join(f" #{tag}" for tag in note.tags)
    _say(f"{sign}{short_id(note.article)}  {note.title}{tags}")
    if note.annotation:
        _say(f"  「{note.annotation.exact}」")
    for line in note.note.split("\n"):
        _say(f"  {line}")


def link(
    as_json: bool, note: Note, link: Link, found: Sequence[Target], short_id: Callable[[str], str]
) -> None:
    """A link in a note, and what it leads to: nothing, one thing, or several."""
    written = note.note[link.start : link.end]
    if as_json:
        leads_to = [
            {
                "article": each.article or None,
                "title": each.title or None,
                "annotation": each.annotation.id if each.annotation else None,
                "tag": each.tag or None,
            }
            for each in found
        ]
        _json(direction="out", link=written, targets=leads_to, **_note_fields(note))
        return
    names = [
        f"#{each.tag}"
        if each.tag
        else f"{short_id(each.article)}  {each.title}"
        + (f" 「{each.annotation.exact}」" if each.annotation else "")
        for each in found
    ]
    _say(f"→ {written}  {' or '.join(names) or 'leads nowhere'}")


def backlink(as_json: bool, note: Note, short_id: Callable[[str], str]) -> None:
    """A note that links to what was asked about."""
    if as_json:
        _json(direction="in", **_note_fields(note))
    else:
        _say_note(note, short_id, "← ")


def no_links(link: Link) -> None:
    """There are no links in either direction."""
    _say(f"“{link.shown}” has no links in its notes, and no note links to it.")


def coders(as_json: bool, counts: Mapping[str, int]) -> None:
    """Who has annotated, and how often."""
    for coder, count in sorted(counts.items()):
        if as_json:
            _json(coder=coder, annotations=count)
        else:
            _say(f"{count:>6,}  {coder}")


def agreement(as_json: bool, rows: Sequence[Agreement], first: str, second: str) -> None:
    """How far two coders agree, by character and by annotation: a tag a row, and last all together."""
    if as_json:
        for row in rows:
            _json(**_agreement_fields(row))
        return
    _say("By character:      over all text      over coded text")
    _say("     both   apart  kappa   alpha      kappa   alpha   tag")
    for row in rows:
        everywhere, coded = row.everywhere, row.coded
        measures = (everywhere.kappa, everywhere.alpha, coded.kappa, coded.alpha)
        one, two, three, four = map(_measure, measures)
        counts = f"{everywhere.both:>9,}{everywhere.first + everywhere.second:>8,}"
        _say(f"{counts}  {one}   {two}      {three}   {four}   {row.tag or '(all)'}")
    _say("")
    _say(f"By annotation: matched, only by {first}, only by {second}, F1, share of all that match")
    _say("  matched  only 1  only 2     F1   share   tag")
    for row in rows:
        spans = row.spans
        counts = f"{spans.both:>9,}{spans.first:>8,}{spans.second:>8,}"
        _say(f"{counts}  {_measure(spans.f1)}   {_measure(spans.share)}   {row.tag or '(all)'}")


def _agreement_fields(row: Agreement) -> dict[str, object]:
    everywhere, coded, spans = row.everywhere, row.coded, row.spans
    return {
        "tag": row.tag or None,
        "both": everywhere.both,
        "apart": everywhere.first + everywhere.second,
        "kappa": everywhere.kappa,
        "alpha": everywhere.alpha,
        "kappa_coded": coded.kappa,
        "alpha_coded": coded.alpha,
        "matched": spans.both,
        "only_first": spans.first,
        "only_second": spans.second,
        "f1": spans.f1,
        "share": spans.share,
    }


def _measure(value: float | None) -> str:
    """A measure of five cells; a dash where it means nothing."""
    return "    –" if value is None else f"{value:5.2f}"


def word(as_json: bool, card: WordCard) -> None:
    """What is known of a word."""
    if as_json:
        _json(**msgspec.to_builtins(card))
        return
    _say(f"{card.word}  {card.pinyin}".rstrip())
    for gloss in card.glosses:
        _say(f"  {gloss.pinyin}: {'; '.join(gloss.senses)}")
    _say(f"in {number_of(card.articles, 'article')}")
    for tag, count in card.tags.items():
        _say(f"{count:>6,}  {tag}")


def words(as_json: bool, dictionary: Sequence[UserWord]) -> None:
    """The user dictionary; as text, in jieba's own format."""
    for entry in dictionary:
        if as_json:
            _json(**msgspec.to_builtins(entry))
        else:
            _say(str(entry))


def recoded(as_json: bool, old: Sequence[str], new: str, articles: int) -> None:
    """Tags that have become another."""
    if as_json:
        _json(tags=old, into=new, articles=articles)
    else:
        became = f"→ {new}" if new else "deleted"
        _say(f"{' '.join(old)} {became}, in {number_of(articles, 'article')}")


def changed(as_json: bool, article_id: str, name: str, value: str | bool) -> None:
    """One thing about an article, as it is now."""
    if as_json:
        _json(id=article_id, **{name: value})
    else:
        _say(f"{article_id[:8]}  {name}: {value}")


def turned(as_json: bool, how: str, label: str | None) -> None:
    """A step that was undone or done again; None when there was none."""
    if as_json:
        _json(**{how: label})
    elif label is None:
        _say(f"There is nothing to be {how}.")
    else:
        _say(f"{how.capitalize()}: {label}")


def damaged(as_json: bool, damage: Damage) -> None:
    """Something that is wrong in the library."""
    if as_json:
        _damage(damage, mended=False)
    else:
        _say(writable(damage.sentence))


def _damage(damage: Damage, *, mended: bool) -> None:
    _json(
        path=writable(str(damage.path)),
        kind=damage.kind,
        problem=writable(damage.sentence),
        article=damage.article or None,
        annotation=damage.annotation or None,
        mendable=damage.mendable,
        mended=mended,
    )


def repaired(as_json: bool, mended: Sequence[Damage], aside: Path) -> None:
    """What a repair has put right, and where what it changed can be found."""
    for damage in mended:
        if as_json:
            _damage(damage, mended=True)
        else:
            _say(f"Seen to: {writable(damage.sentence)}")
    if mended and not as_json:
        _say(f"What was changed or put aside is kept in {writable(str(aside))}")


def checked(wrong: int, articles: int) -> None:
    """The result of a check, for a person."""
    if wrong:
        _say(f"{number_of(wrong, 'thing')} wrong: `pizhu check --repair` mends what can be mended.")
    else:
        _say(f"{number_of(articles, 'article')} checked: nothing is wrong.")


def backed_up_daily(as_json: bool, path: Path | None) -> None:
    """The backup of the day; None if none was needed."""
    if as_json:
        _json(path=path and writable(str(path)))
    else:
        _say(f"Wrote {path}" if path else "No backup is due: there is one of today, or nothing has changed.")


def backed_up(as_json: bool, what: str, path: Path, articles: int) -> None:
    """A backup that was made, or a library made from one."""
    if as_json:
        _json(path=writable(str(path)), articles=articles)
    elif what == "backup":
        _say(f"Wrote {number_of(articles, 'article')} to {path}")
    else:
        _say(f"Made a library of {number_of(articles, 'article')} in {path}")


def exported(as_json: bool, kind: str, path: Path, articles: int) -> None:
    """An export that was written to a file."""
    if as_json:
        _json(format=kind, path=writable(str(path)), articles=articles)
    else:
        _say(f"Wrote the notes on {number_of(articles, 'article')} to {path}")


def exported_folder(as_json: bool, kind: str, path: Path, articles: int, written: Written) -> None:
    """An export that was written to a folder, and what was not written there."""
    if as_json:
        _json(format=kind, path=writable(str(path)), articles=articles, **msgspec.to_builtins(written))
        return
    _say(f"Wrote {number_of(written.files, 'file')} in {path}; unchanged: {written.unchanged:,}")
    for sentence in (*written.refused, *written.left):
        warn(sentence)


def export_text(kind: str, text: str, articles: int) -> None:
    """An export that was printed: its text as a field, for a program."""
    _json(format=kind, path=None, articles=articles, text=text)


def number_of(count: int, thing: str) -> str:
    """A number of things, in words: ``1 article``, ``2 articles``."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


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


def displayed_lines(words: str) -> str:
    """Words of several lines made harmless for a terminal."""
    return "\n".join(displayed(line) for line in words.split("\n"))


def _console() -> Console:
    width = None if sys.stdout.isatty() else UNWATCHED_WIDTH
    return Console(width=width, highlight=False, markup=False, emoji=False)


def _json(**fields: object) -> None:
    sys.stdout.write(msgspec.json.encode(fields).decode() + "\n")
    sys.stdout.flush()


def _say(sentence: str) -> None:
    sys.stdout.write(displayed(sentence) + "\n")
