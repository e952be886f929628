"""The command `keys`: prints the cheat sheet."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from store.language import _, lazy
from tui.cli.command import Command, Usage
from tui.cli.exit_codes import DONE
from tui.cli.output.printing import print_json, print_text, warn


def show_keys(options: Namespace) -> int:
    """Print the effective keys by pane and group; what cannot be used is reported on standard error."""
    from tui.keys.cheat_sheet import as_html, as_markdown, as_text, records
    from tui.keys.keymap import Keymap
    from tui.settings.reading import read_settings
    from tui.user_folders import config_file

    settings = read_settings(config_file())
    keymap = Keymap(settings.config.keys)
    for problem in (*settings.problems, *settings.sentences_about_keys(keymap.problems)):
        warn(problem)
    if options.json:
        for record in records(keymap):
            print_json(**record)
        return DONE
    form = as_html if options.html else as_markdown if options.markdown else as_text
    for line in form(keymap).splitlines():
        print_text(line)
    return DONE


def _add_keys_arguments(parser: ArgumentParser) -> None:
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--markdown", action="store_true", help=_("print Markdown"))
    form.add_argument("--html", action="store_true", help=_("print an HTML page"))


KEYS = Command(
    name="keys",
    summary=lazy("Print the keys of the reader, with the user's own."),
    usages=(Usage("keys [--markdown|--html]"),),
    configure=_add_keys_arguments,
    run=show_keys,
    examples=("keys", "keys --markdown"),
)
