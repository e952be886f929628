"""Opens the screen on which it is decided where coders differ, and writes what is decided there."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from textual.app import App

from store.errors import PizhuError, UsageError
from store.language import _
from store.library import Library
from store.library.transactions import Change
from store.progress import Progress
from store.wording import counted
from tui.controllers.history import HistoryController
from tui.controllers.shared.lookups import look_up
from tui.controllers.shared.notices import say, undoable
from tui.controllers.shared.tag_prompt import TagPrompt
from tui.controllers.shared.write_queue import WriteQueue
from tui.looks.error_toasts import show_error, when_answered
from tui.panes.reading import ReadingPane
from tui.recent_list import RecentList

if TYPE_CHECKING:
    from store.library.adjudication.adjudication import Taking
    from store.library.adjudication.cases import Threshold
    from store.library.adjudication.comparison import Comparison
    from tui.adjudicating.asked import Asked
    from tui.adjudicating.gathering import CaseRow, Gathered
    from tui.adjudicating.screen import AdjudicationScreen, Destination

THRESHOLDS = (
    (Fraction(1), 1.0),
    (Fraction(1), 0.8),
    (Fraction(1), 0.5),
    (Fraction(2, 3), 1.0),
    (Fraction(2, 3), 0.8),
    (Fraction(2, 3), 0.5),
)
"""The thresholds that are offered: the share of the coders, and the overlap of what they marked."""


class AdjudicationController:
    """Does what the keys of the screen ask for."""

    def __init__(
        self,
        app: App[None],
        library: Library,
        writes: WriteQueue,
        *,
        tags: TagPrompt,
        reading_pane: ReadingPane,
        open_article: Callable[[str], None],
        go_to_text: Callable[[], None],
    ) -> None:
        """Create a controller.

        :param open_article: opens the article with an ID, unless it is already open.
        :param go_to_text: moves the focus to the reading pane.
        """
        self._app = app
        self._library = library
        self._writes = writes
        self._history = HistoryController(app, library, writes)
        self._tags = tags
        self._reading_pane = reading_pane
        self._open_article = open_article
        self._go_to_text = go_to_text
        self._recent_actions = RecentList(None)
        self._screen: AdjudicationScreen | None = None
        """The screen, while it is open."""
        self._asked: Asked | None = None
        self._comparison: Comparison | None = None
        self._articles: tuple[str, ...] = ()
        """The IDs of the articles whose coders are compared."""
        library.subscribe(self._library_changed)

    def open(self, asked: Asked) -> None:
        """Open the screen.

        :raises QuerySyntaxError: the query is not valid.
        :raises UsageError: the coders cannot be compared.
        """
        from tui.adjudicating.screen import AdjudicationScreen

        self._asked = asked
        self._compare()
        self._screen = AdjudicationScreen(self._library, self._answer)
        self._app.push_screen(self._screen, self._close)

    def _compare(self) -> None:
        """Say whose annotations are compared, in the team as it is."""
        asked = self._asked
        if asked is not None:
            query = self._library.codebook.query(asked.query)
            self._comparison = self._library.adjudication.compare(asked.coders, asked.round, asked.name)
            self._articles = tuple(self._library.articles.filtered(query).articles)
            if asked.query and not self._articles:
                raise UsageError(_("No article matches {query}.", query=query))

    def _close(self, destination: Destination | None) -> None:
        self._screen = None
        if destination is not None:
            when_answered(self._app, self._go)(destination)

    def _go(self, destination: Destination) -> None:
        self._open_article(destination.article)
        self._reading_pane.go_to(destination.start)
        self._go_to_text()

    # What the keys of the screen ask for

    def _answer(self, what: str, screen: AdjudicationScreen) -> None:
        answers: dict[str, Callable[[AdjudicationScreen], None]] = {
            "read": self._read,
            "take": self._take,
            "own": self._own,
            "reason": self._reason,
            "reopen": self._reopen,
            "agreed": self._ask_threshold,
            "undo": self._undo,
            "redo": self._redo,
            "palette": self._palette,
        }
        answers[what](screen)

    def _read(self, screen: AdjudicationScreen) -> None:
        """Read all cases, in a thread."""
        from tui.adjudicating.gathering import gather

        comparison, articles = self._comparison, self._articles
        if comparison is None:
            return

        def show(gathered: Gathered) -> None:
            screen.show(gathered, "" if gathered.coded else str(comparison.nothing()))

        look_up(self._app, screen, partial(gather, self._library, comparison, articles), show)

    def _take(self, screen: AdjudicationScreen) -> None:
        """Decide that some coders are right."""
        row, comparison = screen.current, self._comparison
        if row is not None and comparison is not None:
            self._decide(
                screen,
                row,
                partial(
                    self._library.adjudication.take,
                    comparison,
                    row.article,
                    row.case.key,
                    screen.chosen,
                    screen.reason,
                ),
            )

    def _own(self, screen: AdjudicationScreen) -> None:
        """Ask for the tags of the user's own answer, and decide that it is right."""
        from store.library.adjudication.answers import Span

        row, own, comparison = screen.current, screen.own, self._comparison
        if row is None or own is None or comparison is None:
            return
        reason = screen.reason

        def decide(tags: tuple[str, ...]) -> None:
            self._tags.remember(tags)
            give = partial(
                self._library.adjudication.give,
                comparison,
                row.article,
                row.case.key,
                [Span(own.start, own.end, tags)],
                reason,
            )
            self._decide(screen, row, give)

        self._tags.ask(_("Tags of the own answer"), row.article, own.tags, decide, keeps_ticked=True)

    def _decide(self, screen: AdjudicationScreen, row: CaseRow, decide: Callable[[], None]) -> None:
        def done(_nothing: None) -> None:
            self._show_again(screen, row.article)
            screen.go_on(row)

        self._writes.run(decide, done, failed=partial(self._failed, screen, row.article))

    def _failed(self, screen: AdjudicationScreen, article: str, error: PizhuError) -> None:
        show_error(self._app, str(error))
        self._show_again(screen, article)

    def _reason(self, screen: AdjudicationScreen) -> None:
        """Ask why the case was decided as it was, or will be."""
        from tui.dialogs.base.prompt import PromptDialog

        row, comparison = screen.current, self._comparison
        if row is None or comparison is None:
            return

        def answered(reason: str) -> None:
            if not row.case.is_decided:
                screen.keep_reason(reason)
                return
            explain = partial(
                self._library.adjudication.explain, comparison, row.article, row.case.key, reason
            )
            self._writes.run(explain, lambda _nothing: self._show_again(screen, row.article))

        hint = (
            _("Why was it decided so?")
            if row.case.is_decided
            else _("It is kept with the decision that you take next on this case.")
        )
        dialog = PromptDialog(_("Reason"), hint, screen.reason, may_be_empty=True)
        self._app.push_screen(dialog, when_answered(self._app, answered))

    def _reopen(self, screen: AdjudicationScreen) -> None:
        """Take the decision on the case back."""
        row, comparison = screen.current, self._comparison
        if row is not None and comparison is not None:
            reopen = partial(self._library.adjudication.reopen, comparison, row.article, row.case.key)
            self._writes.run(
                reopen,
                lambda _nothing: self._show_again(screen, row.article),
                failed=partial(self._failed, screen, row.article),
            )

    def _ask_threshold(self, screen: AdjudicationScreen) -> None:
        """Ask from when on coders agree, and take all cases on which they do."""
        from store.library.adjudication.cases import Threshold
        from tui.dialogs.base.choice import ChoiceDialog

        thresholds = [Threshold(*each) for each in THRESHOLDS]

        def chosen(place: int) -> None:
            self._take_agreed(screen, thresholds[place])

        answers = [_threshold_name(each) for each in thresholds]
        dialog = ChoiceDialog(_("Take the cases on which these agree"), answers)
        self._app.push_screen(dialog, when_answered(self._app, chosen))

    def _take_agreed(self, screen: AdjudicationScreen, threshold: Threshold) -> None:
        comparison, articles = self._comparison, self._articles
        if comparison is None:
            return

        def write(progress: Progress) -> Taking:
            return self._library.adjudication.take_agreed(comparison, articles, threshold, progress=progress)

        def done(taking: Taking) -> None:
            cases = counted(taking.taken, "case", "cases")
            say(
                self._app,
                undoable(_("{cases} taken, {open:,} open", cases=cases, open=taking.open))
                if taking.taken
                else _("No open case is agreed on by this threshold"),
            )
            self._read(screen)

        self._writes.run_long(_("Taking what coders agree on"), write, done)

    def _undo(self, screen: AdjudicationScreen) -> None:
        """Undo the last change, and go to the case that it was about."""
        screen.follow_change()
        self._history.undo()

    def _redo(self, screen: AdjudicationScreen) -> None:
        """Redo what was undone last, and go to the case that it is about."""
        screen.follow_change()
        self._history.redo()

    def _palette(self, screen: AdjudicationScreen) -> None:
        """Find an action of the screen by its name, and run it."""
        from tui.keys.action import Action, Scope
        from tui.palette.choices import Choice, choices_in
        from tui.palette.dialog import PaletteDialog

        async def act(action: Action) -> None:
            await screen.run_action(action.name)

        async def run(choice: Choice | None) -> None:
            if choice is not None:
                self._recent_actions.add(choice.id)
                ran = choice.run()
                if ran is not None:
                    await ran

        dialog = PaletteDialog(choices_in(Scope.ADJUDICATING, act), self._recent_actions)
        self._app.push_screen(dialog, run)

    # Changes

    def _library_changed(self, change: Change) -> None:
        """Called by the library in the thread that made the change."""
        screen = self._screen
        if screen is not None and (change.articles or change.team):
            screen.call_later(self._show_change, screen, change)

    def _show_change(self, screen: AdjudicationScreen, change: Change) -> None:
        """Show the cases as they are now."""
        changed = change.articles & set(screen.articles)
        if not change.team and len(change.articles) == len(changed) == 1:
            self._show_again(screen, *changed)
            return
        try:
            self._compare()
        except PizhuError as error:
            show_error(self._app, str(error))
        else:
            self._read(screen)

    def _show_again(self, screen: AdjudicationScreen, article: str) -> None:
        """Show the cases of an article as they are now."""
        from tui.adjudicating.gathering import rows_of

        if self._comparison is None or not self._library.articles.row(article):
            self._read(screen)
            return
        try:
            coded = self._library.adjudication.article(self._comparison, article)
        except PizhuError as error:
            show_error(self._app, str(error))
        else:
            screen.replace(article, rows_of(self._library, coded) if coded else [])


def _threshold_name(threshold: Threshold) -> str:
    overlap = f"{threshold.overlap:.0%}"
    if threshold.share == 1:
        if threshold.overlap == 1:
            return _("all coders, the same words and tags")
        return _("all coders, the same tags, words that overlap by {overlap}", overlap=overlap)
    if threshold.overlap == 1:
        return _("{share} of the coders, the same words and tags", share=threshold.share)
    return _(
        "{share} of the coders, the same tags, words that overlap by {overlap}",
        share=threshold.share,
        overlap=overlap,
    )
