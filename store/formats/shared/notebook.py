"""Collects the notes in a file without texts, by the article or book that they are on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from store.errors import BadInput
from store.formats.shared.quotes import limited_quotes
from store.formats.shared.timestamps import UNKNOWN_TIME
from store.formats.shared.wording import join_paragraphs
from store.importing.limits import MAX_ANNOTATIONS, MAX_LOOSE_ANNOTATIONS, MAX_TAGS_OF_ONE, check_count
from store.language import _, pgettext, plural
from store.model.annotation import Annotation, clean_note, motivation_of, without_controls
from store.model.bundle import Bundle, IncomingArticle
from store.model.stable_ids import guid
from store.wording import counted

_WITHOUT_WORDS = plural("quote without words", "quotes without words")


class Quote(msgspec.Struct, kw_only=True):
    """Words marked in another program, with what its reader said of them."""

    exact: str
    note: str = ""
    thoughts: list[str] = msgspec.field(default_factory=list)
    """Further paragraphs of the note."""
    tags: tuple[str, ...] = ()
    created: str = ""
    """UTC, ISO 8601 with ``Z``; empty if the file does not say."""
    modified: str = ""
    creator: str = ""
    identity: str = ""
    """What the program calls it; empty if it has no name of its own."""


class Notes(msgspec.Struct, kw_only=True):
    """The notes on one article or book."""

    title: str = ""
    authors: tuple[str, ...] = ()
    url: str = ""
    id: str = ""
    """Its ID if it comes from a library of Pizhu."""
    quotes: list[Quote] = msgspec.field(default_factory=list)
    paragraphs: list[str] = msgspec.field(default_factory=list)
    """What is said of the whole of it: the paragraphs of its note."""
    tags: list[str] = msgspec.field(default_factory=list)


class Notebook:
    """The notes in a file, in the order of their articles."""

    def __init__(self, program: str, name: str) -> None:
        """Start without notes.

        :param program: the program that wrote them, for the IDs of annotations.
        :param name: the name of the file, for errors.
        """
        self.losses: Counter[tuple[str, str]] = Counter()
        """How many things of a kind were left out; a kind is one thing and many things."""
        self.remarks: list[str] = []
        self._program = program
        self._name = name
        self._articles: dict[tuple[str, ...], Notes] = {}
        self._count = 0

    def on(self, title: str, *, authors: Iterable[str] = (), url: str = "", article: str = "") -> Notes:
        """Return the notes on an article, to which more are added.

        :param article: its ID in a library of Pizhu.
        """
        names = tuple(dict.fromkeys(filter(None, map(_one_line, authors))))
        title, url = _one_line(title), _one_line(url)
        key = (article, url) if article or url else (title, *names)
        return self._articles.setdefault(key, Notes(title=title, authors=names, url=url, id=article))

    def add(self, notes: Notes, quote: Quote) -> None:
        """Add a quote to the notes on an article.

        :raises BadInput: when there are too many.
        """
        quote.exact = without_controls(quote.exact).strip()
        if not quote.exact:
            self.losses[_WITHOUT_WORDS] += 1
            return
        self._count += 1
        check_count(self._count, MAX_LOOSE_ANNOTATIONS, pgettext("more than", "annotations"))
        check_count(len(quote.tags), MAX_TAGS_OF_ONE, pgettext("more than", "tags of one annotation"))
        notes.quotes.append(quote)

    def add_paragraph(self, notes: Notes, words: str) -> None:
        """Add what is said of a whole article.

        :raises BadInput: when there are too many notes.
        """
        self._count += 1
        check_count(self._count, MAX_LOOSE_ANNOTATIONS, pgettext("more than", "notes"))
        notes.paragraphs.append(words)

    @property
    def is_empty(self) -> bool:
        """Whether there is no note yet."""
        return not self._count

    def bundle(self) -> Bundle:
        """Return all notes.

        :raises BadInput: when there are none.
        """
        articles = [each for each in self._articles.values() if each.quotes or each.paragraphs or each.tags]
        if not articles and not self.losses:
            raise BadInput(_("{path}: there is no note in it.", path=self._name))
        bundle = Bundle(count=len(articles))
        bundle.pieces = self._pieces(articles, bundle)
        bundle.left_out += (
            _("Left out: {what}.", what=counted(number, *kind)) for kind, number in self.losses.items()
        )
        bundle.remarks += self.remarks
        return bundle

    def _pieces(self, articles: Iterable[Notes], bundle: Bundle) -> Iterator[IncomingArticle]:
        for notes in articles:
            try:
                yield self._piece(notes)
            except BadInput as error:
                bundle.left_out.append(
                    _("“{title}” was left out: {error}", title=notes.title or notes.url, error=error)
                )

    def _piece(self, notes: Notes) -> IncomingArticle:
        check_count(len(notes.quotes), MAX_ANNOTATIONS, pgettext("more than", "annotations of one article"))
        return IncomingArticle(
            id=notes.id,
            title=notes.title,
            authors=notes.authors,
            url=notes.url,
            tags=tuple(dict.fromkeys(notes.tags)),
            note=join_paragraphs(dict.fromkeys(map(clean_note, notes.paragraphs))),
            annotations=tuple(limited_quotes(self._annotations(notes))),
        )

    def _annotations(self, notes: Notes) -> Iterator[Annotation]:
        ids = Counter[str]()
        known: set[tuple[object, ...]] = set()
        for quote in notes.quotes:
            content = (quote.identity, quote.exact, quote.created, quote.note, *quote.thoughts, quote.tags)
            if content in known:
                continue  # the same row twice
            known.add(content)
            names = (quote.identity,) if quote.identity else (notes.title, quote.exact, quote.created)
            ids[identity := guid(self._program, *names)] += 1
            if ids[identity] > 1:
                identity = guid(self._program, *names, str(ids[identity]))
            tags = tuple(dict.fromkeys(quote.tags))
            note = join_paragraphs(dict.fromkeys(map(clean_note, (quote.note, *quote.thoughts))))
            created = quote.created or UNKNOWN_TIME
            yield Annotation(
                id=identity,
                start=0,  # other programs count in pages and locations
                end=0,
                exact=quote.exact,
                prefix="",
                suffix="",
                tags=tags,
                note=note,
                kind=motivation_of(tags, note),
                creator=quote.creator,
                created=created,
                modified=max(quote.modified, created),
            )


def _one_line(words: str) -> str:
    return " ".join(without_controls(words).split())
