"""Printing tags: the codebook, one tag, changes to tags, and suggestions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from store.language import _
from store.model.surrogates import writable
from store.wording import counted, in_quotes, listed
from tui.cli.output.printing import print_json, print_record, print_text, record_fields

if TYPE_CHECKING:
    from store.model.tag import Tag
    from store.suggestions.suggestion import Suggestion
    from store.tags.profile import TagCard


def print_tags(as_json: bool, codebook: Sequence[Tag], uses: Mapping[str, int]) -> None:
    """Print tags, each with the number of its uses."""
    for tag in codebook:
        if as_json:
            print_json(**record_fields(tag), uses=uses.get(tag.name, 0))
        else:
            told = "  ".join(filter(None, (tag.name, tag.same_as and f"= {tag.same_as}", tag.description)))
            print_text(f"{uses.get(tag.name, 0):>6,}  {told}")
    if not codebook and not as_json:
        print_text(_("There are no tags yet. Tag an article with: pizhu tag ID TAG…"))


def print_exported_codebook(as_json: bool, path: Path, tags: int) -> None:
    """Print where a codebook was written, and how many tags it has."""
    if as_json:
        print_json(path=writable(str(path)), tags=tags)
    else:
        print_text(_("Wrote {things} to {path}", things=counted(tags, "tag", "tags"), path=path))


def print_tag_profile(as_json: bool, profile: TagCard) -> None:
    """Print what the library knows of a tag."""
    if as_json:
        print_record(profile)
        return
    uses, articles = (
        counted(profile.uses, "use", "uses"),
        counted(profile.articles, "article", "articles"),
    )
    name = profile.tag.name
    print_text(
        _(
            "{tag}: {uses} and {below:,} below in {articles}",
            tag=name,
            uses=uses,
            below=profile.below,
            articles=articles,
        )
        if profile.below
        else _("{tag}: {uses} in {articles}", tag=name, uses=uses, articles=articles)
    )
    if profile.tag.same_as:
        print_text(f"  = {profile.tag.same_as}")
    for line in profile.tag.description.splitlines():
        print_text(f"  {line}")
    if profile.creators:
        print_text(_("by: {creators}", creators=_with_counts(profile.creators)))
    if profile.beside:
        print_text(_("beside: {tags}", tags=_with_counts(profile.beside)))
    for use in profile.examples:
        print_text(f"  {in_quotes(' '.join(use.words.split()))} {use.title}")


def _with_counts(counts: Mapping[str, int]) -> str:
    return listed(f"{name} {count:,}" for name, count in counts.items())


def print_split_tag(as_json: bool, tag: str, into: str, uses: int) -> None:
    """Print how many uses of a tag now have another one."""
    if as_json:
        print_json(tag=tag, into=into, uses=uses)
    else:
        print_text(_("{uses} of {tag}: now {into}", uses=counted(uses, "use", "uses"), tag=tag, into=into))


def print_recoded_tags(as_json: bool, old: Sequence[str], new: str, articles: int) -> None:
    """Print tags that were renamed, merged or moved; deleted if ``new`` is empty."""
    if as_json:
        print_json(tags=old, into=new, articles=articles)
    else:
        tags, places = " ".join(old), counted(articles, "article", "articles")
        print_text(
            _("{tags} → {new}, in {articles}", tags=tags, new=new, articles=places)
            if new
            else _("{tags} deleted, in {articles}", tags=tags, articles=places)
        )


def print_suggestions(as_json: bool, suggestions: Sequence[Suggestion]) -> None:
    """Print suggested tags with the reasons; + before those that are not in the codebook."""
    for each in suggestions:
        if as_json:
            print_record(each)
        else:
            said = _("{tag}  ({reason})", tag=each.tag, reason=each.reason)
            print_text(f"{'+' if each.new else ' '} {said}")
    if not suggestions and not as_json:
        print_text(_("There is nothing to suggest."))


def print_dismissed_suggestions(as_json: bool, tags: Sequence[str]) -> None:
    """Print tags that are not suggested any more."""
    if as_json:
        print_json(dismissed=tags)
    else:
        print_text(_("Not suggested here again: {tags}", tags="  ".join(tags)))
