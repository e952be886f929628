"""Measures the agreement of coders: asks for them, shows the table, and goes to where they disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec
from textual.app import App

from store.language import _
from store.library import Library
from store.query.tree import Query
from store.wording import counted, listed
from tui.controllers.shared.lookups import look_up
from tui.controllers.shared.notices import say
from tui.controllers.terms.reading_progress import progress_in
from tui.keys.keymap import key_name
from tui.looks.error_toasts import when_answered
from tui.search.controller import SearchController

if TYPE_CHECKING:
    from store.finding.passages import Passage
    from store.tags.agreement.agreement import AgreementTable
    from store.tags.agreement.articles import Choice
    from tui.dialogs.agreement.state import AgreementState
    from tui.dialogs.agreement.table import AgreementDialog, TableAct


class AgreementController:
    """Holds which coders are compared, also while the table is closed."""

    def __init__(self, app: App[None], library: Library, search: SearchController) -> None:
        """Create a controller.

        :param search: goes from place to place.
        """
        self._app = app
        self._library = library
        self._search = search
        self._state: AgreementState | None = None
        self._query = Query()

    def ask(self, query: Query) -> None:
        """Ask for the coders, and measure their agreement on the articles of a query."""
        from store.tags.agreement.coders import coders
        from tui.dialogs.agreement.coders import CoderDialog
        from tui.dialogs.agreement.state import AgreementState

        self._query = query
        state = self._state = self._state or AgreementState()
        dialog = CoderDialog(state.coders)

        def read() -> Counter[str]:
            articles = self._articles()
            return coders(self._library, articles) if articles else Counter()

        def show(counts: Counter[str]) -> None:
            if len(counts) > 1:
                dialog.show(counts)
            else:
                dialog.dismiss(None)
                say(self._app, _("These articles have annotations by fewer than two coders"))

        def measure(chosen: list[str] | None) -> None:
            if chosen:
                state.coders = tuple(chosen)
                self._open(state)

        self._app.push_screen(dialog, when_answered(self._app, measure))
        look_up(self._app, dialog, read, show, dialog.fail)

    def _articles(self) -> list[str]:
        return list(self._library.articles.filtered(self._query).articles)

    def _open(self, state: AgreementState) -> None:
        from tui.dialogs.agreement.table import AgreementDialog

        self._app.push_screen(AgreementDialog(state, self._act))

    def _act(self, act: TableAct, dialog: AgreementDialog) -> None:
        from tui.dialogs.agreement.table import TableAct

        acts: dict[TableAct, Callable[[AgreementDialog], None]] = {
            TableAct.MEASURE: self._measure,
            TableAct.PLACES: self._find_places,
            TableAct.SORT: self._ask_order,
            TableAct.CODERS: self._ask_again,
            TableAct.EXPORT: self._export,
        }
        acts[act](dialog)

    def _measure(self, dialog: AgreementDialog) -> None:
        from store.tags.agreement.agreement import agreement

        state = dialog.state
        coders, choice, everyone = state.coders, _choice(state), state.everyone

        def read() -> AgreementTable:
            return agreement(
                self._library,
                coders,
                self._articles(),
                choice,
                everyone=everyone,
                assigned=self._library.team.roster.finished(),
                progress=progress_in(self._app, dialog),
            )

        look_up(self._app, dialog, read, dialog.show, dialog.fail)

    def _find_places(self, dialog: AgreementDialog) -> None:
        """Go to the first place where the coders disagree on the highlighted tag."""
        row = dialog.highlighted
        if row is None:
            return
        state = dialog.state
        choice = msgspec.structs.replace(
            _choice(state), tags=frozenset() if row.is_total else frozenset({row.group})
        )
        coders, everyone = state.coders, state.everyone

        def show(found: Sequence[Passage]) -> None:
            if not found:
                say(self._app, _("The coders agree here everywhere"))
                return
            dialog.dismiss(None)
            self._search.go_through(found)
            places = counted(len(found), "place", "places")
            key = key_name("reading.next-match")
            say(self._app, _("They disagree in {places}: {key} goes on to the next", places=places, key=key))

        look_up(
            self._app,
            dialog,
            lambda: self._disagreements(coders, choice, everyone=everyone),
            show,
            dialog.fail,
            group="places",
        )

    def _disagreements(self, coders: Sequence[str], choice: Choice, *, everyone: bool) -> list[Passage]:
        from store.finding.passages import Passage
        from store.tags.agreement.disagreements import disagreements

        assigned = self._library.team.roster.finished()
        places = disagreements(
            self._library, coders, self._articles(), choice, everyone=everyone, assigned=assigned
        )
        found: dict[tuple[str, int, int], Passage] = {}
        article = text = ""
        for each in places:
            if each.article != article:
                article, text = each.article, self._library.texts.text(each.article)
            key = (article, each.start, each.end)
            found[key] = Passage(article, each.start, each.end, text[each.start : each.end], ())
        return list(found.values())

    def _ask_order(self, dialog: AgreementDialog) -> None:
        from tui.dialogs.base.choice import ChoiceDialog

        choice = ChoiceDialog(_("Sort the tags by what?"), dialog.heads, dialog.state.column)

        def sort(column: int | None) -> None:
            if column is not None:
                dialog.sort_by(column)

        self._app.push_screen(choice, when_answered(self._app, sort))

    def _ask_again(self, dialog: AgreementDialog) -> None:
        dialog.dismiss(None)
        self.ask(self._query)

    def _export(self, dialog: AgreementDialog) -> None:
        """Ask for a file, and write the table to it."""
        from store.formats.results.agreement_table import agreement_table
        from store.tags.agreement.bootstrap import DEFAULT_SAMPLES
        from tui.dialogs.base.prompt import PromptDialog
        from tui.search.results.result_file import SUFFIXES, write_table

        table = dialog.table
        if table is None:
            return
        number, choice = counted(len(table.rows), "row", "rows"), _choice(dialog.state)

        def write(answer: str) -> None:
            path = write_table(answer, lambda: agreement_table(table, choice, DEFAULT_SAMPLES))
            prompt.dismiss(None)
            say(self._app, _("Exported {results} to {path}", results=number, path=path))

        prompt = PromptDialog(
            _("Export {results} to which file?", results=number),
            _("Its name ends in one of these: {suffixes}", suffixes=listed(SUFFIXES)),
            "~/agreement.csv",  # untranslated: a file name
            act=write,
        )
        self._app.push_screen(prompt)


def _choice(state: AgreementState) -> Choice:
    """Return what counts."""
    from store.tags.agreement.articles import Choice

    return Choice(unit=state.unit, parents=state.parents)
