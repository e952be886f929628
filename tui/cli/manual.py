"""The parts of the manual that are made from the code: ``python -m tui.cli.manual docs`` writes them.

The pages are in English and in Chinese. ``translations.pages`` makes those in traditional characters of them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from store.language import Language, current_language, use_language

FOLDERS = {Language.ENGLISH: "", Language.SIMPLIFIED: "zh/"}
"""Where the pages of each language are, in the folder of the manual."""

NAMES = ("keys", "commands", "settings")
"""The pages with parts that are made from the code."""


def with_part(text: str, name: str, make: Callable[[str], str]) -> str:
    """The text of a page with what is between two marks replaced.

    :param name: the word in the marks, such as ``commands``.
    :param make: makes the new part of the old one.
    :raises ValueError: the marks are missing.
    """
    begin, end = f"<!-- {name}: written by `make readme` -->", f"<!-- end of {name} -->"
    before, found, rest = text.partition(begin)
    part, found_end, after = rest.partition(end)
    if not (found and found_end):
        raise ValueError(f"the page lacks the marks {begin} and {end}")  # untranslated: for developers
    return f"{before}{begin}\n\n{make(part.strip())}\n\n{end}{after}"


def pages(folder: Path) -> dict[str, str]:
    """The names of the pages, such as ``zh/keys.md``, and what their texts are to be.

    :param folder: the folder of the manual. What a person wrote on the pages is taken from there.
    :raises ValueError: a page lacks the marks of the part that is made.
    """
    texts = {}
    for language, place in FOLDERS.items():
        with shown_in(language):
            for name in NAMES:
                path = f"{place}{name}.md"
                texts[path] = page(name, (folder / path).read_text("utf-8"))
    return texts


def page(name: str, text: str) -> str:
    """The text of a page with what is made from the code, in the language of the interface.

    :param name: one of ``NAMES``; any other page stays as it is.
    :param text: what a person wrote on the page is taken from it.
    :raises ValueError: the page lacks the marks of the part that is made.
    """
    if name == "keys":
        return _keys()
    if name == "commands":
        return with_part(text, name, _commands)
    return with_part(text, name, _settings) if name == "settings" else text


def main(folder: Path) -> None:
    """Write the pages into the folder of the manual."""
    for name, text in pages(folder).items():
        (folder / name).write_text(text, "utf-8")


def _keys() -> str:
    from tui.keys.cheat_sheet import as_markdown
    from tui.keys.keymap import Keymap

    return as_markdown(Keymap()) + "\n"


def _commands(_part: str) -> str:
    from tui.cli.usage import usage_table

    return usage_table()


def _settings(part: str) -> str:
    """The table, below the two lines of its heading."""
    from tui.settings.page import rows_of_settings

    heading = "\n".join(part.splitlines()[:2])
    return f"{heading}\n{rows_of_settings()}"


@contextmanager
def shown_in(language: Language) -> Iterator[None]:
    """Show all texts in a language, and then in the former one."""
    former = current_language()
    use_language(language)
    try:
        yield
    finally:
        use_language(former)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
