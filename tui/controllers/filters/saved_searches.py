"""Saved searches: shows them above the list, counts their articles, saves, renames and removes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from time import monotonic, sleep

from textual.app import App
from textual.worker import get_current_worker

from store.errors import PizhuError, Stopped, UsageError
from store.index.article_index import is_known
from store.language import _
from store.library import Library
from store.library.transactions import Change
from store.model.tables.assignment import WorkState
from store.model.tables.saved_search import SavedSearch
from store.progress import Progress
from store.query.names import ME
from store.query.parser import parse
from store.query.tree import Field, Query
from tui.controllers.shared.lookups import look_up
from tui.controllers.shared.notices import say, undoable
from tui.controllers.shared.write_queue import WriteQueue
from tui.keys.requests import SearchRequest
from tui.looks.error_toasts import show_error, when_answered
from tui.panes.articles import ArticlesPane
from tui.panes.folders.smart_folders import MOST_LINES, Folder

PAUSE = 0.2
"""Seconds after a change before articles are counted, so that the change is painted first."""

MOST_READING = 1.0
"""Seconds in which articles are read to count them, in all. What was read is remembered."""

MOST_READ = 2
"""Searches for which articles are read in the background, at most: the library remembers few of them."""

BREATH = 0.001
"""Seconds of rest after each article that is read, so that keys are answered at once."""


class SavedSearchController:
    """Shows the saved searches of a library and changes them."""

    def __init__(
        self,
        app: App[None],
        library: Library,
        writes: WriteQueue,
        *,
        articles_pane: ArticlesPane,
        filter_list: Callable[[Query], None],
    ) -> None:
        """Create a controller.

        :param filter_list: shows the articles that match a query.
        """
        self._app = app
        self._library = library
        self._writes = writes
        self._articles_pane = articles_pane
        self._filter_list = filter_list

    # The folders above the list

    def count(self) -> None:
        """Count the articles of the first searches in a thread, and show them above the list."""
        self._app.run_worker(self._count, thread=True, group="saved searches", exclusive=True)

    def library_changed(self, change: Change) -> None:
        """Count again what may have changed."""
        if change.articles or change.codebook or change.searches or change.team:
            self.count()

    def _count(self) -> None:
        worker = get_current_worker()
        try:
            searches = self._library.searches.all()
            folders = [*own_work(self._library), *(_folder(self._library, each) for each in searches)]
            if not (folders or self._articles_pane.folders):
                return
            self._show(self._with_former_counts(folders))
            sleep(PAUSE)
            end = monotonic() + MOST_READING
            read = [each for each in folders if not all(map(is_known, each.query.terms))]
            for place, folder in enumerate(folders[:MOST_LINES]):
                if worker.is_cancelled:
                    return
                if folder in read[MOST_READ:]:
                    continue
                folders[place] = _counted(self._library, folder, _until(end, lambda: worker.is_cancelled))
            if not worker.is_cancelled:
                self._show(folders)
        except PizhuError as error:
            if not worker.is_cancelled:
                self._articles_pane.call_later(show_error, self._app, str(error))

    def _with_former_counts(self, folders: Sequence[Folder]) -> list[Folder]:
        """Return folders with the counts that they are shown with, until they are counted again."""
        former = {(each.name, each.query): each.articles for each in self._articles_pane.folders}
        return [
            each if each.is_own_work else each._replace(articles=former.get((each.name, each.query)))
            for each in folders
        ]

    def _show(self, folders: Sequence[Folder]) -> None:
        self._articles_pane.call_later(self._articles_pane.show_folders, list(folders))

    # What is asked for

    def handle(self, event: ArticlesPane.SavedSearchRequested) -> None:
        """Handle a request of the list."""
        requests: dict[SearchRequest, Callable[[], None]] = {
            SearchRequest.SHOW: partial(self.show, event.name),
            SearchRequest.LIST: self.ask,
            SearchRequest.SAVE: partial(self.save, str(event.query or "")),
            SearchRequest.RENAME: partial(self.rename, event.name),
            SearchRequest.REMOVE: partial(self.remove, event.name),
        }
        requests[event.request]()

    def show(self, name: str) -> None:
        """Show the articles of a saved search.

        :raises UsageError: there is no such search, or its query is not valid any more.
        """
        self._filter_list(self._library.searches.query(self._library.searches.named(name)))

    def ask(self) -> None:
        """List the saved searches: one is shown, renamed or removed."""
        from tui.dialogs.searches.saved_searches import SavedSearchesDialog

        folders = [_folder(self._library, each) for each in self._library.searches.all()]
        if not folders:
            say(self._app, _("There is no saved search: ctrl+s in the filter or the search saves one"))
            return

        def answer(chosen: tuple[SearchRequest, str]) -> None:
            request, name = chosen
            acts = {SearchRequest.RENAME: self.rename, SearchRequest.REMOVE: self.remove}
            acts.get(request, self.show)(name)

        def read() -> list[Folder]:
            until = _until(monotonic() + MOST_READING)
            return [_counted(self._library, each, until) for each in folders]

        dialog = SavedSearchesDialog(folders)
        self._app.push_screen(dialog, when_answered(self._app, answer))
        look_up(self._app, dialog, read, dialog.show_counts)

    def save(self, query: str, done: Callable[[SavedSearch], None] | None = None) -> None:
        """Ask for a name until it is valid, and save a query under it.

        :param done: called with the search that was saved.
        """
        from tui.dialogs.base.prompt import PromptDialog

        hint = _("Saves {query}\nas a folder above the list, and as @name in other queries.", query=query)

        def save(typed: str) -> None:
            is_replaced = self._library.searches.has(typed)

            def saved(search: SavedSearch) -> None:
                dialog.dismiss(typed)
                message = (
                    _("Changed the saved search “{name}”", name=search.search)
                    if is_replaced
                    else _("Saved the search “{name}”", name=search.search)
                )
                say(self._app, undoable(message))
                if done is not None:
                    done(search)

            write = partial(self._library.searches.save, typed, query)
            self._writes.run(write, saved, failed=dialog.refuse)

        dialog = PromptDialog(_("Name of the saved search"), hint, act=save)
        self._app.push_screen(dialog)

    def rename(self, name: str) -> None:
        """Ask for another name of a search, until it is valid."""
        from tui.dialogs.base.prompt import PromptDialog

        def rename(into: str) -> None:
            def renamed(_none: None) -> None:
                dialog.dismiss(into)
                message = _("Renamed the saved search “{name}” to “{into}”", name=name, into=into)
                say(self._app, undoable(message))

            if into == name:
                dialog.dismiss(into)
            else:
                write = partial(self._library.searches.rename, name, into)
                self._writes.run(write, renamed, failed=dialog.refuse)

        hint = _("Queries that use @{name} use the new name then.", name=name)
        dialog = PromptDialog(_("Rename the saved search “{name}”", name=name), hint, name, act=rename)
        self._app.push_screen(dialog)

    def remove(self, name: str) -> None:
        """Remove a search. Its articles stay."""

        def removed(_searches: object) -> None:
            say(self._app, undoable(_("Removed the saved search “{name}”", name=name)))

        self._writes.run(partial(self._library.searches.remove, [name]), removed)


def own_work(library: Library) -> list[Folder]:
    """Return the folder of the articles that are assigned to the user and not done, if there are any."""
    me = library.team.me
    work = [] if me is None else library.team.roster.open_work(me)
    left = sum(not each.is_done for each in work)
    query = parse(f"{Field.ASSIGNED}:{ME} -{Field.STATE}:{WorkState.DONE}|{WorkState.ADJUDICATED}")
    return [Folder(_("Mine, not done"), query, left, is_own_work=True)] if left else []


def _folder(library: Library, search: SavedSearch) -> Folder:
    try:
        return Folder(search.search, library.searches.query(search))
    except UsageError as error:
        return Folder(search.search, Query(), error=str(error))


def _counted(library: Library, folder: Folder, progress: Progress) -> Folder:
    """Return a folder with its count, if that does not take too long."""
    if folder.error:
        return folder
    try:
        return folder._replace(articles=library.articles.filtered(folder.query, progress=progress).count())
    except Stopped:
        return folder
    except UsageError as error:  # a pattern takes too long on a text
        return folder._replace(error=str(error))


def _until(end: float, is_cancelled: Callable[[], bool] = lambda: False) -> Progress:
    """Return a progress callback that stops the evaluation at a time, and lets other threads go on."""

    def check(_done: int, _total: int) -> None:
        if monotonic() > end or is_cancelled():
            raise Stopped
        sleep(BREATH)

    return check
