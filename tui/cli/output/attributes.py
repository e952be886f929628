"""Printing the attributes that a library defines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from store.language import _
from store.wording import counted, listed
from tui.cli.output.printing import print_json, print_text, record_fields

if TYPE_CHECKING:
    from store.model.tables.attribute import ArticleAttribute


def print_attributes(as_json: bool, attributes: Sequence[ArticleAttribute], uses: Mapping[str, int]) -> None:
    """Print attributes, each with the number of articles that have a value."""
    from store.model.tables.attribute import KIND_NAMES

    for each in attributes:
        if as_json:
            print_json(**record_fields(each), articles=uses.get(each.name, 0))
            continue
        kind = str(KIND_NAMES[each.kind])
        if each.choices:
            kind = _("{kind}: {choices}", kind=kind, choices=listed(each.choices))
        parts = [f"{uses.get(each.name, 0):>6,}", each.name, _("({kind})", kind=kind), each.description]
        print_text("  ".join(parts).rstrip())
    if not attributes and not as_json:
        print_text(_("No attributes are defined yet. Define one with: pizhu attributes add NAME"))


def print_changed_values(as_json: bool, name: str, new: str, articles: int) -> None:
    """Print an attribute that was renamed; removed if ``new`` is empty."""
    if as_json:
        print_json(attribute=name, into=new, articles=articles)
    else:
        places = counted(articles, "article", "articles")
        print_text(
            _("{name} → {new}, in {articles}", name=name, new=new, articles=places)
            if new
            else _("{name} removed, in {articles}", name=name, articles=places)
        )
