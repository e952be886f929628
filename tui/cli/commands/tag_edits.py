"""The command `tags`: what it does to a codebook."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from store.chinese.folding import fold
from store.errors import UsageError
from store.exporting import write_export
from store.formats.codebook.files import parse, render
from store.library import Library
from store.library.codebook import Codebook
from store.storage.os_errors import ErrorTranslator
from store.tags.profile import tag_card
from store.tags.usage import split, uses_of
from tui.cli import output
from tui.cli.exit_codes import DONE
from tui.config import expanded

USAGES = {
    "rename": "rename OLD NEW (merge makes one of two)",
    "merge": "merge FROM… INTO",
    "move": "move TAG… UNDER (/ for the top)",
    "describe": "describe TAG TEXT",
    "colour": "colour TAG… COLOUR",
    "alias": "alias TAG [NAME…]",
    "pin": "pin TAG [DIGIT]",
    "split": "split TAG NEW [WORDS of the quote or the note]",
    "show": "show TAG",
    "delete": "delete TAG…",
    "import": "import FILE.qdc|.csv|.json",
    "export": "export FILE.qdc|.csv|.json",
}
"""How each deed is asked for."""

_LEAST = {"show": 1, "alias": 1, "pin": 1, "delete": 1, "import": 1, "export": 1}
_MOST = {"show": 1, "split": 3, "rename": 2, "describe": 2, "pin": 2, "import": 1, "export": 1}


def code(library: Library, options: Namespace) -> int:
    """Do what was asked; the exit code.

    :raises UsageError: it was asked in a way that means nothing.
    """
    codebook = library.codebook
    deed, names = options.deed, options.names
    if not _LEAST.get(deed, 2) <= len(names) <= _MOST.get(deed, len(names)):
        raise UsageError(f"Write `pizhu tags {USAGES[deed]}`.")
    deeds: dict[str, Callable[[Codebook, list[str]], int]] = {
        "rename": lambda codebook, names: codebook.rename(names[0], names[1]),
        "merge": lambda codebook, names: codebook.merge(names[:-1], names[-1]),
        "move": lambda codebook, names: codebook.move(names[:-1], _above(names[-1])),
        "delete": lambda codebook, names: codebook.delete(*names),
    }
    if deed == "show":
        output.tag_card(options.json, tag_card(library, *codebook.names(names)))
    elif deed == "split":
        output.tag_split(options.json, names[0], names[1], _split(library, *names))
    elif deed in deeds:
        articles = deeds[deed](codebook, names)
        old = names if deed == "delete" else names[:-1]
        new = codebook.names(names[-1:])[0] if deed in ("rename", "merge") else names[-1]
        output.recoded(options.json, old, "" if deed == "delete" else new, articles)
    elif deed == "export":
        path = expanded(names[0])
        _export(codebook, path, force=options.force)
        output.tags_exported(options.json, path, len(codebook.tags()))
    elif deed == "import":
        path = expanded(names[0])
        with ErrorTranslator(path, "read"):
            data = path.read_bytes()
        codebook.write(parse(data, path.name), f"import the codebook {path.name}")
        output.tags(options.json, codebook.tags(), codebook.uses())
    else:
        changed = codebook.names(_change_entry(codebook, deed, names))
        output.tags(options.json, [tag for tag in codebook.tags() if tag.name in changed], codebook.uses())
    return DONE


def _above(name: str) -> str:
    """The tag to move others under; nothing for the top.

    :raises UsageError: nothing is named.
    """
    if not name.strip():
        raise UsageError("Name the tag to move it under, or / for the top.")
    return name.strip("/")


def _split(library: Library, tag: str, into: str, words: str = "") -> int:
    """Give those uses of a tag another one in whose quote or note the words stand; how many they were."""
    (name,), (new,), wanted = library.codebook.names([tag]), library.codebook.names([into]), fold(words)
    if name == new:
        raise UsageError(f"The tag “{name}” cannot be split into itself: choose another name.")
    library.codebook.uses_of(name)
    found = [
        use
        for use in uses_of(library, name)
        if wanted in fold(use.words) or (use.annotation and wanted in fold(use.annotation.note))
    ]
    return split(library, name, found, new)


def _change_entry(codebook: Codebook, deed: str, names: list[str]) -> list[str]:
    """Change entries of the codebook; which."""
    tag, *rest = names
    if deed == "describe":
        codebook.describe(tag, rest[0])
    elif deed == "colour":
        codebook.colour(names[:-1], names[-1])
        return names[:-1]
    elif deed == "alias":
        codebook.alias(tag, rest)
    else:
        codebook.pin(tag, rest[0] if rest else "")
    return [tag]


def _export(codebook: Codebook, path: Path, *, force: bool) -> None:
    suffix = path.suffix.lower()
    codebook_file = render(codebook.tags(), suffix)
    if path.exists() and not force:
        raise UsageError(f"{path} is there already: write --force to overwrite it.")
    write_export(path, [codebook_file], suffixes=(suffix,), force=force)
