"""Selects what is exported: some or all articles, with some or all of their annotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy

from msgspec.structs import replace

from store.errors import PizhuError
from store.library import Library
from store.model.annotation import UNKNOWN_TIME, Annotation, is_known_time
from store.model.article import Article
from store.model.tables.saved_search import SavedSearch
from store.model.tables.team import TeamRecords
from store.model.tag import Tag
from store.progress import Progress, no_progress
from store.query.tree import Field, Query, Term
from store.tags.tree import ancestors


class Selection:
    """Articles with their annotations, in the order in which they were added.

    It can be iterated repeatedly, and loads one article at a time. Articles that cannot be read are skipped
    and recorded in ``damage``.
    """

    def __init__(
        self,
        library: Library,
        *,
        articles: Iterable[str] | None = None,
        tags: Iterable[str] = (),
        progress: Progress = no_progress,
    ) -> None:
        """Select from ``library``.

        :param articles: IDs of articles, duplicates ignored; None for all.
        :param tags: select only annotations with one of these tags or of a tag below one, and articles that
            have such a tag or such an annotation; empty for all.
        :param progress: called with the number of articles read and their total, on every iteration.
        """
        self.library = library
        self.tags = tuple(tags)
        """The tags selected for; empty for all."""
        self.damage: dict[str, str] = {}
        """Why articles could not be read, by ID."""
        self._progress = progress
        self._articles = self._every() if articles is None else list(dict.fromkeys(articles))

    def _every(self) -> list[str]:
        query = Query((Term(Field.TAG, self.tags),)) if self.tags else Query()
        rows = self.library.articles.filtered(query)
        return rows.articles[::-1]

    @property
    def articles(self) -> tuple[str, ...]:
        """The IDs of the candidate articles. Iteration may yield fewer."""
        return tuple(self._articles)

    def __len__(self) -> int:
        """Return the number of candidate articles."""
        return len(self._articles)

    def __iter__(self) -> Iterator[tuple[Article, tuple[Annotation, ...]]]:
        """Yield each article with its selected annotations in text order."""
        for done, article in enumerate(self._articles):
            self._progress(done, len(self._articles))
            try:
                opened, annotations = self.library.articles.open(article)
            except PizhuError as error:
                self.damage[article] = str(error)
                continue
            selected = tuple(_dated(each) for each in annotations if self._has(each.tags))
            if selected or self._has(opened.tags):
                yield opened, selected
        self._progress(len(self._articles), len(self._articles))

    def _has(self, tags: Iterable[str]) -> bool:
        """Return whether any of the tags is selected."""
        return not self.tags or any(
            f"{tag}/".startswith(f"{selected}/") for tag in tags for selected in self.tags
        )

    def whole_codebook(self) -> tuple[Tag, ...]:
        """Return :meth:`codebook` and the entries of all other tags on the selected articles and annotations.

        With it, an export defines every tag that it uses. This reads all selected articles.
        """
        if not self.tags:
            return self.codebook()
        names = {tag.name for tag in self.codebook()}
        for article, selected in self.first(len(self)):
            for tags in (article.tags, *(annotation.tags for annotation in selected)):
                names.update(tags, *map(ancestors, tags))
        return tuple(tag for tag in self.library.codebook.tags() if tag.name in names)

    @property
    def is_whole(self) -> bool:
        """Whether all of the library is selected."""
        return not self.tags and len(self) == self.library.articles.count()

    def searches(self) -> tuple[SavedSearch, ...]:
        """Return the saved searches if all of the library is selected, else none."""
        return self.library.searches.all() if self.is_whole else ()

    def team(self) -> TeamRecords:
        """Return the team with its rounds and assignments if all of the library is selected, else none."""
        if not self.is_whole:
            return TeamRecords()
        roster = self.library.team.roster
        assignments = tuple(roster.assignments[key] for key in sorted(roster.assignments))
        return TeamRecords(roster.members, tuple(roster.rounds.values()), assignments)

    def first(self, count: int) -> Selection:
        """Return a selection of the first ``count`` articles, without progress reports; for previews."""
        few = copy(self)
        few._articles, few._progress = self._articles[:count], no_progress  # noqa: SLF001 - of its own kind
        return few

    def codebook(self) -> tuple[Tag, ...]:
        """Return the codebook entries of the selected tags and the tags above and below them, by name; all if
        no tags are selected.
        """
        every = self.library.codebook.tags()
        if not self.tags:
            return every
        above = {name for tag in self.tags for name in ancestors(tag)}
        return tuple(tag for tag in every if self._has([tag.name]) or tag.name in above)


def _dated(annotation: Annotation) -> Annotation:
    """Return an annotation without times that are not known, which older libraries have as those of 1970."""
    made, changed = annotation.created, annotation.modified
    if is_known_time(made) and is_known_time(changed):
        return annotation
    return replace(
        annotation,
        created=made if is_known_time(made) else UNKNOWN_TIME,
        modified=changed if is_known_time(changed) else UNKNOWN_TIME,
    )
