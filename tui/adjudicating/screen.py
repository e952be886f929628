"""The screen on which it is decided where coders differ: the cases, and the text of one with its marks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from rich.style import Style
from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.widgets import Static

from store.errors import PizhuError
from store.language import _, lazy
from store.library import Library
from store.library.adjudication.cases import KIND_NAMES
from store.model.decisions.decision import OUTCOME_NAMES
from store.wording import counted, listed
from tui.adjudicating.case_list import CaseList
from tui.adjudicating.gathering import CaseRow, Gathered
from tui.adjudicating.marked_text import OWN, marked_text, marks_of, sign_of
from tui.adjudicating.own_answer import OwnAnswer
from tui.dialogs.base.dialog import Dialog, set_frame, set_keys
from tui.keys.action import Scope
from tui.keys.keymap import actions_in, bind, bindings, key_for, key_names
from tui.keys.sequences import CompletedSequence, SequenceParser
from tui.late_answers import late_answer
from tui.looks.error_toasts import when_answered
from tui.typesetting import displayed

STACKED_BELOW = 110
"""The width in cells below which the text stands below the list."""

HINTS = ("take(1)", "take_all", "take_none", "own", "reason", "next_open", "take_agreed", "help", "leave")
"""The actions whose keys are shown at the bottom, as many as there is room for."""

OWN_KEYS = lazy("enter take · l h end · L H beginning · esc cancel")

NOTHING_MARKED = lazy("The coders have marked nothing in these articles.")

ALL_AGREE = lazy("The coders agree everywhere: {key} takes what they agree on, {agreed} lists it.")

READING = lazy("Reading the annotations…")


class Destination(NamedTuple):
    """The place to read when the screen is closed."""

    article: str
    start: int
    end: int


class AdjudicationScreen(Dialog[Destination | None], inherit_bindings=False):
    """Lists cases, and takes decisions on them."""

    CSS_PATH: ClassVar[list[str]] = [Dialog.CSS_PATH, str(Path(__file__).with_suffix(".tcss"))]  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.ADJUDICATING)]

    def __init__(self, library: Library, ask: Callable[[str, Any], None]) -> None:
        """Create the screen.

        :param ask: takes a name and this screen; does what a key asks for: take, neither, own, reason,
            reopen, agreed, undo, redo, palette.
        """
        super().__init__()
        bind(self, Scope.ADJUDICATING)
        self._sequences = SequenceParser(Scope.ADJUDICATING)
        self._library = library
        self._ask = ask
        self._every: list[CaseRow] = []
        """All cases, also those that are not listed."""
        self._gathered: Gathered | None = None
        """What was read; None until then."""
        self._problem = ""
        """Why there is nothing to decide, if there is a reason."""
        self._shows_agreed = False
        self._own: OwnAnswer | None = None
        """The answer that is being chosen; None if there is none."""
        self._own_place = ("", 0)
        """The place of the case that it is for."""
        self._reasons: dict[str, str] = {}
        """By the key of a case that is open, why it will be decided as it will be."""
        self._follows = False
        """Whether to go to the first case that the next change is about."""
        self.chosen: tuple[str, ...] = ()
        """The coders who were chosen last."""

    def compose(self) -> ComposeResult:
        """The status, the cases, and the text of the highlighted one."""
        with Vertical(classes="dialog adjudication") as frame:
            set_frame(frame, _("Where coders differ"), "")
            yield Static(classes="status", markup=False)
            yield Static(str(READING), classes="nothing", markup=False)
            with Container(classes="both"):
                yield CaseList()
                with VerticalScroll(classes="beside", can_focus=False):
                    yield Static(classes="case")

    def on_mount(self) -> None:
        """Read the cases."""
        super().on_mount()
        self.cases.focus()
        self._show_nothing(str(READING))
        self._ask("read", self)

    def on_resize(self) -> None:
        """Put the text beside the list, or below it where there is no room."""
        self.query_one(".adjudication").set_class(self.size.width < STACKED_BELOW, "-stacked")
        self.call_after_refresh(self._show_case)
        self.call_after_refresh(self._show_keys)

    @property
    def cases(self) -> CaseList:
        """The list of cases."""
        return self.query_one(CaseList)

    @property
    def current(self) -> CaseRow | None:
        """The highlighted case."""
        return self.cases.current

    @property
    def own(self) -> OwnAnswer | None:
        """The answer that is being chosen."""
        return self._own

    @property
    def reason(self) -> str:
        """Why the highlighted case was decided as it was, or will be."""
        row = self.current
        if row is None:
            return ""
        decision = row.case.decision
        return decision.reason if decision else self._reasons.get(row.case.key, "")

    @property
    def articles(self) -> Collection[str]:
        """The IDs of the articles whose cases are known."""
        return {row.article for row in self._every}

    # What is listed

    @late_answer
    def show(self, gathered: Gathered, problem: str = "") -> None:
        """List the cases of articles.

        :param problem: why there is nothing to decide, if there is a reason.
        """
        self._gathered, self._problem = gathered, problem
        self._list(gathered.rows)

    @late_answer
    def replace(self, article: str, rows: Sequence[CaseRow]) -> None:
        """List other cases of an article in place of those it had."""
        before = [at for at, row in enumerate(self._every) if row.article == article]
        if before:
            self._list([*self._every[: before[0]], *rows, *self._every[before[-1] + 1 :]])

    def follow_change(self) -> None:
        """Go to the first case that the next change is about."""
        self._follows = True

    def keep_reason(self, reason: str) -> None:
        """Keep a reason until the highlighted case is decided."""
        if self.current is not None:
            self._reasons[self.current.case.key] = reason
            self._show_case()

    @late_answer
    def go_on(self, decided: CaseRow) -> None:
        """Go from a case that has just been decided to the next open one, unless another is highlighted."""
        self._own = None
        self._reasons.pop(decided.case.key, None)
        if self.current is not None and self.current.place == decided.place:
            following = self.cases.open_from(1)
            if following is not None:
                self.cases.go(following)
        self._show_case()
        self._show_keys()

    def _list(self, every: Sequence[CaseRow]) -> None:
        """List what is to be listed of all cases, and highlight what was highlighted, or what changed."""
        former = {row.place: row.case.decision for row in self._every}
        changed = [row.place for row in every if former.get(row.place) != row.case.decision]
        self._every = list(every)
        place = self.current.place if self.current else None
        rows = [row for row in self._every if self._shows_agreed or not row.is_agreed]
        places = [row.place for row in rows]
        if self._follows and changed:
            self._follows = False
            place = next((each for each in changed if each in places), place)
        near = places.index(place) if place in places else self.cases.cursor
        if self.current is None:
            near = next((at for at, row in enumerate(rows) if not row.case.is_decided), 0)
        self._show_nothing("" if rows else self._why_nothing())
        self.cases.show(rows, near)

    def _why_nothing(self) -> str:
        if self._problem:
            return self._problem
        if self._gathered and self._gathered.waiting and not self._every:
            waiting = self._gathered.waiting
            names = listed(
                _("{name} ({articles})", name=name, articles=counted(waiting[name], "article", "articles"))
                for name in sorted(waiting)
            )
            return _("The round is open, and not finished by {names}. Decide when all are done.", names=names)
        if not self._every:
            return str(NOTHING_MARKED)
        return ALL_AGREE.format(
            key=key_for(Scope.ADJUDICATING, "take_agreed"), agreed=key_for(Scope.ADJUDICATING, "show_agreed")
        )

    def _show_nothing(self, sentence: str) -> None:
        nothing = self.query_one(".nothing", Static)
        nothing.update(Text(displayed(sentence)))
        nothing.display = bool(sentence)
        self.query_one(".both").display = not sentence
        self._show_status()

    def _show_status(self) -> None:
        """Show how many cases are decided."""
        if self._gathered is None:
            return
        decided = sum(row.case.is_decided for row in self._every)
        facts = [_("{decided:,} of {total:,} decided", decided=decided, total=len(self._every))]
        agreed = sum(row.is_agreed and not row.case.is_decided for row in self._every)
        if agreed:
            key = key_for(Scope.ADJUDICATING, "take_agreed")
            facts.append(_("{number:,} agreed, not taken: {key}", number=agreed, key=key))
        if self._gathered.waiting and self._every:
            facts.append(_("not finished by {names}", names=listed(sorted(self._gathered.waiting))))
        self.query_one(".status", Static).update(
            Text(displayed(" · ".join(facts)), no_wrap=True), layout=False
        )

    def _show_keys(self) -> None:
        if self._own is not None:
            set_keys(self.query_one(".adjudication"), str(OWN_KEYS))
            return
        by_name = {action.name: action for action in actions_in(Scope.ADJUDICATING) if action.keys}
        keys = [
            f"{key_names(by_name[name]).split()[0]} {by_name[name].hint}" for name in HINTS if name in by_name
        ]
        set_keys(self.query_one(".adjudication"), " · ".join(keys))

    # The highlighted case

    @on(CaseList.Moved)
    def show_moved(self) -> None:
        """Show the highlighted case."""
        row = self.current
        if self._own is not None and (row is None or row.place != self._own_place):
            self._own = None
            self._show_keys()
        self._show_case()
        self._show_status()

    def _show_case(self) -> None:
        row = self.current
        box = self.query_one(".case", Static)
        if row is None:
            box.update("")
            return
        width = self.query_one(".beside").scrollable_content_region.width
        shown = self._legend(row)
        shown.append("\n")
        try:
            text = self._library.texts.text(row.article)
        except PizhuError:  # it was removed meanwhile
            text = ""
        if text:
            marks = marks_of(row.case, self._styles(), self._own)
            shown.append_text(marked_text(text, row.case, marks, width))
        box.update(shown)

    def _styles(self) -> list[Style]:
        theme = self.app.theme_variables
        names = ("primary", "secondary", "accent", "success", "warning", "error")
        return [Style.parse(theme[name]) for name in names if name in theme] or [Style()]

    def _legend(self, row: CaseRow) -> Text:
        """Return who marked what, and what was decided."""
        case, styles = row.case, self._styles()
        shown = Text()
        shown.append(displayed(row.title), "bold")
        shown.append(f"  {KIND_NAMES[case.kind]}\n", "dim")
        for number, coder in enumerate(case.coders):
            own = [each for each in case.annotations if each.creator == coder]
            said = (
                " / ".join("  ".join((each.exact, *(f"#{tag}" for tag in each.tags))) for each in own) or "—"
            )
            shown.append(f"{sign_of(number + 1)} {coder}", styles[number % len(styles)] + Style(bold=True))
            shown.append(f"  {displayed(' '.join(said.split()))}")
            decision = own[0].decision if own and case.is_decided else None
            if decision is not None:
                shown.append(f"  {OUTCOME_NAMES[decision.outcome]}", "italic")
            shown.append("\n")
        if self._own is not None:
            tags = " ".join(f"#{tag}" for tag in self._own.tags)
            shown.append(f"{OWN} {_('own answer')}  {tags}\n", "bold")
        decision = case.decision
        if decision is not None:
            said = " / ".join(
                "  ".join((each.exact, *(f"#{tag}" for tag in each.tags))) for each in row.results
            )
            shown.append(
                _("Decided by {name}: {answer}", name=decision.by, answer=displayed(said) or _("nothing"))
                + "\n",
                "bold",
            )
        if self.reason:
            shown.append(
                _("Reason: {reason}", reason=displayed(" ".join(self.reason.split()))) + "\n", "italic"
            )
        return shown

    # Keys

    async def on_key(self, event: events.Key) -> None:
        """Handle the keys that belong to a sequence. All others are bindings."""
        typed = event.character if event.character and event.is_printable else event.key
        result = self._sequences.feed(typed)
        if result is not False:
            event.stop()
            event.prevent_default()
            if isinstance(result, CompletedSequence):
                await self.run_action(result.call)

    def action_down(self) -> None:
        """Highlight the next case."""
        self.cases.go(self.cases.cursor + 1)

    def action_up(self) -> None:
        """Highlight the case before."""
        self.cases.go(self.cases.cursor - 1)

    def action_page_down(self) -> None:
        """Move down by a page."""
        self.cases.page(1)

    def action_page_up(self) -> None:
        """Move up by a page."""
        self.cases.page(-1)

    def action_half_down(self) -> None:
        """Move down by half a page."""
        self.cases.page(0.5)

    def action_half_up(self) -> None:
        """Move up by half a page."""
        self.cases.page(-0.5)

    def action_first(self) -> None:
        """Highlight the first case."""
        self.cases.go(0)

    def action_last(self) -> None:
        """Highlight the last case."""
        self.cases.go(len(self.cases.rows) - 1)

    def action_next_open(self, step: int = 1) -> None:
        """Highlight the next case that is not decided."""
        place = self.cases.open_from(step)
        if place is None:
            self.notify(_("All listed cases are decided"), timeout=3)
        else:
            self.cases.go(place)

    def action_previous_open(self) -> None:
        """Highlight the previous case that is not decided."""
        self.action_next_open(-1)

    def action_scroll_text(self, step: int) -> None:
        """Show what of the text is below or above."""
        self.query_one(".beside", VerticalScroll).scroll_relative(y=3 * step, animate=False)

    def action_take(self, number: int) -> None:
        """Decide that a coder is right."""
        row = self.current
        if row is None:
            return
        if number > len(row.case.coders):
            self.notify(_("There is no coder {number} here", number=number), timeout=3)
        elif (coder := row.case.coders[number - 1]) not in row.case.answers:
            key = key_for(Scope.ADJUDICATING, "take_none")
            self.notify(
                _("{coder} has marked nothing here: {key} takes nothing", coder=coder, key=key), timeout=3
            )
        else:
            self._take((coder,))

    def action_take_coder(self) -> None:
        """Choose from a list who is right: there may be more coders than digits."""
        from tui.dialogs.base.choice import ChoiceDialog

        row = self.current
        if row is None or not row.case.answers:
            return
        coders = [each for each in row.case.coders if each in row.case.answers]
        names = [f"{sign_of(row.case.coders.index(each) + 1)} {each}" for each in coders]

        def take(place: int) -> None:
            if self.current is not None and self.current.case.key == row.case.key:
                self._take((coders[place],))

        self.app.push_screen(ChoiceDialog(_("Take which coder?"), names), when_answered(self.app, take))

    def action_take_all(self) -> None:
        """Decide that all are right."""
        if self.current is not None:
            self._take(tuple(self.current.case.answers))

    def action_take_none(self) -> None:
        """Decide that nothing is to be marked."""
        if self.current is not None:
            self._take(())

    def _take(self, coders: tuple[str, ...]) -> None:
        self.chosen = coders
        self._ask("take", self)

    def action_own(self) -> None:
        """Begin an answer of one's own."""
        row = self.current
        if row is not None:
            self._own, self._own_place = OwnAnswer.of(row), row.place
            self._show_case()
            self._show_keys()

    def action_move_end(self, step: int) -> None:
        """Move the end of the own answer."""
        self._move(lambda own, text: own.with_end(text, step))

    def action_move_start(self, step: int) -> None:
        """Move the beginning of the own answer."""
        self._move(lambda own, text: own.with_start(text, step))

    def _move(self, moved: Callable[[OwnAnswer, str], OwnAnswer]) -> None:
        if self._own is not None and self.current is not None:
            try:
                text = self._library.texts.text(self.current.article)
            except PizhuError:  # it was removed meanwhile
                return
            self._own = moved(self._own, text)
            self._show_case()

    def action_open(self) -> None:
        """Take the own answer; without one, close the screen and read the place."""
        row = self.current
        if row is None:
            return
        if self._own is not None:
            self._ask("own", self)
        else:
            self.dismiss(Destination(row.article, row.case.start, row.case.end))

    @on(CaseList.Opened)
    def read(self) -> None:
        """Close the screen, and read the place of the clicked case."""
        self.action_open()

    def action_reason(self) -> None:
        """Ask why."""
        if self.current is not None:
            self._ask("reason", self)

    def action_reopen(self) -> None:
        """Take the decision back."""
        if self.current is not None and self.current.case.is_decided:
            self._ask("reopen", self)
        else:
            self.notify(_("This case is not decided yet"), timeout=3)

    def action_take_agreed(self) -> None:
        """Ask for a threshold, and take the agreed ones."""
        self._ask("agreed", self)

    def action_show_agreed(self) -> None:
        """List cases on which all agree too, or not."""
        self._shows_agreed = not self._shows_agreed
        self._list(self._every)

    def action_leave(self) -> None:
        """Leave the own answer; then close the screen."""
        if self._own is not None:
            self._own = None
            self._show_case()
            self._show_keys()
        else:
            self.dismiss(None)

    def action_close(self) -> None:
        """Close the screen."""
        self.dismiss(None)

    def action_help(self) -> None:
        """Show all keys, those of this screen first."""
        from tui.dialogs.help import HelpDialog

        self.app.push_screen(HelpDialog(Scope.ADJUDICATING))

    def action_palette(self) -> None:
        """Find an action by its name, and run it."""
        self._ask("palette", self)

    def action_ask(self, what: str) -> None:
        """Ask the controller to undo or redo."""
        self._ask(what, self)
