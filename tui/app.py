"""The app: looks, start-up in the background, and what happens when something goes wrong."""

from __future__ import annotations

import asyncio
import signal
import sys
import traceback
from collections import deque
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segments
from rich.text import Text
from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.notifications import Notification, Notify
from textual.screen import Screen

from store.chinese.words import Segmenter
from store.errors import PizhuError
from store.library import Library
from store.notes.draft_recovery import recover_drafts
from store.storage.folder.atomic_write import make_folder, write_durably
from tui.config import Config, cache_folder
from tui.keys.key_queue import KeyQueue
from tui.looks.ambiguous_width import ASK, WIDE_COLUMN, aware_of_wide
from tui.looks.error_toasts import tell
from tui.looks.themes import INK, THEMES
from tui.navigation.reading_speed import ReadingSpeed
from tui.panes.reading import Aids
from tui.screen import MainScreen

if TYPE_CHECKING:
    from textual.command import Provider
    from textual.driver import Driver


MOST_DAMAGE_TOLD = 3
"""Damaged articles that are spoken of when the reader opens."""


MOST_MESSAGES = 3
"""Messages that lie over the text at once: the newest."""


LISTEN = 0.5
"""Seconds after which the reader hears what another process has changed."""


def _actions() -> type[Provider]:
    """What the palette offers; its import takes 30 ms, and is wanted when the palette opens."""
    from tui.palette import ActionProvider

    return ActionProvider


class PizhuApp(App[None], inherit_bindings=False):
    """The reader on one library."""

    TITLE = "Pizhu 批注"
    CSS_PATH = "app.tcss"
    COMMANDS = {_actions}  # noqa: RUF012 - as Textual declares it
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "help_quit", "Leave", show=False),
        Binding("ctrl+z", "suspend_process", "Suspend", show=False),
    ]

    class WordsReady(Message):
        """The dictionary has been loaded, or could not be."""

    def __init__(
        self,
        library: Library,
        config: Config,
        *,
        article: str | None = None,
        starters: bool = False,
        segmenter: Segmenter | None = None,
    ) -> None:
        """The reader.

        :param article: the ID of the article to open at once.
        :param starters: whether to put the starter articles into the library first.
        :param segmenter: what finds words; one with a cache of its own when there is none.
        """
        super().__init__()
        self._library = library
        self._config = config
        self.animation_level = "none"  # a key answers within a frame, over a slow line as well
        self._starters = starters
        self._is_asked = False
        """Whether the terminal was asked how wide it draws ambiguous characters."""
        self._typeahead = KeyQueue(self, super().on_event, self._handle_exception)
        # jieba, though rjieba be there: it loads without holding up the screen, and learns the user's words.
        self._segmenter = segmenter or Segmenter(cache_folder() / "words", engine="jieba")
        self._pace = ReadingSpeed(None if self.is_headless else cache_folder() / "pace.json")
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = config.theme if config.theme in self.available_themes else INK.name
        self._told: deque[Notification] = deque()
        """What may still lie over the text, the oldest first."""
        self._leaving = Event()
        self._watcher = Thread(target=self._watch, name="watch", daemon=True)
        self._main_screen = MainScreen(
            library, self._segmenter, aids=Aids.of(config), pace=self._pace, first=article
        )

    def get_default_screen(self) -> Screen[None]:
        """The four panes."""
        return self._main_screen

    async def on_event(self, event: events.Event) -> None:
        """Let keys in one at a time; what comes back from a widget, and all else, as it comes."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._typeahead.type(event)
        else:
            await super().on_event(event)

    @property
    def is_at_rest(self) -> bool:
        """Whether no key waits to be handled, no change to be written, and no worker is at work."""
        return (
            self._typeahead.is_empty
            and self._main_screen.has_written
            and all(worker.is_finished for worker in self.workers)
        )

    def on_mount(self) -> None:
        """Leave in good order when the system or a lost connection says so."""
        if self.is_headless:
            return
        self._ask_width()
        if sys.platform == "win32":
            return
        # This also has the loop woken by every signal: a change of size that comes as it falls asleep
        # would otherwise be seen at the next key.
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.exit)

    def get_driver_class(self) -> type[Driver]:
        """Textual's, able to write to a terminal that draws ambiguous characters wide."""
        return aware_of_wide(super().get_driver_class())

    def _ask_width(self) -> None:
        """Ask the terminal how wide it draws ambiguous characters, unless the settings say it."""
        if self._config.ambiguous == "wide":
            self._write_wide()
        elif self._config.ambiguous == "ask" and self._driver is not None:
            self._is_asked = True
            self._driver.write(ASK)

    def on_cursor_position(self, event: events.CursorPosition) -> None:
        """The terminal's answer; without one, ambiguous characters are taken to be narrow."""
        if self._is_asked:
            self._is_asked = False
            if event.x >= WIDE_COLUMN:
                self._write_wide()
                self._main_screen.terminal_is_wide()
                self.refresh(repaint=True)

    def _write_wide(self) -> None:
        if self._driver is not None:
            setattr(self._driver, "is_wide", True)  # noqa: B010 - of a class made for the platform

    def on_notify(self, event: Notify) -> None:
        """Have an old message make room for the new one, which Textual shows after this."""
        self._told.append(event.notification)
        if len(self._told) > MOST_MESSAGES:
            self._told.popleft().timeout = 0

    def on_ready(self) -> None:
        """With the first screen painted, do in the background what takes time."""
        if self._config.theme not in self.available_themes:
            names = ", ".join(sorted(self.available_themes))
            tell(self, f"There is no theme {self._config.theme!r}: set one of {names}.")
        self.call_after_refresh(self.run_worker, self._prepare, thread=True, group="prepare")

    def _prepare(self) -> None:
        """On a worker's thread: mend the catalogue, add the starters, begin to load the dictionary."""
        try:
            with self._library.patiently():
                if self._starters:
                    from tui.starters import put_starters

                    put_starters(self._library)
                self._library.resync(partial(self._main_screen.tell_progress, "Looking through the library"))
        except PizhuError as error:
            self.call_from_thread(tell, self, str(error))
        self._recover()
        for sentence in self._library.damage()[:MOST_DAMAGE_TOLD]:
            self.call_from_thread(tell, self, sentence)
        self.call_from_thread(self._main_screen.library_is_ready)
        self._watcher.start()
        # Not waited for: one who leaves at once must not wait for the dictionary, nor for a backup.
        Thread(target=self._back_up, name="backup", daemon=True).start()
        Thread(target=self._load_words, name="words", daemon=True).start()

    def _recover(self) -> None:
        """Keep the notes that were being written when the reader ended without asking."""
        try:
            with self._library.patiently():
                told = recover_drafts(self._library)
        except PizhuError as error:
            told = [(str(error), False)]
        for sentence, kept in told:
            say = self._main_screen.say if kept else partial(tell, self)
            self.call_from_thread(say, sentence)

    def _watch(self) -> None:
        """On a thread of its own: hear what other processes change."""
        while not self._leaving.wait(LISTEN):
            with suppress(PizhuError):  # who wants to read what has changed is told
                self._library.poll()

    def on_unmount(self) -> None:
        """Stop listening: the library is about to be closed."""
        self._pace.keep()
        self._leaving.set()
        if self._watcher.is_alive():
            self._watcher.join()

    def _back_up(self) -> None:
        """On a thread of its own: see to the backup of the day."""
        from tui.daily_backup import back_up_beside

        refusal = back_up_beside(self._library, self._config)
        if refusal and not self._leaving.is_set():
            self.call_from_thread(tell, self, refusal)

    def _load_words(self) -> None:
        try:
            self._segmenter.learn(self._library.dictionary.frequencies())
        except PizhuError as error:
            self.call_from_thread(tell, self, str(error))
        self._segmenter.load_in_background().join()
        self.post_message(self.WordsReady())

    def on_pizhu_app_words_ready(self) -> None:
        """Words are jieba's from now on."""
        if self._segmenter.failure:
            tell(self, self._segmenter.failure)
        self._main_screen.words_are_ready()

    def action_command_palette(self) -> None:
        """Find an action by its name."""
        if isinstance(self.screen, MainScreen):
            from textual.command import CommandPalette

            self.push_screen(CommandPalette(placeholder="What do you want to do?"))

    def _fatal_error(self) -> None:
        """Leave after an error that nobody foresaw: a sentence for the user, the rest in a file.

        Textual has no public hook for this; its own way is a traceback on the user's screen.
        """
        report = write_report(traceback.format_exc(), cache_folder() / "reports")
        where = f" A report is in {report}." if report else ""
        sentence = f"pizhu: an unforeseen error ended the reader; your articles and notes are safe.{where}"
        self._exit_renderables.append(Segments(self.console.render(Text(sentence))))
        self._close_messages_no_wait()


def write_report(report: str, folder: Path) -> Path | None:
    """Keep the report of an error in a file; where, or None when that failed as well."""
    path = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S}.txt"
    try:
        make_folder(folder)
        write_durably(path, report.encode())
    except OSError:
        return None
    return path
