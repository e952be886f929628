"""Changes settings in ``config.toml`` and leaves the rest of the file, with its comments, as it is."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from store.errors import PizhuError
from store.language import _
from tui.settings.reading import parse_settings


def write_setting(path: Path, name: str, value: Any) -> None:
    """Set one setting; see :func:`write_settings`."""
    write_settings(path, {name: value})


def write_settings(path: Path, values: Mapping[str, Any]) -> None:
    """Set settings in the file, which is made if it does not exist: all of them, or none if that fails.

    :param values: by setting, or by ``keys.NAME`` for an entry of the table ``keys``; as in TOML.
    :raises PizhuError: the file is not TOML or cannot be written.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        text = path.read_text("utf-8") if path.exists() else ""
        document = tomlkit.parse(text)
    except (TOMLKitError, RecursionError) as error:
        raise PizhuError(" ".join(parse_settings(text, path).problems) or str(error)) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or _("it is not UTF-8")
        raise PizhuError(
            _("The settings in {path} cannot be read: {reason}.", path=path, reason=reason)
        ) from error
    for name, value in values.items():
        table, _dot, key = name.partition(".") if name.startswith("keys.") else ("", "", name)
        if table and not isinstance(document.get(table), dict):
            document[table] = tomlkit.table()
        place: Any = document[table] if table else document
        place[key] = value
    _replace(path, tomlkit.dumps(document))


def _replace(path: Path, text: str) -> None:
    """Write the file completely or not at all. A link to it stays a link."""
    target = path.resolve()
    temporary = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(
            "w", encoding="utf-8", dir=target.parent, prefix=".config-", newline="", delete=False
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
            _("{path} cannot be written: {reason}.", path=path, reason=error.strerror or error)
        ) from error
