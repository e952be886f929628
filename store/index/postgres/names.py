"""Finds articles by their names on a server: see :mod:`store.index.tables.name_cells`."""

from __future__ import annotations

from store.index.postgres.statements import asked
from store.index.tables.name_cells import Pattern, looked_for, patterns
from store.storage.postgres.connections import Session


def named(session: Session, typed: str) -> set[str]:
    """Return the IDs of the articles whose names contain what was typed; none if it is empty."""
    found: set[str] | None = None
    for wanted in looked_for(typed):
        if found is None or found:
            found = _narrowed(session, wanted, found)
    return found or set()


def _narrowed(session: Session, wanted: str, among: set[str] | None) -> set[str]:
    """Return which of some articles match; of all if ``among`` is None."""
    values: list[object] = [_like(each) for each in patterns(wanted)]
    condition = " OR ".join(["line LIKE ?"] * len(values))
    question = f"SELECT id FROM {{schema}}.names WHERE ({condition})"  # noqa: S608
    if among is not None:
        question += " AND id = ANY(?)"
        values.append(list(among))
    return {article for (article,) in asked(session, question, values)}


def _like(pattern: Pattern) -> str:
    """Return a pattern for LIKE."""
    characters = ("_" if each is None else f"\\{each}" if each in "%_\\" else each for each in pattern)
    return f"%{''.join(characters)}%"
