"""Changes settings in ``config.toml`` and leaves the rest of the file, with its comments, as it is."""

from __future__ import annotations

import stat
from codecs import BOM_UTF8
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from store.errors import PizhuError
from store.language import _
from store.patterns import late_pattern
from store.reasons import reason_of
from tui.settings.reading import parse_settings

_LONE_NEWLINE = late_pattern(r"(?<!\r)\n")


def write_setting(path: Path, name: str, value: Any) -> None:
    """Set one setting; see :func:`write_settings`."""
    write_settings(path, {name: value})


def write_settings(path: Path, values: Mapping[str, Any]) -> None:
    """Set settings in the file, which is made if it does not exist: all of them, or none if that fails.

    It keeps its line endings and its byte order mark.

    :param values: by setting, or by ``keys.NAME`` for an entry of the table ``keys``; as in TOML.
    :raises PizhuError: the file is not TOML or cannot be written.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        data = path.read_bytes() if path.exists() else b""
        text = data.decode("utf-8-sig")
        document = tomlkit.parse(text)
    except (TOMLKitError, RecursionError) as error:
        raise PizhuError(" ".join(parse_settings(text, path).problems) or str(error)) from error
    except (OSError, ValueError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else _("it is not UTF-8")
        raise PizhuError(
            _("The settings in {path} cannot be read: {reason}.", path=path, reason=reason)
        ) from error
    for name, value in values.items():
        table, _dot, key = name.partition(".") if name.startswith("keys.") else ("", "", name)
        if table and not isinstance(document.get(table), dict):
            document[table] = tomlkit.table()
        _put(document[table] if table else document, key, value)
    written = tomlkit.dumps(document)
    if "\r\n" in text and not _LONE_NEWLINE.search(text):
        written = _LONE_NEWLINE.sub("\r\n", written)
    _replace(path, written, encoding="utf-8-sig" if data.startswith(BOM_UTF8) else "utf-8")


def _put(table: Any, name: str, value: Any) -> None:
    """Set an entry of a table, in the form that it has: ``"articles.down"``, or ``down`` of a table in it."""
    first, dot, rest = name.partition(".")
    is_nested = bool(dot) and isinstance(table.get(first), dict)
    if is_nested:
        _put(table[first], rest, value)
    if name in table or not is_nested:
        table[name] = value


def _replace(path: Path, text: str, *, encoding: str) -> None:
    """Write the file completely or not at all. A link to it stays a link.

    :param encoding: UTF-8 with the byte order mark that Notepad writes, or without.
    """
    target = path.resolve()
    temporary = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(
            "w", encoding=encoding, dir=target.parent, prefix=".config-", newline="", delete=False
        ) as file:
            temporary = file.name
            file.write(text)
        if target.exists():
            Path(temporary).chmod(stat.S_IMODE(target.stat().st_mode))
        Path(temporary).replace(target)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise PizhuError(
            _("{path} cannot be written: {reason}.", path=path, reason=reason_of(error))
        ) from error
