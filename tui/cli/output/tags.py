"""Printing tags: the codebook, one tag, changes to tags, and suggestions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from store.model.surrogates import writable
from store.wording import counted
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
            print_text(f"{uses.get(tag.name, 0):>6,}  {tag.name}  {tag.description}".rstrip())
    if not codebook and not as_json:
        print_text("There are no tags yet. Tag an article with: pizhu tag ID TAG…")


def print_exported_codebook(as_json: bool, path: Path, tags: int) -> None:
    """Print where a codebook was written, and how many tags it has."""
    if as_json:
        print_json(path=writable(str(path)), tags=tags)
    else:
        print_text(f"Wrote {counted(tags, 'tag', 'tags')} to {path}")


def print_tag_profile(as_json: bool, profile: TagCard) -> None:
    """Print what the library knows of a tag."""
    if as_json:
        print_record(profile)
        return
    below = f" and {profile.below:,} below" if profile.below else ""
    uses, articles = (
        counted(profile.uses, "use", "uses") + below,
        counted(profile.articles, "article", "articles"),
    )
    print_text(f"{profile.tag.name}: {uses} in {articles}")
    for line in profile.tag.description.splitlines():
        print_text(f"  {line}")
    for name, counts in (("by", profile.creators), ("beside", profile.beside)):
        if counts:
            print_text(f"{name}: {', '.join(f'{each} {count:,}' for each, count in counts.items())}")
    for use in profile.examples:
        print_text(f"  「{' '.join(use.words.split())}」 {use.title}")


def print_split_tag(as_json: bool, tag: str, into: str, uses: int) -> None:
    """Print how many uses of a tag now have another one."""
    if as_json:
        print_json(tag=tag, into=into, uses=uses)
    else:
        print_text(f"{counted(uses, 'use', 'uses')} of {tag}: now {into}")


def print_recoded_tags(as_json: bool, old: Sequence[str], new: str, articles: int) -> None:
    """Print tags that were renamed, merged or moved; deleted if ``new`` is empty."""
    if as_json:
        print_json(tags=old, into=new, articles=articles)
    else:
        result = f"→ {new}" if new else "deleted"
        print_text(f"{' '.join(old)} {result}, in {counted(articles, 'article', 'articles')}")


def print_suggestions(as_json: bool, suggestions: Sequence[Suggestion]) -> None:
    """Print suggested tags with the reasons; + before those that are not in the codebook."""
    for each in suggestions:
        if as_json:
            print_record(each)
        else:
            print_text(f"{'+' if each.new else ' '} {each.tag}  ({each.reason})")
    if not suggestions and not as_json:
        print_text("There is nothing to suggest.")


def print_dismissed_suggestions(as_json: bool, tags: Sequence[str]) -> None:
    """Print tags that are not suggested any more."""
    if as_json:
        print_json(dismissed=tags)
    else:
        print_text(f"Not suggested here again: {'  '.join(tags)}")
