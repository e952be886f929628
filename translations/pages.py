"""The manual and the README in traditional characters: ``python -m translations.pages`` writes them.

They are made of the pages in simplified characters; their parts that are made from the code are made again.
"""

from __future__ import annotations

from pathlib import Path

from store.language import Language
from translations.extraction import ROOT
from translations.traditional import in_traditional
from tui.cli.manual import page, shown_in

README = "README.zh.md", "README.zh-Hant.md"
"""The file in simplified characters, and the one in traditional characters."""

MANUAL = "docs/zh", "docs/zh-Hant"
"""The folders of the pages, in the same order."""

LINK_TO_OTHER = "[繁體中文](README.zh-Hant.md)", "[简体中文](README.zh.md)"
"""What each README says of the other."""

REMARK = "\n<!-- Made of {source} by `make readme`: correct that file, or the terms. -->\n"
"""The end of each file. No reader sees it."""


def pages() -> dict[Path, str]:
    """Return the files in traditional characters, and what their texts are to be."""
    simplified, traditional = README
    readme = _readme((ROOT / simplified).read_text("utf-8"))
    texts = {ROOT / traditional: readme + REMARK.format(source=simplified)}
    with shown_in(Language.TRADITIONAL):
        for path in sorted((ROOT / MANUAL[0]).glob("*.md")):
            text = in_traditional(path.read_text("utf-8"))
            remark = REMARK.format(source=f"{MANUAL[0]}/{path.name}")
            texts[ROOT / MANUAL[1] / path.name] = page(path.stem, text) + remark
    return texts


def main() -> None:
    """Write the files; remove those of pages that are gone."""
    texts = pages()
    folder = ROOT / MANUAL[1]
    folder.mkdir(exist_ok=True)
    for path, text in texts.items():
        path.write_text(text, "utf-8")
    for path in set(folder.glob("*.md")) - texts.keys():
        path.unlink()


def _readme(text: str) -> str:
    """The README, whose links lead to the pages in traditional characters."""
    before, found, after = text.partition(LINK_TO_OTHER[0])
    if not found:
        raise ValueError(f"{README[0]} lacks the link {LINK_TO_OTHER[0]}")
    text = in_traditional(before) + LINK_TO_OTHER[1] + in_traditional(after)
    return text.replace(f"]({MANUAL[0]}/", f"]({MANUAL[1]}/")


if __name__ == "__main__":
    main()
