"""The user's own themes: files in the folder ``themes`` beside ``config.toml``. See ``docs/themes.md``."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from store.language import _
from store.reasons import reason_of
from store.wording import listed
from tui.user_folders import config_file

if TYPE_CHECKING:
    from textual.theme import Theme

COLOURS = ("background", "foreground", "primary")
"""The colours that a theme must have."""

MORE_COLOURS = (
    *("surface", "panel", "secondary", "accent", "success", "warning", "error"),
    *("border", "row", "row-text"),
)
"""The colours that are derived from these if a theme does not have them."""

_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_NAME = re.compile(r"[\w.-]{1,40}")


class ThemeFiles(NamedTuple):
    """What the folder has."""

    themes: tuple[Theme, ...]
    problems: tuple[str, ...]
    """A sentence for each file that cannot be used."""


def theme_folder() -> Path:
    """The folder of the user's themes. It need not exist."""
    return config_file().parent / "themes"


def read_themes(folder: Path, taken: Iterable[str] = ()) -> ThemeFiles:
    """Read all themes of a folder, in the order of their names.

    :param taken: names of themes that a file must not use.
    """
    themes, problems = dict[str, Any](), []
    try:
        files = sorted(each for each in folder.iterdir() if each.suffix == ".toml")
    except FileNotFoundError:
        files = []
    except OSError as error:
        return ThemeFiles(
            (),
            (_("The themes in {folder} cannot be read: {reason}.", folder=folder, reason=reason_of(error)),),
        )
    for file in files:
        try:
            theme = _theme(file, {*taken, *themes})
        except _Wrong as wrong:
            problems.append(wrong.sentence(file))
        else:
            themes[theme.name] = theme
    return ThemeFiles(tuple(themes.values()), tuple(problems))


def no_such_theme(name: str, known: Iterable[str]) -> str:
    """A sentence about a name that no theme has, with the nearest one and all others."""
    from difflib import get_close_matches

    names = sorted(known)
    whole = {each.removeprefix("pizhu-"): each for each in names} | {each: each for each in names}
    near = get_close_matches(name, whole, n=1)
    known = listed(names)
    if near:
        return _(
            "There is no theme {name!r}; did you mean {meant!r}? There are {themes}.",
            name=name,
            meant=whole[near[0]],
            themes=known,
        )
    return _("There is no theme {name!r}. Set one of {themes}.", name=name, themes=known)


class _Wrong(Exception):
    """Something in a file that cannot be used."""

    def __init__(self, key: str, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.key = key
        self.reason = reason
        self.line = line

    def sentence(self, file: Path) -> str:
        """The sentence for the user, with the line of the file."""
        line = self.line or _line_of(self.key, file)
        if line:
            return _("{file}, line {line}: {reason}", file=file, line=line, reason=self.reason)
        return _("{file}: {reason}", file=file, reason=self.reason)


def _theme(file: Path, taken: Container[str]) -> Theme:
    """The theme of a file.

    :raises _Wrong: it cannot be used.
    """
    values = _values(file)
    name = values.pop("name", file.stem)
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise _Wrong("name", _("name must be letters, digits, - and _ in quotes, not {name!r}.", name=name))
    if name in taken:
        raise _Wrong("name", _("there is a theme {name!r} already: use another name.", name=name))
    for key, value in values.items():
        if key == "dark":
            if not isinstance(value, bool):
                raise _Wrong(key, _("dark must be true or false, not {value!r}.", value=value))
        elif key not in (*COLOURS, *MORE_COLOURS):
            allowed = listed(("name", "dark", *COLOURS, *MORE_COLOURS))
            raise _Wrong(key, _("a theme has no {key!r}: it can have {allowed}.", key=key, allowed=allowed))
        elif not isinstance(value, str) or not _COLOUR.fullmatch(value):
            raise _Wrong(
                key, _('{key} must be a colour such as "#1a2b3c", not {value!r}.', key=key, value=value)
            )
    for key in COLOURS:
        if key not in values:
            raise _Wrong(key, _('{key} is missing: add a line such as {key} = "#1a2b3c".', key=key))
    return _made(name, values)


def _values(file: Path) -> dict[str, Any]:
    from tui.settings.toml_errors import NotToml, read_toml

    try:
        return read_toml(file.read_text("utf-8-sig"))
    except NotToml as error:
        sentence = _("this is not TOML: {reason}. Correct the line.", reason=error.reason)
        raise _Wrong("", sentence, error.line) from error
    except ValueError as error:
        raise _Wrong("", _("it is not UTF-8: save it as UTF-8.")) from error
    except OSError as error:
        raise _Wrong("", _("it cannot be read: {reason}.", reason=reason_of(error))) from error


def _line_of(key: str, file: Path) -> int:
    """The line of a key of a file, from 1, or 0 without one."""
    if not key:
        return 0
    entry = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*=""")
    lines = file.read_text("utf-8-sig").splitlines()
    return next((number for number, line in enumerate(lines, start=1) if entry.match(line)), 0)


def _made(name: str, values: dict[str, Any]) -> Theme:
    """A theme with what its file does not have, derived from what it has."""
    from textual.color import Color
    from textual.theme import Theme

    background, text, primary = (Color.parse(values[key]) for key in COLOURS)

    def between(share: float) -> str:
        return background.blend(text, share).hex

    secondary = values.get("secondary", between(0.75))
    accent = values.get("accent", values["primary"])
    border = values.get("border", values["primary"])
    row = values.get("row", background.blend(primary, 0.2).hex)
    return Theme(
        name=name,
        dark=values.get("dark", background.brightness < 0.5),
        background=background.hex,
        foreground=text.hex,
        primary=primary.hex,
        surface=values.get("surface", between(0.04)),
        panel=values.get("panel", between(0.1)),
        secondary=secondary,
        accent=accent,
        success=values.get("success", secondary),
        warning=values.get("warning", accent),
        error=values.get("error", values["primary"]),
        variables={
            "border": border,
            "border-blurred": between(0.2),
            "block-cursor-foreground": values.get("row-text", text.hex),
            "block-cursor-background": row,
            "block-cursor-text-style": "none",
            "block-cursor-blurred-background": values.get("panel", between(0.1)),
            "footer-background": background.hex,
            "footer-key-foreground": primary.hex,
            "footer-description-foreground": between(0.6),
            "input-selection-background": f"{primary.hex} 35%",
            "scrollbar": between(0.2),
            "scrollbar-hover": between(0.3),
            "scrollbar-active": border,
            "scrollbar-background": background.hex,
            "scrollbar-corner-color": background.hex,
        },
    )
