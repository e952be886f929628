"""Printing annotations that were made or moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from store.language import _
from store.wording import counted
from tui.cli.output.printing import print_json, print_text, record_fields, warn
from tui.cli.output.variants import print_forms

if TYPE_CHECKING:
    from store.model.annotation import Annotation

ANNOTATION_FIELDS = (
    "id", "start", "end", "exact", "prefix", "suffix", "tags", "note", "kind", "orphan", "former",
    "creator", "created", "modified",
)  # fmt: skip
"""The fields of an annotation that are printed as JSON."""


def annotation_fields(annotation: Annotation) -> dict[str, object]:
    """An annotation as JSON has it."""
    fields = record_fields(annotation)
    return {name: fields[name] for name in ANNOTATION_FIELDS}


def print_annotation(as_json: bool, annotation: Annotation) -> None:
    """Print an annotation that was just made or moved."""
    if as_json:
        print_json(**annotation_fields(annotation))
    else:
        from tui.cli.output.views.articles import print_new_annotation

        print_new_annotation(annotation)


def print_autocoding(as_json: bool, places: int, tagged: int, forms: Mapping[str, int] | None = None) -> None:
    """Print how many places of a quote were found, and how many of them got new tags.

    :param forms: how often each variant was found, its differences written out; None if none were sought.
    """
    if as_json:
        found = [{"text": form, "places": count} for form, count in (forms or {}).items()]
        print_json(places=places, tagged=tagged, **({} if forms is None else {"variants": found}))
    else:
        print_forms(forms or {})
        print_text(
            _("Tagged {count:,} of {places}.", count=tagged, places=counted(places, "place", "places"))
        )


def warn_of_substituted_tags(given: Iterable[str], used: Iterable[str]) -> None:
    """Warn of tag names for which an existing tag was used: one in another width or case, or an alias."""
    from store.model.tag import are_alike, clean_tag_names

    used = tuple(used)
    for name in clean_tag_names(given):
        if name not in used:
            alike = next((each for each in used if are_alike(each, name)), "")
            if alike:
                warn(
                    _(
                        "“{name}” differs from the tag “{alike}” in width or case alone: “{alike}” was used.",
                        name=name,
                        alike=alike,
                    )
                )
            else:
                warn(
                    _(
                        "“{name}” is an alias of a tag: the tags used are {used}.",
                        name=name,
                        used=" ".join(used),
                    )
                )
