"""The pages of the manual: ``docs/*.md``, which the wheel has as ``tui/manual``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from store.language import Language, current_language

PACKAGE = Path(__file__).parent.parent
FOLDERS = (PACKAGE / "manual", PACKAGE.parent / "docs")
"""Where the pages are in an installed package, and in a checkout."""


INDEX = "index.md"
"""The first page. It links to all others in their order."""

FOLDER_OF = {Language.ENGLISH: "", Language.SIMPLIFIED: "zh", Language.TRADITIONAL: "zh-Hant"}
"""The folder of the pages of a language, in that of the English ones."""

OTHER = {
    Language.ENGLISH: Language.SIMPLIFIED,
    Language.SIMPLIFIED: Language.ENGLISH,
    Language.TRADITIONAL: Language.ENGLISH,
}
"""The language whose pages come after those of the interface's language."""

_LINK = re.compile(r"\]\(([\w-]+\.md)")
_PICTURE = re.compile(r"^!\[.*\n+", re.MULTILINE)
_COMMENT = re.compile(r"^<!--.*-->\n+", re.MULTILINE)


class ManualPage(NamedTuple):
    """A page of the manual."""

    title: str
    path: Path

    @property
    def text(self) -> str:
        """The Markdown of the page, without its title, and without pictures, which a terminal cannot show."""
        text = self.path.read_text("utf-8").removeprefix(f"# {self.title}\n").lstrip("\n")
        return _COMMENT.sub("", _PICTURE.sub("", text))


def manual_pages() -> list[ManualPage]:
    """Return the pages in the order of the index: in the language of the interface, then in the other one."""
    folder = next((each for each in FOLDERS if each.is_dir()), None)
    if folder is None:
        return []
    language = current_language()
    return [page for each in (language, OTHER[language]) for page in _pages_in(folder / FOLDER_OF[each])]


def _pages_in(folder: Path) -> list[ManualPage]:
    """The pages of a folder. Those that its index does not link to are the last ones."""
    index = folder / INDEX
    names = [INDEX, *_LINK.findall(index.read_text("utf-8"))] if index.is_file() else []
    paths = sorted(folder.glob("*.md"))
    ordered = [path for name in dict.fromkeys(names) for path in paths if path.name == name]
    return [
        ManualPage(_title(path), path)
        for path in (*ordered, *(each for each in paths if each not in ordered))
    ]


def _title(path: Path) -> str:
    with path.open(encoding="utf-8") as lines:
        heading = next((line for line in lines if line.startswith("# ")), "")
    return heading.removeprefix("# ").strip() or path.stem
