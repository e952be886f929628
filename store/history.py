"""Undo and redo: what was done, as edits that can be turned round."""

from __future__ import annotations

import msgspec

from store.edits import Edit, compose


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One thing a person did, however many documents it changed."""

    label: str
    """What it was, as a phrase for the screen: ``tag “服务”``."""
    edits: tuple[Edit, ...]

    def inverse(self) -> Step:
        """The step that takes this one back: its edits turned round, the last first."""
        return msgspec.structs.replace(self, edits=tuple(edit.inverse() for edit in reversed(self.edits)))

    def articles(self) -> frozenset[str]:
        """The IDs of the articles it concerns."""
        return frozenset(edit.article for edit in self.edits if edit.article)


class History:
    """The steps of a session: those that can be taken back, and those that can be done again."""

    def __init__(self) -> None:
        self.done: list[Step] = []
        self.undone: list[Step] = []

    def did(self, step: Step) -> None:
        """Remember a new step; what had been undone can no longer be done again."""
        self.done.append(step)
        self.undone.clear()

    def last_done(self) -> Step | None:
        """The step that would be taken back."""
        return self.done[-1] if self.done else None

    def last_undone(self) -> Step | None:
        """The step that would be done again."""
        return self.undone[-1] if self.undone else None

    def undid(self) -> None:
        """The last step was taken back."""
        self.undone.append(self.done.pop())

    def redid(self) -> None:
        """The step last taken back was done again."""
        self.done.append(self.undone.pop())

    def drop_done(self) -> None:
        """The last step cannot be taken back any more."""
        self.done.pop()

    def drop_undone(self) -> None:
        """The step last taken back cannot be done again any more."""
        self.undone.pop()

    def join(self, first: int, label: str) -> None:
        """Make one step of those done from number ``first`` on; without a label, none of them is one."""
        made = self.done[first:]
        del self.done[first:]
        edits = compose(edit for step in made for edit in step.edits)
        if edits and label:
            self.done.append(Step(label=label, edits=edits))
