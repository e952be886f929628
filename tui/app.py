"""The Textual app: themes, work in the background at start-up, signals and unexpected errors."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from threading import Event, Thread
from time import sleep
from typing import TYPE_CHECKING, Any, ClassVar

from rich.segment import Segments
from rich.text import Text
from textual import events
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.binding import Binding, BindingType
from textual.filter import Monochrome
from textual.message import Message
from textual.notifications import Notify
from textual.screen import Screen

from store.chinese.segmentation.shared import share_segmenter
from store.chinese.words import Segmenter
from store.errors import PizhuError
from store.language import _
from store.library import Library
from tui.config import Config
from tui.error_log import log_error_of_loop, sentence_about
from tui.keys.action import Scope
from tui.keys.key_queue import KeyQueue
from tui.keys.keymap import REGISTERED, Keymap, key_for, use_keymap
from tui.looks.ambiguous_width import WIDE_COLUMN, WIDTH_QUERY, with_wide_support
from tui.looks.error_toasts import show_error
from tui.looks.terminal_colours import Depth, TerminalColours, depth_of, in_terminal_colours
from tui.looks.theme_files import no_such_theme, read_themes, theme_folder
from tui.looks.themes import INK, THEMES, more_variables, shown_depth
from tui.looks.toast_stack import MAX_TOASTS, ToastStack
from tui.navigation.reading_speed import ReadingSpeed
from tui.panes.pane import Pane
from tui.screen import MainScreen
from tui.terminal.paste_parser import MAX_PASTE, PasteTooLong
from tui.terminal.terminal_input import with_whole_pastes
from tui.terminal.whole_characters import repaint_whole_characters
from tui.typesetting.fitting import wrapped
from tui.user_folders import cache_folder

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.actions import ActionParseResult
    from textual.dom import DOMNode
    from textual.driver import Driver

    from tui.adjudicating.asked import Asked
    from tui.terminal.exit_watch import ExitWatch


MAX_DAMAGE_SHOWN = 3
"""The number of damaged articles that are reported at start-up."""


TOAST_WIDTH, TOAST_FRAME = 72, 3
"""The cells of the widest toast, as in ``app.tcss``, and those of its edge and padding."""


WRITING_TIME = 0.002
"""Seconds in which the thread that writes the first screen to the terminal has the interpreter for itself.

Otherwise it competes with the opening of the first article, which takes much longer.
"""


POLL_INTERVAL = 0.5
"""Seconds between checks for changes by other processes."""


def void(*_values: object) -> None:
    """Do nothing with some values."""


class PizhuApp(App[None], inherit_bindings=False):
    """The reader, for one library."""

    TITLE = "Pizhu 批注"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False  # ours is tui.palette
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "suspend_process", "Suspend", show=False),
    ]

    _has_painted = False
    """Whether the first screen has been painted."""
    _depth = Depth.TRUE
    """The colours of the terminal."""
    _terminal_colours: TerminalColours | None = None
    """Translates the screen into fewer colours. None if all are shown."""

    class WordsReady(Message):
        """Sent when the word dictionary is loaded or has failed to load."""

    def __init__(
        self,
        library: Library,
        config: Config,
        *,
        article: str | None = None,
        annotation: str | None = None,
        starters: bool = False,
        keymap: Keymap | None = None,
        problems: tuple[str, ...] = (),
        may_tour: bool = False,
        segmenter: Segmenter | None = None,
        adjudicated: Asked | None = None,
    ) -> None:
        """Create the app.

        :param article: the ID of the article to open first.
        :param annotation: the ID of the annotation of that article to go to.
        :param starters: whether to add the starter articles to the library.
        :param keymap: the effective keys. If None, those of the registry.
        :param problems: sentences about settings that cannot be used, which have their defaults.
        :param may_tour: whether to start the tour if it was never shown.
        :param segmenter: finds words. If None, one is created that caches its dictionary.
        :param adjudicated: what is adjudicated first. None for nothing.
        """
        super().__init__()
        self._use_depth(depth_of(self.console.color_system, os.environ))
        use_keymap(keymap or REGISTERED)
        self._problems = problems
        self._library = library
        self._config = config
        self.animation_level = "none"  # every key takes effect at once, over a slow connection too
        self._starters = starters
        self._may_tour = may_tour
        self._awaits_width = False
        """Whether the terminal has yet to answer the query for its width of ambiguous characters."""
        self._key_queue = KeyQueue(self, self._handle_typed, self._handle_exception)
        # jieba even if rjieba is installed: it loads without blocking the screen and takes the user's words.
        self._segmenter = segmenter or Segmenter(cache_folder() / "words", engine="jieba")
        share_segmenter(lambda: self._segmenter)
        self._reading_speed = ReadingSpeed(None if self.is_headless else cache_folder() / "pace.json")
        self._problems += self._register_themes()
        self.theme = config.theme if config.theme in self.available_themes else INK.name
        self._toasts = ToastStack(library.location)
        self._exit_watch: ExitWatch | None = None
        """Ends the process. None before the start, and without a terminal."""
        self._stopping = Event()
        self._awake = Event()
        """Set to check at once for what others have written."""
        self._watcher = Thread(target=self._watch, name="watch", daemon=True)
        self._main_screen = MainScreen(
            library,
            self._segmenter,
            config=config,
            reading_speed=self._reading_speed,
            first=article,
            first_annotation=annotation,
            adjudicated=adjudicated,
        )

    @property
    def segmenter(self) -> Segmenter:
        """Finds words, also those in the fields that the user writes in."""
        return self._segmenter

    def _register_themes(self) -> tuple[str, ...]:
        """Make our themes and the user's known. Return sentences about files that cannot be used."""
        for theme in THEMES:
            self.register_theme(theme)
        own = read_themes(theme_folder(), self.available_themes)
        for theme in own.themes:
            self.register_theme(theme)
        return own.problems

    def _use_depth(self, depth: Depth) -> None:
        """Show the colours of the terminal. Textual's own filter for ``NO_COLOR`` would still send greys."""
        self._depth = depth
        self._filters = [each for each in self._filters if not isinstance(each, Monochrome)]

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The variables of the stylesheet that Textual does not have."""
        theme = self.current_theme
        return more_variables(theme, shown_depth(theme, self._depth))

    def get_css_variables(self) -> dict[str, str]:
        """The variables of the stylesheet, which change with the theme, and with them what is shown of it."""
        variables, theme = super().get_css_variables(), self.current_theme
        depth = shown_depth(theme, self._depth)
        self._terminal_colours = (
            None if depth is Depth.TRUE else TerminalColours(depth, variables, dark=theme.dark)
        )
        return variables

    def get_default_screen(self) -> Screen[None]:
        """The screen with the four panes."""
        return self._main_screen

    async def on_event(self, event: events.Event) -> None:
        """Queue keys and pasted text, so that they are processed one by one. Pass on all other events."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._key_queue.type(event)
        else:
            await super().on_event(event)

    async def _handle_typed(self, event: events.Event) -> None:
        """Send a key or pasted text to the widget that has the focus."""
        if isinstance(event, events.Paste):
            from tui.keys.paste_delivery import fitted_paste

            fitted = fitted_paste(event, self.focused)
            if isinstance(fitted, str):
                self._main_screen.say(fitted)
                return
            event = fitted
        elif isinstance(event, events.Key) and event.key == "ctrl+c" and self._leaves_by_interrupt():
            event = events.Key("escape", "\x1b")
        await super().on_event(event)

    def _leaves_by_interrupt(self) -> bool:
        """Whether ctrl+c does the same as esc here: in dialogs, and in inputs without a selection to copy."""
        return not isinstance(self.focused, Pane) and not getattr(self.focused, "selected_text", "")

    def on_paste(self) -> None:
        """Say that pasted text was dropped, because no widget took it."""
        from tui.keys.paste_delivery import NO_INPUT

        self._main_screen.say(str(NO_INPUT))

    def on_paste_too_long(self, event: PasteTooLong) -> None:
        """Say that a long paste was dropped."""
        from tui.keys.paste_delivery import too_long

        self._main_screen.say(too_long(event.length, MAX_PASTE))

    @property
    def is_at_rest(self) -> bool:
        """Whether no key waits to be handled, no change to be written, and no worker is at work."""
        return (
            self._key_queue.is_empty
            and self._main_screen.has_written
            and all(worker.is_finished for worker in self.workers)
        )

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run an action, and report one of the main screen or of a pane to the main screen.

        What an action cannot do is shown: a library on a server may be away at any key.
        """
        try:
            has_run = await super().run_action(action, default_namespace, namespaces)
        except PizhuError as error:
            show_error(self, str(error))
            return True
        if has_run and isinstance(action, str) and isinstance(default_namespace, MainScreen | Pane):
            self._main_screen.action_ran(action)
        return has_run

    def on_mount(self) -> None:
        """Query the terminal, and watch for its end and for signals that end the reader."""
        self.app_resume_signal.subscribe(self, lambda _: self.action_repaint())
        if self.is_headless:
            return
        self._query_width()
        if sys.platform == "win32":
            return
        from tui.terminal.exit_watch import ExitWatch

        loop, driver = asyncio.get_running_loop(), self._driver
        loop.set_exception_handler(log_error_of_loop)
        self._exit_watch = ExitWatch(
            quit_app=lambda code: void(loop.call_soon_threadsafe(partial(self.exit, return_code=code))),
            wake=lambda: void(loop.call_soon_threadsafe(void)),
            rescue=self.save_drafts,
            leave_terminal=getattr(driver, "leave_terminal", void),
            is_lent=lambda: not getattr(driver, "has_terminal", True),
        )
        self._exit_watch.start()

    def call_from_thread(self, callback: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call a function on the app's thread, from another one. An app that has ended drops the call."""

        def unless_ended() -> Any:
            return None if self._exit else callback(*args, **kwargs)

        return super().call_from_thread(unless_ended) if self.is_running else None

    def watch_title(self, title: str) -> None:
        """Show the title on the window of the terminal."""
        getattr(self._driver, "set_title", void)(title)

    def save_drafts(self) -> None:
        """Save drafts of the notes that are being written. Called before an unexpected end, in any thread."""
        for screen in self.screen_stack:
            for editor in screen.query("NoteEditor"):
                getattr(editor, "save_draft", void)()

    def action_repaint(self) -> None:
        """Paint the whole screen again, over whatever another program has written on it."""
        self.refresh(repaint=True, layout=True)

    def get_driver_class(self) -> type[Driver]:
        """The driver of Textual that outlasts its terminal and keeps pasted text whole."""
        driver = super().get_driver_class()
        if driver.__name__ == "LinuxDriver":  # of all POSIX platforms
            from tui.terminal.lasting_driver import LastingDriver

            driver = LastingDriver
        elif driver.__name__ == "WebDriver":  # of `pizhu serve`
            from tui.terminal.browser_driver import BrowserDriver

            driver = BrowserDriver
        return with_wide_support(with_whole_pastes(driver))

    def _query_width(self) -> None:
        """Query the terminal's width of ambiguous characters, unless the settings give it."""
        if self._config.ambiguous == "wide":
            self._write_wide()
        elif self._config.ambiguous == "ask" and self._driver is not None:
            self._awaits_width = True
            self._driver.write(WIDTH_QUERY)

    def refresh_css(self, animate: bool = True) -> None:
        """Apply the style sheets again, with the colours of the theme. They are parsed once at start.

        Textual would parse them for the theme before there is a screen, and again when the screen is there.
        """
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def post_display_hook(self) -> None:
        """Show the terminal's own cursor after each painting, if the settings say so."""
        if self._config.cursor == "terminal" and self._driver is not None and not self.is_headless:
            from tui.terminal.reading_cursor import show_cursor_in

            show_cursor_in(self.focused, self._driver.write)

    def on_cursor_position(self, event: events.CursorPosition) -> None:
        """Take the answer of the terminal. Without one, ambiguous characters are narrow."""
        if self._awaits_width:
            self._awaits_width = False
            if event.x >= WIDE_COLUMN:
                self._write_wide()
                self._main_screen.terminal_is_wide()
                self.refresh(repaint=True)

    def _write_wide(self) -> None:
        if self._driver is not None:
            setattr(self._driver, "is_wide", True)  # noqa: B010 - an attribute of WideDriver

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Paint an update of the screen. Textual has no public hook for this."""
        if isinstance(renderable, ChopsUpdate):
            repaint_whole_characters(renderable)
        if self._terminal_colours is not None:
            in_terminal_colours(renderable, self._terminal_colours)
        super()._display(screen, renderable)
        if not self._has_painted and isinstance(renderable, LayoutUpdate) and not self.is_headless:
            self._has_painted = True
            sleep(WRITING_TIME)

    def on_notify(self, event: Notify) -> None:
        """Break the lines of a toast, which is shown next, and remove those that it replaces."""
        self._toasts.add(event.notification)
        width = min(TOAST_WIDTH, self.size.width) - TOAST_FRAME
        event.notification.message = "\n".join(wrapped(event.notification.message, width))

    def on_ready(self) -> None:
        """Start the slow work in the background, once the first screen is painted."""
        if self._config.theme not in self.available_themes:
            show_error(self, no_such_theme(self._config.theme, self.available_themes))
        for problem in self._problems[:MAX_TOASTS]:
            show_error(self, problem)
        self.call_after_refresh(self.run_worker, self._prepare, thread=True, group="prepare")
        if not gc.isenabled():  # the command `read` has disabled it
            gc.freeze()  # modules and widgets live as long as the program: collections pass over them
            gc.enable()

    def _prepare(self) -> None:
        """In a thread: add the starter articles, refresh the index, recover drafts, start other threads."""
        try:
            with self._library.waiting_longer():
                if self._starters:
                    from tui.starters import put_starters

                    put_starters(self._library)
                self._library.resync(
                    partial(self._main_screen.hints.show_progress, _("Looking through the library"))
                )
        except PizhuError as error:
            self.call_from_thread(show_error, self, str(error))
        self._recover()
        self._merge_conflict_copies()
        for message in self._library.damage()[:MAX_DAMAGE_SHOWN]:
            self.call_from_thread(show_error, self, message)
        self._show_notices()
        self.call_from_thread(self._main_screen.library_is_ready)
        self._start_first_tour()
        self._watcher.start()
        # Daemon threads, so that quitting does not wait for the index, the dictionary or the backup.
        Thread(target=self._library.verify_index, name="verify", daemon=True).start()
        Thread(target=self._back_up, name="backup", daemon=True).start()
        Thread(target=self._load_words, name="words", daemon=True).start()

    def _start_first_tour(self) -> None:
        """Start the tour, if this is the very first run."""
        if self._may_tour:
            from tui.discovery.first_run import claim_first_tour

            if claim_first_tour():
                self.call_from_thread(self._main_screen.action_tour)

    def _recover(self) -> None:
        """Save the notes that were being written when the reader last ended unexpectedly."""
        from store.notes.draft_recovery import recover_drafts

        try:
            with self._library.waiting_longer():
                messages = recover_drafts(self._library, key_for(Scope.APP, "undo") or ":undo")
        except PizhuError as error:
            messages = [(str(error), False)]
        for message, is_saved in messages:
            show = self._main_screen.say if is_saved else partial(show_error, self)
            self.call_from_thread(show, message)

    def _merge_conflict_copies(self) -> None:
        """Merge what a program that syncs the folder has kept of files that changed on two computers."""
        from tui.conflict_copies import merge_conflict_copies

        with self._library.waiting_longer():
            messages = merge_conflict_copies(self._library, key_for(Scope.APP, "undo") or ":undo")
        for message, is_well in messages:
            show = self._main_screen.say if is_well else partial(show_error, self)
            self.call_from_thread(show, message)

    def _watch(self) -> None:
        """In a thread: check for changes by other processes, and for what became of the index."""
        self._library.on_hint(self._awake.set)
        while True:
            self._awake.wait(POLL_INTERVAL)
            self._awake.clear()
            if self._stopping.is_set():
                return
            with suppress(PizhuError):  # reading the damaged article will show the error
                self._library.poll()
            self._show_notices()

    def _show_notices(self) -> None:
        for notice in self._library.notices():
            show_error(self, notice)  # does not wait for the app, which may be waiting for this thread

    def on_unmount(self) -> None:
        """Stop the checks, because the library is about to be closed. All changes have been written."""
        self._reading_speed.save()
        self._stopping.set()
        self._awake.set()
        if self._watcher.is_alive():
            self._watcher.join()
        if self._exit_watch is not None:
            self._exit_watch.end_soon(self.return_code or 0)

    def _back_up(self) -> None:
        """In a thread: make the daily backup."""
        from tui.daily_backup import back_up_in_subprocess

        message = back_up_in_subprocess(self._library, self._config)
        if message and not self._stopping.is_set():
            self.call_from_thread(show_error, self, message)

    def _load_words(self) -> None:
        """In a thread: load the word dictionary."""
        try:
            self._segmenter.learn(self._library.dictionary.frequencies())
        except PizhuError as error:
            self.call_from_thread(show_error, self, str(error))
        self._segmenter.load_in_background().join()
        self._segmenter.spans("字")  # compiles what the first word on the screen would wait for
        self.post_message(self.WordsReady())

    def on_pizhu_app_words_ready(self) -> None:
        """Use the words of the dictionary from now on."""
        if self._segmenter.failure:
            show_error(self, self._segmenter.failure)
        self._main_screen.words_are_ready()

    def _fatal_error(self) -> None:
        """Quit after an unexpected error: save drafts, log the error, and show one sentence.

        Textual has no public hook for this. By default it prints the traceback.
        """
        with suppress(Exception):  # whatever is broken, the error is shown
            self.save_drafts()
        error = self._exception or sys.exception()
        if error is not None and not self._exit_renderables:  # the first error may cause others
            drafts = self._library.drafts.location
            sentence = (
                f"pizhu: {sentence_about(error, drafts=drafts)}"  # untranslated: the name of the program
            )
            self._exit_renderables.append(Segments(self.console.render(Text(sentence))))
        self._close_messages_no_wait()
