"""Printing articles: the list, search results, one article, and changes to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from store.language import _, pgettext
from tui.cli.output.annotations import annotation_fields
from tui.cli.output.printing import print_json, print_record, print_text, record_fields

if TYPE_CHECKING:
    from store.index.search import Found, Hit
    from store.model.annotation import Annotation
    from store.model.article import Article
    from store.model.listing.rows import Row
    from store.query.tree import Query
    from store.storage.history.former_texts import FormerText


def print_articles(
    as_json: bool,
    rows: Sequence[Row],
    short_id: Callable[[str], str],
    query: Query,
    columns: Mapping[str, Callable[[Row], str]],
) -> None:
    """Print the articles that match a query; all if the query is empty.

    :param columns: further columns of the table.
    """
    if as_json:
        for row in rows:
            print_record(row)
    elif not rows and query:
        print_text(_("No article matches {query}.", query=query))
    elif not rows:
        print_text(_("The library is empty. Import articles with: pizhu import FILE…"))
    else:
        from tui.cli.output.views.article_table import print_article_table

        print_article_table(rows, short_id, columns)


def print_search_results(
    as_json: bool,
    words: str,
    found: Iterable[Found],
    short_id: Callable[[str], str],
    *,
    are_variants: bool = False,
) -> None:
    """Print the articles that contain some words, each as soon as it is found.

    :param are_variants: whether variants were sought, whose differences are printed.
    """
    is_empty = True
    for each in found:
        is_empty = False
        if as_json:
            hits = [_hit_fields(hit, are_variants=are_variants) for hit in each.hits]
            print_json(id=each.id, title=each.title, hits=hits)
        else:
            from tui.cli.output.views.articles import print_search_result

            print_search_result(each, words, short_id, are_variants=are_variants)
    if is_empty and not as_json:
        print_text(_("No article contains these words."))


def _hit_fields(hit: Hit, *, are_variants: bool) -> dict[str, object]:
    """A match as JSON has it, with its differences if variants were sought."""
    fields: dict[str, object] = {"start": hit.start, "end": hit.end, "snippet": hit.snippet}
    if are_variants:
        fields["marked"] = "".join(piece for piece, _is_other in hit.pieces())
        fields["differences"] = [record_fields(each) for each in hit.differences]
    return fields


def print_article(as_json: bool, article: Article, annotations: Sequence[Annotation]) -> None:
    """Print an article with its blocks, metadata and annotations."""
    if as_json:
        fields = [annotation_fields(each) for each in annotations]
        print_json(**record_fields(article), annotations=fields)
    else:
        from tui.cli.output.views.articles import print_article_with_annotations

        print_article_with_annotations(article, annotations)


def print_former_text(as_json: bool, article_id: str, revision: int, former: FormerText) -> None:
    """Print a text that an article had before it was updated.

    :param revision: 1 for the last one.
    """
    if as_json:
        print_json(id=article_id, revision=revision, replaced=former.replaced, text=former.text)
    else:
        print_text(
            _("Earlier text {revision}, replaced {date}:", revision=revision, date=former.replaced[:10])
        )
        for line in ("", *former.text.split("\n")):
            print_text(line)


def print_article_tags(as_json: bool, article_id: str, tags: Sequence[str]) -> None:
    """Print the tags of an article after a change."""
    if as_json:
        print_json(id=article_id, tags=tags)
    else:
        print_text(_("Tags: {tags}", tags="  ".join(tags) or pgettext("tags", "none")))


def print_corrected_article(as_json: bool, article: Article, fields: Iterable[str]) -> None:
    """Print an article with the fields and attributes that were set, by their names, as they are now."""
    from store.library.corrections import as_typed, value_of
    from tui.cli.output.fields import field_and_value

    now = {name: value_of(article, name) for name in fields}
    if as_json:
        print_json(id=article.id, **now)
    else:
        shown = _(", ").join(
            field_and_value(name, as_typed(value) or pgettext("field", "none")) for name, value in now.items()
        )
        print_text(f"{article.id[:8]}  {shown or pgettext('article', 'unchanged')}")


def print_changed_field(as_json: bool, article_id: str, name: str, value: str | bool) -> None:
    """Print a field of an article after a change."""
    if as_json:
        print_json(id=article_id, **{name: value})
    else:
        from tui.cli.output.fields import field_and_value, value_of_field

        print_text(f"{article_id[:8]}  {field_and_value(name, value_of_field(name, value))}")
