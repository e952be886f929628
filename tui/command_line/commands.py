"""The commands of the command line. Those of ``pizhu`` and the actions of the registry come after these."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from store.chinese.folding import fold
from store.errors import PizhuError, UsageError
from store.language import Lazy, _, lazy, pgettext
from store.wording import listed
from tui.command_line.settings import Asked, parse_setting
from tui.command_line.target import Act, Target
from tui.keys.actions import ACTIONS
from tui.user_folders import expanded, is_there

MAX_TITLES = 3
"""How many titles an error names."""


@dataclass(frozen=True, slots=True)
class Call:
    """A command as it was typed."""

    name: str
    rest: str
    """What follows the name."""
    is_forced: bool
    """Whether the name ends in ``!``."""

    @property
    def words(self) -> list[str]:
        """The words of the rest. Quotation marks and backslashes keep spaces in them."""
        try:
            return shlex.split(self.rest)
        except ValueError as error:
            raise UsageError(
                _("A quotation mark is not closed in {text}: close it.", text=self.rest)
            ) from error


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the command line."""

    names: tuple[str, ...]
    """Its name, and its short forms."""
    arguments: str | Lazy
    """Its arguments, as the line below shows them."""
    summary: Lazy
    prepare: Callable[[Target, Call], Act]
    """Checks the arguments. Raises :class:`PizhuError`, one sentence, if they are wrong."""


def _none(call: Call) -> None:
    if call.rest:
        raise UsageError(_(":{command} takes no argument.", command=call.name))


def _quit(target: Target, call: Call) -> Act:
    _none(call)
    return partial(target.quit, at_once=call.is_forced, save=False)


def _write(target: Target, call: Call) -> Act:
    if call.rest:
        raise UsageError(
            _(
                "Everything is saved already: write {command} to write a file.",
                command=f":export FORMAT {call.rest}",
            )
        )
    return target.save_note


def _write_and_quit(target: Target, call: Call) -> Act:
    _none(call)
    return partial(target.quit, at_once=call.is_forced, save=True)


def _edit(target: Target, call: Call) -> Act:
    if not call.rest:
        raise UsageError(
            _("Name an article: :{command} and its ID or words of its title.", command=call.name)
        )
    return partial(target.open_article, find_article(target, call.rest))


def find_article(target: Target, typed: str) -> str:
    """Return the ID of the article that has this ID, perhaps shortened, this title, or these words in it.

    :raises UsageError: there is none, or there are several.
    """
    try:
        return target.library.ids.resolve(typed)
    except PizhuError:
        rows = titled(target, typed)
    same = [row for row in rows if fold(row[1]) == fold(typed)]
    found = same if len(same) == 1 else rows
    if not found:
        raise UsageError(_("No article has the ID {id} or these words in its title.", id=typed))
    if len(found) > 1:
        some = _("; ").join(
            f"{target.library.ids.short(article)} {title}" for article, title in found[:MAX_TITLES]
        )
        raise UsageError(
            _(
                "{count:,} articles have these words in their title: {titles}. Type more words.",
                count=len(found),
                titles=some,
            )
        )
    return found[0][0]


def titled(target: Target, typed: str) -> list[tuple[str, str]]:
    """Return the IDs and titles of the articles that have all these words in their title."""
    words = fold(typed).split()
    return [
        (row.id, row.title)
        for row in target.library.articles.rows()
        if all(word in fold(row.title) for word in words)
    ]


def _export(target: Target, call: Call) -> Act:
    from store.exporting import FORMATS, check_destination
    from store.exporting.registry import format_of

    words = call.words
    if not 1 <= len(words) <= 2:
        raise UsageError(
            _(
                "Name a format and perhaps a file: :export {formats}… [PATH].",
                formats=_(" or ").join(list(FORMATS)[:3]),
            )
        )
    kind = format_of(words[0])
    path = words[1] if len(words) > 1 else f"pizhu-notes{kind.suffixes[0]}"
    destination = expanded(path)
    check_destination(destination, kind.suffixes, force=True)  # what the system does not take, folders
    if destination.is_file() and not call.is_forced:
        raise UsageError(
            _("{file} exists: :export! {format} {file} overwrites it.", file=path, format=words[0])
        )
    check_destination(destination, kind.suffixes, force=call.is_forced)
    if not destination.parent.is_dir():
        raise UsageError(
            _("There is no folder {folder}: create it, or name another one.", folder=destination.parent)
        )
    return partial(target.export, kind.name, path, force=call.is_forced)


def _import(target: Target, call: Call) -> Act:
    from store.importing.addresses import is_address

    words = call.words
    if not words:
        return _action(target, "app.import")
    for word in words:
        if not is_address(word) and not is_there(word):
            raise UsageError(_("There is no file {file}: tab completes names.", file=word))
    return partial(target.import_paths, [word if is_address(word) else str(expanded(word)) for word in words])


def _set(target: Target, call: Call) -> Act:
    values = target.settings
    if not call.rest:
        shown = " · ".join(f"{name}={shown_value(value)}" for name, value in values.items())
        return partial(target.say, shown)
    asked = f"{call.rest}!" if call.is_forced else call.rest
    parsed = parse_setting(asked, values, target.themes)
    if isinstance(parsed, Asked):
        return partial(target.say, f"{parsed.name}={shown_value(values[parsed.name])}")
    return partial(target.apply_setting, parsed.name, parsed.value)


def _theme(target: Target, call: Call) -> Act:
    return _set(target, Call("set", f"theme {call.rest}".strip(), is_forced=False))


def shown_value(value: object) -> str:
    """Return the value of a setting as it is typed; a list as its names."""
    if isinstance(value, tuple):
        return listed(map(str, value)) or pgettext("setting", "none")
    return str(value).lower() if isinstance(value, bool) else str(value)


def _tag(target: Target, call: Call) -> Act:
    from store.model.tag import clean_tag_name

    names = [clean_tag_name(word) for word in call.words]
    if not names:
        return _action(target, "articles.tag-article")
    _need_article(target)
    return partial(target.tag, names)


def _star(target: Target, call: Call) -> Act:
    _none(call)
    _need_article(target)
    return target.star


def _need_article(target: Target) -> None:
    if target.article is None:
        raise UsageError(_("No article is open: open one with :e and words of its title."))


def _filter(target: Target, call: Call) -> Act:
    if call.is_forced:
        return partial(target.filter, "")
    if not call.rest:
        return _action(target, "articles.filter-articles")
    target.library.codebook.query(call.rest)  # a mistake is told before anything is done
    return partial(target.filter, call.rest)


def _adjudicate(target: Target, call: Call) -> Act:
    if not call.rest:
        return _action(target, "app.adjudicate")
    target.library.codebook.query(call.rest)  # a mistake is told before anything is done
    return partial(target.adjudicate, call.rest)


def _pizhu(target: Target, call: Call) -> Act:
    words = call.words
    if not words:
        raise UsageError(_("Name a command of pizhu: :pizhu list, for example."))
    return prepare_pizhu(target, words)


def prepare_pizhu(target: Target, words: Sequence[str]) -> Act:
    """Return what runs a command of ``pizhu``. The argument ``%`` becomes the ID of the open article."""
    from tui.command_line.nearest import nearest
    from tui.command_line.pizhu_commands import PIZHU_COMMANDS

    if words[0] == "read":
        return _edit(target, Call("read", " ".join(words[1:]), is_forced=False))
    if words[0] not in PIZHU_COMMANDS:
        meant = nearest(words[0], PIZHU_COMMANDS)
        if meant:
            raise UsageError(
                _("pizhu has no command {name}: did you mean {meant}?", name=words[0], meant=meant)
            )
        raise UsageError(_("pizhu has no command {name}: see `pizhu --help`.", name=words[0]))
    if "%" in words:
        _need_article(target)
    return partial(target.run_pizhu, [str(target.article) if word == "%" else word for word in words])


def _no_highlights(target: Target, call: Call) -> Act:
    _none(call)
    return target.clear_finds


def _run(action: str) -> Callable[[Target, Call], Act]:
    def prepare(target: Target, call: Call) -> Act:
        _none(call)
        return _action(target, action)

    return prepare


def _action(target: Target, name: str) -> Act:
    action = next(action for action in ACTIONS if action.id == name)
    return partial(target.run_anywhere, action)


def _help(target: Target, call: Call) -> Act:
    return partial(target.help, call.rest.strip().removeprefix(":"))


COMMANDS: tuple[Command, ...] = (
    Command(
        ("quit", "q", "qa", "qall"),
        "",
        lazy("Leave the reader; with ! also while an export is written"),
        _quit,
    ),
    Command(
        ("write", "w"), "", lazy("Save the note that is being written; all else is saved already"), _write
    ),
    Command(
        ("wq", "x", "xit"),
        "",
        lazy("Save the note that is being written, and leave the reader"),
        _write_and_quit,
    ),
    Command(("edit", "e"), lazy("ID or words of a title"), lazy("Open an article"), _edit),
    Command(
        ("export",),
        lazy("FORMAT [PATH]"),
        lazy("Write the articles of the list to a file; ! overwrites it"),
        _export,
    ),
    Command(("import",), lazy("PATH…"), lazy("Import files, folders and addresses"), _import),
    Command(
        ("set", "se"),
        lazy("measure 36, pinyin, nopinyin…"),
        lazy("Change a setting until the reader is closed"),
        _set,
    ),
    Command(("theme", "colorscheme", "colo"), lazy("NAME"), lazy("Change the colours"), _theme),
    Command(("tag",), lazy("NAME…"), lazy("Tag the selection or, without one, the article"), _tag),
    Command(("star",), "", lazy("Star the article, or remove its star"), _star),
    Command(
        ("filter", "find"),
        lazy("QUERY"),
        lazy("Show only the articles that match; filter! shows all"),
        _filter,
    ),
    Command(
        ("adjudicate", "adj"),
        lazy("QUERY"),
        lazy("Decide where coders differ; without a query in the articles of the list"),
        _adjudicate,
    ),
    Command(("undo", "u"), "", lazy("Undo the last change"), _run("app.undo")),
    Command(("redo", "red"), "", lazy("Redo the change that was undone last"), _run("app.redo")),
    Command(("help", "h"), lazy("WORDS…"), lazy("Show all keys, or those that have to do with words"), _help),
    Command(("tour",), "", lazy("Show the tour"), _run("app.tour")),
    Command(("nohlsearch", "noh", "nohl"), "", lazy("Hide the matches of the last search"), _no_highlights),
    Command(
        ("pizhu",),
        lazy("COMMAND ARGUMENTS…"),
        lazy("Run a command of pizhu; % is the ID of the open article"),
        _pizhu,
    ),
)
"""The commands, by subject."""

BY_NAME = {name: command for command in COMMANDS for name in command.names}
"""The commands by all of their names."""
