"""Finds the article of a library that notes are about when they came without its text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

import msgspec

from store.chinese.folding import fold
from store.errors import PizhuError
from store.index.article_index import ArticleIndex
from store.library.merging.placeholder import identity_of, is_placeholder, title_key
from store.model.anchoring.versions import shares_text
from store.model.annotation import Annotation
from store.model.article import Article, is_article_id
from store.model.bundle import IncomingArticle
from store.model.edits import Fields
from store.model.metadata.page_identity import normalised_address
from store.press.sites.site_name import split_title
from store.storage.document_store import DocumentStore
from store.storage.documents import article_of, read_consistent

TELLING = 8
"""Code points of the words that must be found in an article, all together, so that quotes identify it."""

SHORTEST = 2
"""Code points of the shortest words that are looked up."""

MOST_QUOTES = 40
"""Quotes of one article that vote, the longest ones: each asks the index up to five times."""

COMMON = 40
"""Texts: words that more of them contain tell nothing."""

_LONGEST = 60
"""Code points of the words that are looked up."""

_NEAR = 8
"""Code points of the context that are looked up if all of it is not found."""

_MOST_VERSIONS = 10
"""Articles whose texts are compared, when the quotes are in all of them."""


class _Directory(msgspec.Struct):
    """The articles of a library by address and by title."""

    by_address: dict[str, list[str]] = msgspec.field(default_factory=dict)
    by_title: dict[str, list[str]] = msgspec.field(default_factory=dict)
    added: dict[str, str] = msgspec.field(default_factory=dict)
    """When each article was added."""
    addresses: dict[str, str] = msgspec.field(default_factory=dict)
    """The address of each article that has one."""


class Found(NamedTuple):
    """The article that notes are about."""

    article: str
    """Its ID."""
    others: int = 0
    """How many other articles it may be as well, such as reprints of it."""


class _Poll(msgspec.Struct):
    """How the quotes of some notes voted."""

    voters: int = 0
    """Quotes that could tell an article."""
    votes: Counter[str] = msgspec.field(default_factory=Counter)
    """Quotes found in an article, by its ID."""
    found: Counter[str] = msgspec.field(default_factory=Counter)
    """Code points of the words that were found in it."""


class KnownArticles:
    """Looks up articles while a bundle is merged."""

    def __init__(self, store: DocumentStore, index: ArticleIndex) -> None:
        self._store = store
        self._index = index
        self._directory: _Directory | None = None
        self._versions: dict[frozenset[str], bool] = {}
        self._claimed: dict[str, str] = {}
        """By article, what is known of the notes that were found to be about it: see :func:`identity_of`."""

    def find(self, incoming: IncomingArticle) -> Found | None:
        """Return the article: by its ID, by its address, by a vote of the quotes, by its title.

        Of several that are as likely, it is the one that was added first. Placeholders are not found.
        """
        found = self._find(incoming)
        if found is not None:
            self._claimed.setdefault(found.article, identity_of(incoming))
        return found

    def _find(self, incoming: IncomingArticle) -> Found | None:
        if is_article_id(incoming.id) and incoming.id in self._store:
            return Found(incoming.id)
        address = normalised_address(incoming.url) or incoming.url
        if address and (there := self._articles.by_address.get(address)):
            if len(there) == 1:
                return Found(there[0])
            return self._most_voted(self._poll(incoming.annotations), there)
        poll = self._poll(incoming.annotations)
        titled = self._titled(incoming.title)
        elected = self._elected(poll, titled)
        if elected is not None or not titled:
            return elected
        if len(titled) == 1:
            return None if self._is_another(titled[0], incoming, poll) else Found(titled[0])
        best = self._most_voted(poll, titled)
        return best if poll.votes[best.article] else None

    def _is_another(self, article: str, incoming: IncomingArticle, poll: _Poll) -> bool:
        """Whether an article only has the title of the one that notes are about: none of their quotes is in
        it, and it has another address, or the file has notes on it as on another article.
        """
        if poll.votes[article]:
            return False
        own, mine = self._claimed.get(article, ""), identity_of(incoming)
        if own and mine and own != mine:
            return True
        addresses = self._articles.addresses.get(article, ""), normalised_address(incoming.url)
        return all(addresses) and addresses[0] != addresses[1]

    def expect(self, article: Article) -> None:
        """Find also an article that is not in the library yet."""
        self._enter(
            article.id, {name: getattr(article, name) for name in ("origin", "url", "title", "added")}
        )

    @property
    def _articles(self) -> _Directory:
        """The directory, read at the first use: this reads every article."""
        if self._directory is None:
            self._directory = _Directory()
            for article in self._store.ids():
                with suppress(PizhuError):
                    self._enter(article, self._store.read(article, with_text=False).article)
        return self._directory

    def _enter(self, article: str, record: Fields) -> None:
        directory = self._articles
        directory.added[article] = str(record.get("added", ""))
        if is_placeholder(str(record.get("origin", ""))):
            return
        url = str(record.get("url") or "")
        if address := normalised_address(url):
            directory.addresses[article] = address
        for address in {url, normalised_address(url)} - {""}:
            directory.by_address.setdefault(address, []).append(article)
        if key := title_key(str(record.get("title") or "")):
            directory.by_title.setdefault(key, []).append(article)

    def _titled(self, title: str) -> Sequence[str]:
        """Return the articles with a title, or with its part before the name of the site."""
        by_title = self._articles.by_title
        whole, part = title_key(title), title_key(split_title(title)[0])
        if whole in by_title:
            return by_title[whole]
        return by_title.get(part, ()) if len(part) >= SHORTEST else ()

    def _most_voted(self, poll: _Poll, among: Sequence[str]) -> Found:
        """Return the one of several articles with the most votes; of equal ones, the first that was added."""
        most = max(poll.votes[article] for article in among)
        return self._first([article for article in among if poll.votes[article] == most])

    def _first(self, among: Sequence[str]) -> Found:
        added = self._articles.added
        first = min(among, key=lambda article: (added.get(article, ""), article))
        return Found(first, len(set(among)) - 1)

    def _elected(self, poll: _Poll, titled: Sequence[str]) -> Found | None:
        """Return the article that most of the quotes are in, and more than in any other; else None.

        :param titled: articles with the right title, of which one wins a tie. Of articles that have much of
            the same text, one may be chosen whatever their titles.
        """
        if not poll.votes:
            return None
        most = max(poll.votes.values())
        leaders = [article for article, votes in poll.votes.items() if votes == most]
        if most * 2 <= poll.voters or poll.found[leaders[0]] < TELLING:
            return None
        if len(leaders) == 1:
            return Found(leaders[0])
        likely = [article for article in leaders if article in titled]
        if not likely and self._are_versions(leaders):
            likely = leaders
        return self._first(likely) if likely else None

    def _are_versions(self, articles: Sequence[str]) -> bool:
        """Whether a few articles have much of the same text."""
        if len(articles) > _MOST_VERSIONS:
            return False
        key = frozenset(articles)
        if key not in self._versions:
            try:
                first, *others = (article_of(read_consistent(self._store, each)) for each in articles)
                self._versions[key] = all(shares_text(first, other) for other in others)
            except PizhuError:
                self._versions[key] = False
        return self._versions[key]

    def _poll(self, annotations: Iterable[Annotation]) -> _Poll:
        """Let the longest quotes vote for the articles that contain them, with their context if possible."""
        poll = _Poll()
        for annotation in sorted(annotations, key=lambda each: -len(each.exact))[:MOST_QUOTES]:
            articles, length, can_tell = self._with_quote(annotation)
            poll.voters += can_tell
            poll.votes.update(articles)
            poll.found.update(dict.fromkeys(articles, length))
        return poll

    def _with_quote(self, annotation: Annotation) -> tuple[set[str], int, bool]:
        """Return the articles with a quote, how much of it was found, and whether it can tell an article."""
        can_tell = False
        for words in dict.fromkeys(_wordings(annotation)):
            phrase = fold(words)
            if len(phrase) < SHORTEST:
                continue
            numbers = self._index.texts_with(phrase)
            if len(numbers) > COMMON:
                continue
            can_tell = True
            articles = {article for number in numbers for article, _ in self._index.with_text(number)}
            if articles:
                return articles, len(phrase), True
        return set(), 0, can_tell


def _wordings(annotation: Annotation) -> Iterator[str]:
    """Yield the words to look up: the quote with its context, with a little of it, alone.

    Words do not go beyond a line of the quote, since programs differ in what stands between paragraphs.
    """
    prefix, exact, suffix = annotation.prefix, annotation.exact.strip(), annotation.suffix
    lines = [line.strip() for line in exact.splitlines()] or [""]
    if len(lines) == 1 and len(exact) <= _LONGEST:
        before, after = prefix.rpartition("\n")[2].lstrip(), suffix.partition("\n")[0].rstrip()
        yield before + exact + after
        yield before[-_NEAR:] + exact + after[:_NEAR]
        yield exact + after[:_NEAR]
        yield before[-_NEAR:] + exact
        yield exact
    else:
        longest = max(lines, key=len)
        yield longest[:_LONGEST]
        yield longest[-_LONGEST:]
    yield max(exact.split(), key=len, default="")[:_LONGEST]
