"""Reads ``config.toml``; what cannot be used is reported with its line, and has its default."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from store.language import _
from store.patterns import late_pattern
from store.reasons import reason_of
from tui.config import Config

if TYPE_CHECKING:
    from tui.settings.options import Option
    from tui.settings.toml_errors import NotToml

_HEADER = late_pattern(r"\s*\[\s*([^\[\]]+?)\s*\]")
_ENTRY = late_pattern(r"""\s*("[^"]*"|'[^']*'|[\w-]+(?:\s*\.\s*(?:"[^"]*"|[\w-]+))*)\s*=""")


class Settings(NamedTuple):
    """What a settings file says."""

    config: Config
    problems: tuple[str, ...]
    """A sentence for each setting that cannot be used."""
    lines: dict[str, int]
    """The line of each setting, and of ``keys.NAME``, from 1."""
    path: Path
    wrong: Mapping[str, str] = MappingProxyType({})
    """The problems with the values of settings, by name."""
    is_toml: bool = True
    """Whether the file is TOML, or does not exist. If it is not, it says nothing about any setting."""

    def without(self, name: str, problem: str) -> Settings:
        """What the file says without the value of a setting, which is wrong for a reason known elsewhere."""
        if name in self.lines:
            problem = _(
                "{path}, line {line}: {problem}", path=self.path, line=self.lines[name], problem=problem
            )
        return self._replace(
            config=msgspec.structs.replace(self.config, **{name: getattr(Config(), name)}),
            problems=(*self.problems, problem),
            wrong={**self.wrong, name: problem},
        )

    def sentences_about_keys(self, problems: Sequence[tuple[str, str]]) -> tuple[str, ...]:
        """The problems of a keymap with the lines of their names."""
        return tuple(
            _(
                "{path}, line {line}: {problem}",
                path=self.path,
                line=self.lines.get(f"keys.{name}", self.lines.get("keys", 1)),
                problem=sentence,
            )
            for name, sentence in problems
        )


def read_settings(path: Path) -> Settings:
    """Read a settings file, which need not exist."""
    if not path.exists():
        return Settings(Config(), (), {}, path)
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, ValueError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else _("it is not UTF-8")
        return Settings(
            Config(),
            (_("The settings in {path} cannot be read: {reason}.", path=path, reason=reason),),
            {},
            path,
            is_toml=False,
        )
    return parse_settings(text, path)


def parse_settings(text: str, path: Path) -> Settings:
    """Read the text of a settings file.

    :param path: the file, for the sentences about what cannot be used.
    """
    from tui.settings.options import options
    from tui.settings.toml_errors import NotToml, read_toml

    lines = _lines_of_entries(text)
    try:
        values = read_toml(text)
    except NotToml as error:
        return Settings(Config(), (_sentence_about(error, text, path),), lines, path, is_toml=False)
    known, used, problems, wrong = options(), dict[str, Any](), [], dict[str, str]()
    for name, value in values.items():
        place = _("{path}, line {line}", path=path, line=lines[name]) if name in lines else str(path)
        if (option := known.get(name)) is None:
            problems.append(_unknown_in_file(place, name, list(known)))
            continue
        try:
            used[name] = converted(option, flat(value) if isinstance(value, dict) else value)
        except ValueError as error:
            wrong[name] = _("{place}: {problem}", place=place, problem=error)
            problems.append(wrong[name])
    return Settings(Config(**used), tuple(problems), lines, path, wrong)


def converted(option: Option, value: Any) -> Any:
    """The value of a setting in its type.

    :raises ValueError: it is not allowed. The message names the setting and the allowed values.
    """
    try:
        return msgspec.convert(value, option.type)
    except msgspec.ValidationError as error:
        raise ValueError(
            _(
                "{name} must be {allowed}, not {value}.",
                name=option.name,
                allowed=option.allowed,
                value=as_toml(value),
            )
        ) from error


def as_toml(value: Any) -> str:
    """A value about as it is written in the file."""
    return msgspec.json.encode(value).decode()


def flat(table: dict[str, Any]) -> dict[str, Any]:
    """A table whose names with dots were written without quotes, as in ``articles.down = "n"``."""
    flattened: dict[str, Any] = {}
    for name, value in table.items():
        inner = flat(value) if isinstance(value, dict) else {"": value}
        flattened |= {f"{name}.{each}".rstrip("."): item for each, item in inner.items()}
    return flattened


def unknown_setting(name: str, known: Sequence[str]) -> str:
    """A sentence about a name that no setting has, with the nearest known one, if one is near."""
    if near := _nearest(name, known):
        return _("There is no setting {name!r}; did you mean {near!r}?", name=name, near=near)
    return _("There is no setting {name!r}: see `pizhu config list`.", name=name)


def _unknown_in_file(place: str, name: str, known: Sequence[str]) -> str:
    if near := _nearest(name, known):
        return _(
            "{place}: there is no setting {name!r}; did you mean {near!r}?", place=place, name=name, near=near
        )
    return _("{place}: there is no setting {name!r}: see `pizhu config list`.", place=place, name=name)


def _nearest(name: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, known, n=1)), "")


def _lines_of_entries(text: str) -> dict[str, int]:
    """The line of the first entry or table of each name; entries of tables as ``table.name``."""
    found: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = header[1].strip("\"' ")
            found.setdefault(table, number)
        elif entry := _ENTRY.match(line):
            name = re.sub(r"\s*\.\s*|[\"']", lambda match: "." if "." in match[0] else "", entry[1])
            found.setdefault(f"{table}.{name}" if table else name, number)
            if not table:
                found.setdefault(name.partition(".")[0], number)
    return found


def _sentence_about(error: NotToml, text: str, path: Path) -> str:
    """A sentence about what is not TOML, with its line."""
    number = error.line
    if "overwrite" in str(error):
        written = text.splitlines()[number - 1] if number <= len(text.splitlines()) else ""
        name = written.partition("=")[0].strip().strip("\"'")
        return _(
            "{path}, line {number}: {name} is set a second time; remove one of the two.",
            path=path,
            number=number,
            name=name,
        )
    return _(
        "{path}, line {number}: this is not TOML: {reason}. Correct the line.",
        path=path,
        number=number,
        reason=error.reason,
    )
