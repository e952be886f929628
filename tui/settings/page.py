"""The page of the manual about the settings, from their class."""

from __future__ import annotations

import msgspec

from tui.settings.options import options

INTRODUCTION = """\
# Settings

Settings are in `config.toml` in the platform's config folder; `pizhu config path` prints where. All are
optional. `pizhu config list` shows them, `pizhu config set NAME VALUE` changes one and leaves the comments of
the file. What cannot be used is reported with its line, and the reader opens with the default instead.
In the reader, f10 shows them by group, with an explanation and a preview; `g f10` saves the looks as they
are, with the measure, the aids, the order of the list and the hidden panes, as the default.

`pizhu config schema` prints a JSON schema, with which editors complete and check the file: those with
[Taplo](https://taplo.tamasfe.dev), such as VS Code with the extension Even Better TOML, once the first line
of the file names it.

    pizhu config schema > ~/.config/pizhu/config.schema.json      # beside config.toml, once
    #:schema ./config.schema.json                                 # the first line of config.toml

| setting | default | allowed | what it is |
| --- | --- | --- | --- |
"""

KEYS = """
## Keys

    [keys]
    preset = "vim"                    # or "emacs" or "arrows", which add keys
    "articles.delete-article" = "D"   # a key instead of those that the action has
    undo = ["u", "f8"]                # several; without the pane, for every pane that has the action
    "reading.focus" = "g x"           # two keys, one after the other
    "reading.ruler" = []              # none

[keys.md](keys.md) has the names of all actions. A key that is given to two actions works for the first one,
and is reported. With alt work `b`, `f`, backspace and the arrows: terminals send escape and the key for
others, which are taken for these two. In the preset `emacs`, `x` opens the palette, so `alt+x` does too.
"""


def settings_page() -> str:
    """The page in Markdown."""
    rows = []
    for option in options().values():
        default = msgspec.json.encode(option.default).decode()
        rows.append(f"| `{option.name}` | `{default}` | {option.allowed} | {option.explanation} |")
    return INTRODUCTION + "\n".join(rows) + "\n" + KEYS
