"""The command `config`: shows and changes the settings."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from store.errors import PizhuError, UsageError
from store.language import _, lazy
from tui.cli.command import Action, command_with_actions
from tui.cli.exit_codes import DONE
from tui.cli.output.printing import print_json, print_text, warn

if TYPE_CHECKING:
    from pathlib import Path

    from tui.settings.options import Option
    from tui.settings.reading import Settings


def list_settings(options: Namespace) -> int:
    """List all settings with their values and what is allowed."""
    import msgspec

    from tui.settings.options import options as all_options
    from tui.settings.reading import as_toml

    settings = _settings()
    for option in all_options().values():
        value = msgspec.to_builtins(getattr(settings.config, option.name))
        if options.json:
            print_json(
                name=option.name,
                value=value,
                default=msgspec.to_builtins(option.default),
                allowed=option.allowed_in_english,
                explanation=option.about.message,
                line=settings.lines.get(option.name),
            )
        else:
            print_text(f"{option.name} = {as_toml(value)}")
            allowed = f"{option.allowed[0].upper()}{option.allowed[1:]}"
            said = _("{explanation} {allowed}.", explanation=option.explanation, allowed=allowed)
            print_text(f"    {said}")
    return DONE


def get_setting(options: Namespace) -> int:
    """Print the value of a setting."""
    import msgspec

    from tui.settings.reading import as_toml

    option = _option(options.arguments[0])
    value = msgspec.to_builtins(getattr(_settings().config, option.name))
    if options.json:
        print_json(name=option.name, value=value)
    else:
        print_text(value if isinstance(value, str) else as_toml(value))
    return DONE


def set_setting(options: Namespace) -> int:
    """Change a setting in the file."""
    from tui.settings.reading import converted, read_settings
    from tui.settings.writing import write_setting

    name, written = options.arguments[0], options.arguments[1:]
    option = _option(name.partition(".")[0] if name.startswith("keys.") else name)
    value: Any
    if option.name == "keys":
        if name == "keys":
            raise UsageError(_("Name the action too: `pizhu config set keys.NAME KEY…`."))
        value = written if len(written) > 1 else written[0]
    elif len(written) > 1 and not option.is_list:
        raise UsageError(_("{name} has one value: put it in quotes if it has spaces.", name=name))
    else:
        value = option.typed(" ".join(written))
    try:
        converted(option, {name.partition(".")[2]: value} if option.name == "keys" else value)
    except ValueError as error:
        raise UsageError(str(error)) from error
    if option.name == "keys":
        _check_keys(name.partition(".")[2], value)
    if name == "theme":
        _check_theme(value)
    if not (settings := read_settings(_file())).is_toml:
        raise PizhuError(_("{problem} Mend it with `pizhu config edit`.", problem=settings.problems[0]))
    write_setting(_file(), name, value)
    if options.json:
        print_json(name=name, value=value, file=str(_file()))
    return DONE


def edit_settings(options: Namespace) -> int:  # noqa: ARG001 - has no arguments
    """Open the file in the user's editor, and check it afterwards."""
    import os
    import shlex
    import subprocess

    path = _file()
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([*shlex.split(editor), str(path)], check=True)  # noqa: S603 - the user's own editor
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        raise PizhuError(
            _("The editor {editor!r} failed: set EDITOR to one that works.", editor=editor)
        ) from error
    _settings()
    return DONE


def print_path(options: Namespace) -> int:
    """Print the path of the file."""
    if options.json:
        print_json(path=str(_file()))
    else:
        print_text(str(_file()))
    return DONE


def print_schema(options: Namespace) -> int:  # noqa: ARG001 - it is always JSON
    """Print the JSON schema of the file."""
    from tui.settings.options import schema

    print_json(**schema())
    return DONE


def _file() -> Path:
    from tui.user_folders import config_file

    return config_file()


def _settings() -> Settings:
    """The settings; what cannot be used is reported on standard error."""
    from tui.cli.settings_file import warn_about
    from tui.settings.reading import read_settings

    settings = read_settings(_file())
    warn_about(settings)
    return settings


def _option(name: str) -> Option:
    from tui.settings.options import options as all_options
    from tui.settings.reading import unknown_setting

    known = all_options()
    if name not in known:
        raise UsageError(unknown_setting(name, list(known)))
    return known[name]


def _check_keys(name: str, value: str | list[str]) -> None:
    """Refuse keys that change nothing, and report what they take away.

    :raises UsageError: there is no action of this name, or none of the keys can be used.
    """
    from tui.keys.keymap import Keymap

    keymap = Keymap({name: value})
    sentences = [sentence for _name, sentence in keymap.problems]
    if sentences and keymap.actions == Keymap().actions:
        raise UsageError(" ".join(f"{each[0].upper()}{each[1:]}" for each in sentences))
    for sentence in sentences:
        warn(_("{place}: {problem}", place=name, problem=sentence))


def _check_theme(name: str) -> None:
    """Refuse a name that no theme has.

    :raises UsageError: there is no such theme.
    """
    from tui.looks.known_themes import problem_with_theme

    if problem := problem_with_theme(name):
        raise UsageError(problem)


CONFIG = command_with_actions(
    "config",
    lazy("Show and change the settings."),
    Action("list", "", lazy("List all settings with their values and what is allowed."), list_settings),
    Action("get", "NAME", lazy("Print the value of a setting."), get_setting),
    Action("set", "NAME VALUE…", lazy("Change a setting; the comments in the file stay."), set_setting),
    Action("edit", "", lazy("Open the settings file in the editor."), edit_settings),
    Action("path", "", lazy("Print the path of the settings file."), print_path),
    Action("schema", "", lazy("Print the JSON schema of the settings file, for editors."), print_schema),
    metavar="NAME|VALUE",
    examples=("config", "config set measure 36", "config get theme"),  # untranslated: command lines
)
