"""What a decision changes: the annotations that it is about, and those that come of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import replace

from store.library.adjudication.answers import Answer, Span
from store.library.adjudication.cases import Case
from store.model.annotation import Anchor, Annotation, motivation_of
from store.model.decisions.decision import Decision, Outcome
from store.model.edits import Edit
from store.model.stable_ids import guid
from store.storage.document_edits import annotation_edit


class Verdict(msgspec.Struct, frozen=True):
    """What is decided in a case."""

    answer: Answer
    """What the article is given there; nothing if no annotation is right."""
    taken: frozenset[str] = frozenset()
    """The coders whose annotations it is."""


class Deciding(msgspec.Struct, frozen=True):
    """A decision that is being made: who decides, when and why, and what results are signed with."""

    by: str
    at: str
    name: str
    reason: str = ""

    def edits(
        self,
        article: str,
        text: str,
        annotations: Sequence[Annotation],
        decided: Iterable[tuple[Case, Verdict]],
    ) -> Iterator[Edit]:
        """Yield the edits that decide cases of an article. Results of earlier decisions on them are removed.

        :param annotations: all annotations of the article.
        """
        made: dict[str, Annotation] = {}
        cases: set[str] = set()
        for case, verdict in decided:
            cases.add(case.key)
            for each in case.annotations:
                if each.decision is not None:
                    cases.add(each.decision.case)
                yield annotation_edit(article, each, self._with_decision(each, case, verdict))
            for span in verdict.answer:
                result = self._result(text, span, case, verdict)
                made[result.id] = result
        for each in annotations:
            if each.is_result and each.decision and each.decision.case in cases and each.id not in made:
                yield annotation_edit(article, each, None)
            elif each.id in made:
                yield annotation_edit(article, each, made.pop(each.id))
        for result in made.values():
            yield annotation_edit(article, None, result)

    def _with_decision(self, annotation: Annotation, case: Case, verdict: Verdict) -> Annotation:
        outcome = Outcome.TAKEN if annotation.creator in verdict.taken else Outcome.REJECTED
        decision = Decision(case=case.key, outcome=outcome, by=self.by, at=self.at, reason=self.reason)
        return replace(annotation, decision=decision)

    def _result(self, text: str, span: Span, case: Case, verdict: Verdict) -> Annotation:
        note = _note_of(case, span, verdict.taken)
        taken = tuple(coder for coder in case.coders if coder in verdict.taken)
        return Annotation(
            **msgspec.structs.asdict(Anchor.at(text, span.start, span.end)),
            id=guid("decided", case.key, self.name, str(span.start - case.start), str(span.end - case.start)),
            tags=span.tags,
            note=note,
            kind=motivation_of(span.tags, note),
            creator=self.name,
            created=self.at,
            modified=self.at,
            decision=Decision(
                case=case.key,
                outcome=Outcome.RESULT,
                by=self.by,
                at=self.at,
                reason=self.reason,
                coders=case.coders,
                taken=taken,
            ),
        )


def _note_of(case: Case, span: Span, taken: Collection[str]) -> str:
    """Return the notes on the annotations that a result was taken from, each once, with who wrote it:
    ``林夏/1: …``.
    """
    authors: dict[str, list[str]] = {}
    for each in case.annotations:
        if each.note and each.creator in taken and (each.start, each.end) == span[:2]:
            authors.setdefault(each.note, []).append(each.creator)
    notes = []
    for note, names in authors.items():
        gap = "\n" if "\n" in note else " "  # a list or a heading stays one
        notes.append(f"{', '.join(dict.fromkeys(names))}:{gap}{note}")
    return "\n\n".join(notes)


def undecided(article: str, annotations: Iterable[Annotation], cases: Collection[str]) -> Iterator[Edit]:
    """Yield the edits that make cases open again, and remove what came of the decisions.

    :param cases: the keys of the cases.
    """
    for each in annotations:
        if each.decision is not None and each.decision.case in cases:
            yield annotation_edit(article, each, None if each.is_result else replace(each, decision=None))
