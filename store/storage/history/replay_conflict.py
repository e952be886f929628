"""What a user is told of a step that cannot be undone or redone, because it was changed elsewhere since.

Such a step leaves the history, so that those before it can be undone. Nothing of it is lost but the way back.
"""

from __future__ import annotations

from store.errors import Conflict
from store.language import _
from store.model.step_labels import StepLabel
from store.storage.history.undo_log import Direction


def replay_conflict(step: StepLabel, direction: Direction, after: StepLabel | None) -> Conflict:
    """Return the error for a step that has left the history.

    :param after: the step that is undone or redone next; None if there is none.
    """
    if direction is Direction.UNDO:
        return Conflict(
            _(
                "“{step}” cannot be undone: it was changed elsewhere since. Nothing was done; there is "
                "nothing else to undo.",
                step=step,
            )
            if after is None
            else _(
                "“{step}” cannot be undone: it was changed elsewhere since. Nothing was done; the next to "
                "undo is “{next}”.",
                step=step,
                next=after,
            )
        )
    return Conflict(
        _(
            "“{step}” cannot be redone: it was changed elsewhere since. Nothing was done; there is nothing "
            "else to redo.",
            step=step,
        )
        if after is None
        else _(
            "“{step}” cannot be redone: it was changed elsewhere since. Nothing was done; the next to redo "
            "is “{next}”.",
            step=step,
            next=after,
        )
    )
