"""Decides what a line of the command line means."""

from __future__ import annotations

import re
from functools import partial

from store.chinese.folding import fold
from store.errors import UsageError
from store.language import _, in_chinese
from tui.command_line.commands import BY_NAME, COMMANDS, Call, prepare_pizhu
from tui.command_line.nearest import nearest
from tui.command_line.pizhu_commands import PIZHU_COMMANDS
from tui.command_line.target import Act, Target
from tui.keys.action import Action, Scope
from tui.keys.actions import ACTIONS

LAST_PARAGRAPH = 999_999

_CALL = re.compile(r"(?P<name>[^\W\d_]\w*)(?P<bang>!?)(?P<rest>(?:\s.*)?)", re.DOTALL)


def interpret(line: str, target: Target) -> Act:
    """Return what a line does.

    :raises PizhuError: it means nothing, or one of its arguments is wrong: one sentence.
    """
    typed = line.strip().lstrip(":： ").strip()
    if typed == "$" or (typed.isascii() and typed.isdigit()):
        return _paragraph(target, typed)
    if (action := _action_named(typed, target.scope)) is not None and typed not in BY_NAME:
        return partial(target.run_anywhere, action)
    called = _CALL.fullmatch(typed)
    if called is not None:
        call = Call(called["name"], called["rest"].strip(), is_forced=bool(called["bang"]))
        if call.name in BY_NAME:
            return BY_NAME[call.name].prepare(target, call)
        if call.name == "read" or (call.name in PIZHU_COMMANDS and not call.is_forced):
            return prepare_pizhu(target, [call.name, *call.words])
    raise UsageError(_unknown(typed))


def command_names() -> list[str]:
    """Return all names that a line may begin with: commands, commands of ``pizhu``, and actions."""
    own = [command.names[0] for command in COMMANDS]
    actions = [action.id for action in ACTIONS if not action.scope.is_apart]
    return list(dict.fromkeys([*own, *PIZHU_COMMANDS, *actions]))


def _paragraph(target: Target, typed: str) -> Act:
    if target.article is None:
        raise UsageError(_("No article is open: open one with :e and words of its title."))
    number = LAST_PARAGRAPH if typed == "$" else min(int(typed[:9]), LAST_PARAGRAPH)
    return partial(target.go_to_paragraph, max(1, number))


def _action_named(typed: str, here: Scope) -> Action | None:
    """Return the action with this name or title. Of several with this title, the one that works here."""
    wanted = fold(typed).rstrip("…").strip()
    named = [
        action
        for action in ACTIONS
        if wanted
        in (
            action.id,
            action.id.partition(".")[2],
            _plain(action.english_title),
            _plain(in_chinese(action.english_title)),
        )
        and (not action.scope.is_apart or action.scope is here)
    ]
    named.sort(key=lambda action: action.scope not in (here, Scope.APP))
    return named[0] if named and wanted else None


def _plain(title: str) -> str:
    return fold(title).rstrip("…")


def _unknown(typed: str) -> str:
    name = typed.partition(" ")[0]
    known = [*BY_NAME, *command_names(), *(action.id.partition(".")[2] for action in ACTIONS)]
    meant = nearest(name.lower().rstrip("!"), known) or nearest(typed.lower().replace(" ", "-"), known)
    if meant:
        return _("There is no command {name}: did you mean :{meant}?", name=name, meant=meant)
    return _("There is no command {name}: tab shows all commands.", name=name)
