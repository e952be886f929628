"""The registry of commands: the one list that the parser, the handlers and the manual are made from.

It names the modules of the commands, so that a command line imports only the one that it calls.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from tui.cli.command import Command

_PLACES: Mapping[str, str] = MappingProxyType(
    {
        "read": "commands.read",
        "serve": "commands.reading.serving",
        "import": "commands.importing",
        "list": "commands.articles",
        "search": "commands.articles",
        "find": "commands.finding.find",
        "kwic": "commands.finding.kwic",
        "passages": "commands.finding.passages",
        "clip": "commands.finding.clip",
        "searches": "commands.finding.searches",
        "show": "commands.articles",
        "annotate": "commands.annotations",
        "confirm": "commands.annotations",
        "place": "commands.annotations",
        "tag": "commands.tagging",
        "untag": "commands.tagging",
        "tags": "commands.codebook",
        "suggest": "commands.suggest",
        "note": "commands.notes",
        "notes": "commands.notes",
        "remarks": "commands.notes",
        "links": "commands.notes",
        "agreement": "commands.agreement",
        "team": "commands.team.members",
        "assign": "commands.team.assigning",
        "assignments": "commands.team.assigning",
        "done": "commands.team.assigning",
        "adjudicate": "commands.team.adjudicating",
        "rights": "commands.team.rights",
        "word": "commands.words.dictionary",
        "words": "commands.words.dictionary",
        "set": "commands.correcting",
        "attributes": "commands.attributes",
        "status": "commands.article_edits",
        "star": "commands.article_edits",
        "block": "commands.article_edits",
        "remove": "commands.article_edits",
        "undo": "commands.history",
        "redo": "commands.history",
        "export": "commands.exporting",
        "check": "commands.maintenance",
        "backup": "commands.maintenance",
        "restore": "commands.maintenance",
        "pack": "commands.sharing.packing",
        "unpack": "commands.sharing.packing",
        "merge-file": "commands.sharing.git",
        "git": "commands.sharing.git",
        "merge-copies": "commands.sharing.copies",
        "migrate": "commands.sharing.migrating",
        "pull": "commands.sharing.transferring",
        "push": "commands.sharing.transferring",
        "config": "commands.settings.config",
        "keys": "commands.settings.keys",
        "completion": "shell.completion",
    }
)
"""The module in ``tui.cli`` of each command, in the order of the manual. Its constant has the same name."""

NAMES = tuple(_PLACES)
"""The names of all commands."""


def command_named(name: str) -> Command:
    """Return the command with a name. Its module is imported.

    :raises KeyError: there is none.
    """
    command: Command = getattr(import_module(f"tui.cli.{_PLACES[name]}"), name.upper().replace("-", "_"))
    return command


@cache
def all_commands() -> tuple[Command, ...]:
    """Return all commands, in the order of the manual."""
    return tuple(map(command_named, NAMES))
