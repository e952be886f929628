"""The decisions that went against a coder."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from store.model.annotation import Annotation
from store.model.decisions.decision import Decision, Outcome
from store.model.signatures import signed_by
from store.model.tables.member import member_key


class Dispute(msgspec.Struct, frozen=True):
    """A decision that went against a coder."""

    coder: str
    """What the coder's annotations are signed with."""
    marked: tuple[Annotation, ...]
    """What the coder had marked; nothing if what others had marked was taken."""
    decided: tuple[Annotation, ...]
    """What was decided instead; nothing if no annotation was right."""
    decision: Decision


def disputes(annotations: Iterable[Annotation], name: str = "") -> list[Dispute]:
    """Return the decisions on an article that went against coders, in text order.

    They are those by which an annotation of theirs was not taken, or something was that they, who had worked
    on the article too, had not marked.

    :param name: that of the coder, in any round or in one (``lin/2``); empty for all coders.
    """
    results: dict[str, list[Annotation]] = {}
    marked: dict[str, dict[str, list[Annotation]]] = {}
    for each in annotations:
        if each.decision is None:
            continue
        if each.decision.outcome is Outcome.RESULT:
            results.setdefault(each.decision.case, []).append(each)
        else:
            marked.setdefault(each.decision.case, {}).setdefault(each.creator, []).append(each)
    found = []
    for case in dict.fromkeys((*marked, *results)):
        given, own = results.get(case, []), marked.get(case, {})
        for coder in dict.fromkeys((*own, *(coder for each in given for coder in _coders(each)))):
            if not is_named(coder, name) or not _is_against(own.get(coder, ())):
                continue
            decision = next(each.decision for each in (*own.get(coder, ()), *given) if each.decision)
            found.append(Dispute(coder, tuple(own.get(coder, ())), tuple(given), decision))
    return sorted(found, key=lambda each: (each.marked or each.decided)[0].start)


def is_named(creator: str, name: str) -> bool:
    """Whether a name is that of a creator, also without the round. An empty one is that of everybody."""
    wanted = member_key(name)
    return not name or wanted in (member_key(creator), member_key(signed_by(creator)[0]))


def _coders(result: Annotation) -> tuple[str, ...]:
    return result.decision.coders if result.decision else ()


def _is_against(marked: Iterable[Annotation]) -> bool:
    """Whether a decision did not take what a coder had marked, or the coder had marked nothing."""
    outcomes = [each.decision.outcome for each in marked if each.decision]
    return not outcomes or Outcome.REJECTED in outcomes
