"""The command `tags`: what it does to a codebook."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from store.codebook_files import parse, render
from store.coding import Codebook
from store.errors import UsageError
from store.explaining import Explained
from store.exporters import write_export
from tui import output
from tui.config import expanded
from tui.exit_codes import DONE

USAGES = {
    "rename": "rename OLD NEW",
    "merge": "merge FROM… INTO",
    "move": "move TAG UNDER (/ for the top)",
    "describe": "describe TAG TEXT",
    "colour": "colour TAG COLOUR",
    "alias": "alias TAG [NAME…]",
    "pin": "pin TAG [DIGIT]",
    "delete": "delete TAG…",
    "import": "import FILE.qdc|.csv|.json",
    "export": "export FILE.qdc|.csv|.json",
}
"""How each deed is asked for."""

_LEAST = {"alias": 1, "pin": 1, "delete": 1, "import": 1, "export": 1}
_MOST = {"rename": 2, "move": 2, "describe": 2, "colour": 2, "pin": 2, "import": 1, "export": 1}


def code(codebook: Codebook, options: Namespace) -> int:
    """Do what was asked; the exit code.

    :raises UsageError: it was asked in a way that means nothing.
    """
    deed, names = options.deed, options.names
    if not _LEAST.get(deed, 2) <= len(names) <= _MOST.get(deed, len(names)):
        raise UsageError(f"Write `pizhu tags {USAGES[deed]}`.")
    deeds: dict[str, Callable[[Codebook, list[str]], int]] = {
        "rename": lambda codebook, names: codebook.rename(names[0], names[1]),
        "merge": lambda codebook, names: codebook.merge(names[:-1], names[-1]),
        "move": lambda codebook, names: codebook.move(names[0], names[1].strip("/")),
        "delete": lambda codebook, names: sum(codebook.delete(name) for name in names),
    }
    if deed in deeds:
        articles = deeds[deed](codebook, names)
        old = names if deed == "delete" else names[:-1]
        output.recoded(options.json, old, "" if deed == "delete" else names[-1], articles)
    elif deed == "export":
        _export(codebook, expanded(names[0]))
    elif deed == "import":
        path = expanded(names[0])
        with Explained(path, "read"):
            data = path.read_bytes()
        codebook.write(parse(data, path.name), f"import the codebook {path.name}")
    else:
        _change_entry(codebook, deed, names[0], names[1:])
    if deed not in deeds:
        output.tags(options.json, codebook.tags(), codebook.uses())
    return DONE


def _change_entry(codebook: Codebook, deed: str, tag: str, rest: list[str]) -> None:
    if deed == "describe":
        codebook.describe(tag, rest[0])
    elif deed == "colour":
        codebook.colour(tag, rest[0])
    elif deed == "alias":
        codebook.alias(tag, rest)
    else:
        codebook.pin(tag, rest[0] if rest else "")


def _export(codebook: Codebook, path: Path) -> None:
    suffix = path.suffix.lower()
    write_export(path, [render(codebook.tags(), suffix)], suffixes=(suffix,), force=False)
