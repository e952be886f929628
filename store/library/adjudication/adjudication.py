"""Decides where coders differ: the door to cases, decisions, and those that went against a coder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import replace

from store.chinese.graphemes import snap_end, snap_start
from store.errors import BadRange, Conflict, UsageError
from store.language import _
from store.library.adjudication.answers import Answer, Span, joined
from store.library.adjudication.cases import Case, Threshold
from store.library.adjudication.comparison import CodedArticle, Comparison
from store.library.adjudication.deciding import Deciding, Verdict, undecided
from store.library.blindness.visibility import Visibility
from store.library.team.roster import Roster
from store.library.team.team_tables import assignments_table
from store.library.transactions import Transactions
from store.model import step_labels
from store.model.annotation import Annotation, clean_note, timestamp
from store.model.article import Article
from store.model.decisions.decision import LONGEST_REASON
from store.model.decisions.disputes import Dispute, disputes, is_named
from store.model.edits import Edit
from store.model.labels import quote
from store.progress import Progress, halves, no_progress
from store.storage.document_edits import annotation_edit, new_tag_edits
from store.storage.document_store import DocumentStore
from store.storage.documents import (
    annotations_of,
    article_of,
    canonical_names,
    read_consistent,
)
from store.wording import listed


class Taking(msgspec.Struct, frozen=True):
    """What taking the agreed ones does, or would do."""

    taken: int
    """Cases that are decided by it."""
    open: int
    """Cases that stay open."""
    articles: int
    """Articles with a case that is decided by it."""
    finished: int
    """Articles all of whose cases are decided then."""
    waiting: int
    """Articles that are left out, because a coder has not finished them."""


class Adjudication:
    """The adjudication of one library. Every change is a step that can be undone."""

    def __init__(
        self,
        store: DocumentStore,
        transactions: Transactions,
        visibility: Visibility,
        creator: str,
        roster: Callable[[], Roster],
    ) -> None:
        """Adjudicate the articles in ``store``.

        :param visibility: says which annotations are hidden from the user, as if they were not there.
        :param creator: who decides.
        :param roster: returns the team as it is, read once until it changes.
        """
        self._store = store
        self._transactions = transactions
        self._visibility = visibility
        self._creator = creator
        self._roster = roster
        self._assignments = assignments_table(store)

    def compare(self, coders: Sequence[str] = (), number: int | None = None, name: str = "") -> Comparison:
        """Say whose annotations are compared: see :class:`Comparison`.

        :raises UsageError: they cannot be.
        """
        return Comparison(self._roster(), coders, number, name, user=self._creator)

    # Cases

    def coded(
        self, comparison: Comparison, articles: Iterable[str], progress: Progress = no_progress
    ) -> Iterator[CodedArticle]:
        """Yield the articles that two coders or more have worked on, with their cases.

        :param articles: their IDs. Those that have been removed are left out.
        :param progress: called with articles read and articles in total.
        """
        wanted = list(articles)
        for done, article in enumerate(wanted):
            progress(done, len(wanted))
            if article in self._store:
                found = self.article(comparison, article)
                if found is not None:
                    yield found
        progress(len(wanted), len(wanted))

    def article(self, comparison: Comparison, article: str) -> CodedArticle | None:
        """Return an article with its cases; None if fewer than two coders have worked on it.

        :raises UnknownArticle: there is no such article.
        """
        record = read_consistent(self._store, article)
        return comparison.coded(article, annotations_of(record))

    # Decisions

    def take(
        self, comparison: Comparison, article: str, case: str, coders: Sequence[str], reason: str = ""
    ) -> None:
        """Decide that what some coders have marked is right; nothing is right if there are none.

        :param case: the key of the case.
        :param coders: what their annotations are signed with. What several have marked is all taken; on the
            same words with the tags of all.
        :param reason: why, in the user's words.
        :raises UsageError: the user may not decide, a coder has not finished the article or has marked
            nothing there, or the reason is too long.
        :raises Conflict: an annotation has been changed meanwhile; nothing is decided.
        """

        def verdict(found: Case, _article: Article) -> Verdict:
            unmarked = [coder for coder in coders if coder not in found.answers]
            if unmarked:
                raise UsageError(_("{coder} has marked nothing here: take another coder.", coder=unmarked[0]))
            return _verdict_of(found, joined(found.answers[coder] for coder in coders), coders)

        self._decide(comparison, article, case, verdict, reason)

    def give(
        self, comparison: Comparison, article: str, case: str, spans: Iterable[Span], reason: str = ""
    ) -> None:
        """Decide that something else is right than what coders have marked.

        :param spans: ranges with tags; widened to whole grapheme clusters.
        :raises BadRange: a range is empty or outside the text.
        :raises BadTagName: a name is not valid; nothing is changed.
        :raises UsageError: as for :meth:`take`.
        :raises Conflict: as for :meth:`take`.
        """
        wanted = list(spans)

        def verdict(found: Case, opened: Article) -> Verdict:
            return _verdict_of(found, joined((self._placed(opened.text, span),) for span in wanted), ())

        self._decide(comparison, article, case, verdict, reason)

    def _placed(self, text: str, span: Span) -> Span:
        if not 0 <= span.start < span.end <= len(text):
            raise BadRange(
                _("Range {start}–{end} is empty or outside this article.", start=span.start, end=span.end)
            )
        names = tuple(sorted(canonical_names(self._store, span.tags)))
        return Span(snap_start(text, span.start), snap_end(text, span.end), names)

    def reopen(self, comparison: Comparison, article: str, case: str) -> None:
        """Make a case open again, and remove what came of its decision.

        :raises UsageError: the user may not decide.
        :raises Conflict: an annotation has been changed meanwhile; nothing is done.
        """
        with self._transactions.begin():
            roster = self._checked()
            _opened, annotations, every = self._read(comparison, article)
            coded, found = _with_key(every, case)
            edits = list(undecided(article, annotations, {case}))
            label = step_labels.reopen_case(quote=quote(found.annotations[0]))
            self._transactions.commit(
                label, [*edits, *self._adjudicated(roster, comparison, coded, {}, {case})]
            )

    def explain(self, comparison: Comparison, article: str, case: str, reason: str) -> None:
        """Write why a case was decided as it was.

        :raises UsageError: the user may not decide, the case is not decided, or the reason is too long.
        :raises Conflict: an annotation has been changed meanwhile; nothing is done.
        """
        with self._transactions.begin():
            self._checked()
            deciding = self._deciding(comparison, reason)
            _opened, annotations, every = self._read(comparison, article)
            _coded, found = _with_key(every, case)
            if not found.is_decided:
                raise UsageError(_("This case is not decided yet: decide, and then write why."))
            edits = [
                annotation_edit(
                    article, each, replace(each, decision=replace(each.decision, reason=deciding.reason))
                )
                for each in annotations
                if each.decision is not None and each.decision.case == case
            ]
            self._transactions.commit(step_labels.explain_case(quote=quote(found.annotations[0])), edits)

    def _decide(
        self,
        comparison: Comparison,
        article: str,
        case: str,
        verdict: Callable[[Case, Article], Verdict],
        reason: str,
    ) -> None:
        with self._transactions.begin():
            roster = self._checked()
            deciding = self._deciding(comparison, reason)
            opened, annotations, every = self._read(comparison, article)
            coded, found = _with_key(every, case)
            if coded.waiting:
                raise UsageError(
                    _(
                        "The round is still open, and {names} have not finished this article: decide when "
                        "all are done.",
                        names=listed(coded.waiting),
                    )
                )
            decided = verdict(found, opened)
            edits = list(deciding.edits(article, opened.text, annotations, [(found, decided)]))
            edits += new_tag_edits(self._store, (tag for span in decided.answer for tag in span.tags))
            edits += self._adjudicated(roster, comparison, coded, {case})
            self._transactions.commit(step_labels.decide_case(quote=quote(found.annotations[0])), edits)

    def _deciding(self, comparison: Comparison, reason: str) -> Deciding:
        cleaned = clean_note(reason)
        if len(cleaned) > LONGEST_REASON:
            raise UsageError(
                _("A reason has at most {longest:,} characters: shorten it.", longest=LONGEST_REASON)
            )
        return Deciding(by=self._creator, at=timestamp(), name=comparison.name, reason=cleaned)

    def take_agreed(
        self,
        comparison: Comparison,
        articles: Iterable[str],
        threshold: Threshold,
        *,
        dry_run: bool = False,
        progress: Progress = no_progress,
    ) -> Taking:
        """Decide in one step all open cases of articles on which coders agree, by a threshold.

        :param articles: their IDs.
        :param dry_run: whether nothing is decided.
        :param progress: called with articles done and articles in total, first reading and then writing.
        :raises UsageError: the user may not decide, the threshold is not valid, or no article has two coders.
        """
        check_threshold(threshold)
        wanted = list(articles)
        reading, writing = halves(progress)
        edits: list[Edit] = []
        taken = left = touched = finished = waiting = coded_articles = 0
        with self._transactions.begin():
            roster = self._checked()
            deciding = self._deciding(comparison, "")
            for done, article in enumerate(wanted):
                reading(done, len(wanted))
                if article not in self._store:
                    continue
                opened, annotations, coded = self._read(comparison, article)
                if coded is None:
                    continue
                coded_articles += 1
                if coded.waiting:
                    waiting += 1
                    continue
                decided = list(_agreed(coded, threshold))
                still_open = sum(not case.is_decided for case in coded.cases) - len(decided)
                taken, left = taken + len(decided), left + still_open
                touched += bool(decided)
                finished += not still_open
                edits += deciding.edits(article, opened.text, annotations, decided)
                edits += self._adjudicated(
                    roster, comparison, coded, {case.key for case, _verdict in decided}
                )
            if not coded_articles:
                raise comparison.nothing()
            if not dry_run:
                self._transactions.commit(step_labels.take_agreed(cases=taken), edits, progress=writing)
        return Taking(taken=taken, open=left, articles=touched, finished=finished, waiting=waiting)

    def _read(
        self, comparison: Comparison, article: str
    ) -> tuple[Article, tuple[Annotation, ...], CodedArticle | None]:
        record = read_consistent(self._store, article)
        annotations = annotations_of(record)
        return article_of(record), annotations, comparison.coded(article, annotations)

    def _checked(self) -> Roster:
        """Return the team as it is, in which the user may decide."""
        roster = Roster.read(self._store)
        roster.check_adjudicator(self._creator)
        return roster

    def _adjudicated(
        self,
        roster: Roster,
        comparison: Comparison,
        coded: CodedArticle,
        decided: Iterable[str],
        opened: Iterable[str] = (),
    ) -> list[Edit]:
        """Build the edits that say of the assignments of an article whether all its cases are decided.

        :param decided: the keys of the cases that are being decided.
        :param opened: those of the cases that are being made open again.
        """
        if comparison.round is None:
            return []
        settled = {case.key for case in coded.cases if case.is_decided} | set(decided)
        is_done = all(case.key in settled - set(opened) for case in coded.cases)
        now = timestamp() if is_done else ""
        changed = [
            replace(each, adjudicated=now)
            for each in roster.assignments.values()
            if each.article == coded.article
            and each.round == comparison.round
            and each.signature in coded.coders
            and bool(each.adjudicated) is not is_done
        ]
        return self._assignments.upsert_edits(changed) if changed else []

    # Decisions that went against a coder

    def disputed(
        self, articles: Iterable[str], name: str = "", progress: Progress = no_progress
    ) -> Iterator[tuple[str, Dispute]]:
        """Yield the decisions that went against coders, each with the ID of its article.

        :param articles: IDs of articles. Those that have been removed are left out.
        :param name: that of the coder, in any round or in one (``lin/2``); empty for all coders.
        """
        wanted = list(articles)
        for done, article in enumerate(wanted):
            progress(done, len(wanted))
            if article in self._store:
                record = self._visibility.seen(article, self._store.read(article, with_text=False))
                for each in disputes(annotations_of(record), name):
                    yield article, each
        progress(len(wanted), len(wanted))

    def check_coder(self, name: str, articles: Iterable[str]) -> None:
        """Check that somebody is in the team, or has annotated one of some articles.

        :raises UsageError: they are not, and have not.
        """
        roster = self._roster()
        if roster.find(name) is not None:
            return
        names = {each.member for each in roster.members}
        for article in articles:
            record = self._visibility.seen(article, self._store.read(article, with_text=False))
            names |= {each.creator for each in annotations_of(record) if each.creator and not each.is_result}
            if any(is_named(each, name) for each in names):
                return
        raise UsageError(
            _(
                "There is no coder “{name}”: those here are {names}.",
                name=name,
                names=listed(sorted(names)),
            )
            if names
            else _("There is no coder “{name}”: nobody has annotated anything.", name=name)
        )


def check_threshold(threshold: Threshold) -> None:
    """Check a threshold.

    :raises UsageError: two answers could both be agreed, or a part is no part.
    """
    if not 0.5 < threshold.share <= 1:
        raise UsageError(
            _(
                "The share of the coders who must agree is more than 1/2 and at most 1, not {share}.",
                share=threshold.share,
            )
        )
    if not 0 < threshold.overlap <= 1:
        raise UsageError(
            _("The overlap is more than 0 and at most 1, not {overlap}.", overlap=threshold.overlap)
        )


def _agreed(coded: CodedArticle, threshold: Threshold) -> Iterator[tuple[Case, Verdict]]:
    for case in coded.cases:
        if not case.is_decided:
            found = case.agreed(threshold)
            if found is not None:
                yield case, Verdict(found.answer, frozenset(found.coders))


def _verdict_of(case: Case, answer: Answer, taken: Iterable[str]) -> Verdict:
    """Return the verdict that an answer is right; it is also that of coders who say exactly the same."""
    same = {coder for coder, own in case.answers.items() if own == answer}
    return Verdict(answer, frozenset(taken) | same)


def _with_key(coded: CodedArticle | None, key: str) -> tuple[CodedArticle, Case]:
    """Return the case with a key, after its article.

    :raises Conflict: there is none.
    """
    for case in coded.cases if coded else ():
        if coded and case.key == key:
            return coded, case
    raise Conflict(
        _(
            "An annotation was changed here meanwhile: look at what the coders have marked now, and decide "
            "again."
        )
    )
