"""The cheat sheet: the effective keys by pane and group, as text, Markdown, HTML or JSON."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby

from rich.cells import cell_len

from store.language import _, current_language, lazy
from tui.keys.action import Action, Scope
from tui.keys.keymap import Keymap
from tui.keys.names import label

TITLE = lazy("The keys of Pizhu")
NOTE = lazy("A number before a motion repeats it: 3w, 12G.")


def records(keymap: Keymap) -> Iterator[dict[str, object]]:
    """The actions with their names in the settings and their keys, for JSON: in English, for programs."""
    for action in keymap.actions:
        yield {
            "name": action.id,
            "title": action.english_title,
            "keys": [label(key) for key in action.keys],
            "pane": action.scope.value.message,
            "group": action.group.value.message,
            "explanation": action.english_help,
        }


def as_text(keymap: Keymap) -> str:
    """The cheat sheet as plain text."""
    lines: list[str] = []
    for scope, groups in _by_pane(keymap):
        lines += [scope.label, "=" * cell_len(scope.label)]
        for group, actions in groups:
            lines += ["", group]
            lines += [
                f"  {_padded(_keys(each, '  '), 18)}  {_padded(each.help, 52)}  {each.id}" for each in actions
            ]
        lines.append("")
    return "\n".join((*lines, str(NOTE)))


def as_markdown(keymap: Keymap) -> str:
    """The cheat sheet in Markdown, a table for each group."""
    lines = [f"# {TITLE}", "", str(NOTE)]
    for scope, groups in _by_pane(keymap):
        lines += ["", f"## {scope.label}"]
        for group, actions in groups:
            lines += [
                "",
                f"### {group}",
                "",
                _("| keys | what it does | name in `[keys]` |"),
                "| --- | --- | --- |",
            ]
            lines += [f"| {_code(each)} | {each.help} | `{each.id}` |" for each in actions]
    return "\n".join(lines)


def as_html(keymap: Keymap) -> str:
    """The cheat sheet as an HTML page to print."""
    parts = [
        f"<!doctype html>\n<html lang='{current_language()}'>",
        f"<meta charset='utf-8'>\n<title>{TITLE}</title>\n<h1>{TITLE}</h1>",
    ]
    for scope, groups in _by_pane(keymap):
        parts.append(f"<h2>{escape(scope.label)}</h2>")
        for group, actions in groups:
            parts.append(f"<h3>{escape(group)}</h3>\n<table>")
            for each in actions:
                keys = " ".join(f"<kbd>{escape(label(key))}</kbd>" for key in each.keys)
                parts.append(f"<tr><td>{keys}</td><td>{escape(each.help)}</td></tr>")
            parts.append("</table>")
    return "\n".join((*parts, f"<p>{NOTE}</p>\n</html>"))


def _by_pane(keymap: Keymap) -> Iterator[tuple[Scope, list[tuple[str, list[Action]]]]]:
    for scope in Scope:
        actions = keymap.in_scope(scope)
        grouped = groupby(actions, key=lambda each: each.group)
        yield scope, [(group.label, list(each)) for group, each in grouped]


def _padded(text: str, width: int) -> str:
    """A text with spaces after it, to a width in cells."""
    return text + " " * (width - cell_len(text))


def _keys(action: Action, between: str) -> str:
    return between.join(label(key) for key in action.keys)


def _code(action: Action) -> str:
    """The keys as code in a cell of a table, where ``|`` is escaped."""
    shown = (label(key).replace("|", "\\|") for key in action.keys)
    return " ".join("`` ` ``" if key == "`" else f"`{key}`" for key in shown)
