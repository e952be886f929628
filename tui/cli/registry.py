"""The registry of commands: the one list that the parser, the handlers and the manual are made from."""

from __future__ import annotations

from tui.cli.command import Command
from tui.cli.commands.agreement import AGREEMENT
from tui.cli.commands.annotations import ANNOTATE, CONFIRM, PLACE
from tui.cli.commands.article_edits import BLOCK, REMOVE, STAR, STATUS
from tui.cli.commands.articles import LIST, SEARCH, SHOW
from tui.cli.commands.codebook import TAGS
from tui.cli.commands.correcting import SET
from tui.cli.commands.exporting import EXPORT
from tui.cli.commands.history import REDO, UNDO
from tui.cli.commands.importing import IMPORT
from tui.cli.commands.maintenance import BACKUP, CHECK, RESTORE
from tui.cli.commands.notes import LINKS, NOTE, NOTES
from tui.cli.commands.read import READ
from tui.cli.commands.reading.serving import SERVE
from tui.cli.commands.settings.config import CONFIG
from tui.cli.commands.settings.keys import KEYS
from tui.cli.commands.suggest import SUGGEST
from tui.cli.commands.tagging import TAG, UNTAG
from tui.cli.commands.words import WORD, WORDS
from tui.cli.shell.completion import COMPLETION

COMMANDS: tuple[Command, ...] = (
    *(READ, SERVE, IMPORT, LIST, SEARCH, SHOW),
    *(ANNOTATE, CONFIRM, PLACE),
    *(TAG, UNTAG, TAGS, SUGGEST),
    *(NOTE, NOTES, LINKS),
    *(AGREEMENT, WORD, WORDS),
    *(SET, STATUS, STAR, BLOCK, REMOVE),
    *(UNDO, REDO),
    *(EXPORT, CHECK, BACKUP, RESTORE),
    *(CONFIG, KEYS, COMPLETION),
)
"""All commands, in the order of the manual."""
