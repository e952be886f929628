"""What commands print of tags: the codebook, suggestions, agreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from store.model.surrogates import writable
from store.model.tag import Tag

if TYPE_CHECKING:
    from store.suggestions.suggestion import Suggestion
    from store.tags.intercoder_agreement import Agreement
    from store.tags.profile import TagCard
from tui.cli.output.printing import json_line, say
from tui.looks.wording import number_of


def tags(as_json: bool, codebook: Sequence[Tag], uses: Mapping[str, int]) -> None:
    """The tags of the library, each with how often it is used."""
    for tag in codebook:
        if as_json:
            json_line(**msgspec.to_builtins(tag), uses=uses.get(tag.name, 0))
        else:
            say(f"{uses.get(tag.name, 0):>6,}  {tag.name}  {tag.description}".rstrip())
    if not codebook and not as_json:
        say("There are no tags yet. Tag an article with: pizhu tag ID TAG…")


def tags_exported(as_json: bool, path: Path, tags: int) -> None:
    """A codebook that was written to a file."""
    if as_json:
        json_line(path=writable(str(path)), tags=tags)
    else:
        say(f"Wrote {number_of(tags, 'tag')} to {path}")


def tag_card(as_json: bool, card: TagCard) -> None:
    """What is known of a tag."""
    if as_json:
        json_line(**msgspec.to_builtins(card))
        return
    below = f" and {card.below:,} below" if card.below else ""
    uses, articles = number_of(card.uses, "use") + below, number_of(card.articles, "article")
    say(f"{card.tag.name}: {uses} in {articles}")
    for line in card.tag.description.splitlines():
        say(f"  {line}")
    for what, counts in (("by", card.creators), ("beside", card.beside)):
        if counts:
            say(f"{what}: {', '.join(f'{name} {count:,}' for name, count in counts.items())}")
    for use in card.examples:
        say(f"  「{' '.join(use.words.split())}」 {use.title}")


def tag_split(as_json: bool, tag: str, into: str, uses: int) -> None:
    """So many uses of a tag have another one now."""
    if as_json:
        json_line(tag=tag, into=into, uses=uses)
    else:
        say(f"{number_of(uses, 'use')} of {tag}: now {into}")


def recoded(as_json: bool, old: Sequence[str], new: str, articles: int) -> None:
    """Tags that have become another."""
    if as_json:
        json_line(tags=old, into=new, articles=articles)
    else:
        became = f"→ {new}" if new else "deleted"
        say(f"{' '.join(old)} {became}, in {number_of(articles, 'article')}")


def suggestions(as_json: bool, found: Sequence[Suggestion]) -> None:
    """Tags that may fit, each with why; + before one that the codebook does not have."""
    for each in found:
        if as_json:
            json_line(**msgspec.to_builtins(each))
        else:
            say(f"{'+' if each.new else ' '} {each.tag}  ({each.reason})")
    if not found and not as_json:
        say("There is nothing to suggest.")


def dismissed(as_json: bool, tags: Sequence[str]) -> None:
    """Tags that will not be suggested again."""
    if as_json:
        json_line(dismissed=tags)
    else:
        say(f"Not suggested here again: {'  '.join(tags)}")


def coders(as_json: bool, counts: Mapping[str, int]) -> None:
    """Who has annotated, and how often."""
    for coder, count in sorted(counts.items()):
        if as_json:
            json_line(coder=coder, annotations=count)
        else:
            say(f"{count:>6,}  {coder}")


def agreement(as_json: bool, rows: Sequence[Agreement], first: str, second: str) -> None:
    """How far two coders agree, by character and by annotation: a tag a row, and last all together."""
    if as_json:
        for row in rows:
            json_line(**_agreement_fields(row))
        return
    say("By character:      over all text      over coded text")
    say("     both   apart  kappa   alpha      kappa   alpha   tag")
    for row in rows:
        everywhere, coded = row.everywhere, row.coded
        measures = (everywhere.kappa, everywhere.alpha, coded.kappa, coded.alpha)
        one, two, three, four = map(_measure, measures)
        counts = f"{everywhere.both:>9,}{everywhere.first + everywhere.second:>8,}"
        say(f"{counts}  {one}   {two}      {three}   {four}   {row.tag or '(all)'}")
    say("")
    say(f"By annotation: matched, only by {first}, only by {second}, F1, share of all that match")
    say("  matched  only 1  only 2     F1   share   tag")
    for row in rows:
        spans = row.spans
        counts = f"{spans.both:>9,}{spans.first:>8,}{spans.second:>8,}"
        say(f"{counts}  {_measure(spans.f1)}   {_measure(spans.share)}   {row.tag or '(all)'}")


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
