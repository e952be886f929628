"""The page of the help: every action by pane and group, in one column or two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, zip_longest

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from store.language import in_chinese, lazy
from tui.discovery.manual import ManualPage
from tui.keys.action import Action, Scope
from tui.keys.keymap import actions_in, key_names
from tui.palette.matching import Title
from tui.typesetting.fitting import wrapped

TWO_COLUMNS = 100
"""The width in cells from which there are two columns."""

GAP = 3
"""Cells between two columns, and between keys and explanations."""

KEYS_WIDTH, FEW_KEYS_WIDTH = 14, 9
"""The width of the keys in cells, and in a narrow column. More keys than fit go on in the next line."""

NARROW = 50
"""The width of a column in cells below which the keys have less of it."""

MANUAL = lazy("The manual")
COUNTS = lazy("A number before a motion repeats it: 3w goes three words on, 12G goes to line 12.")


@dataclass(frozen=True, slots=True)
class HelpLooks:
    """The styles of the page."""

    section: Style
    group: Style
    key: Style
    quiet: Style
    found: Style


@dataclass(frozen=True, slots=True)
class HelpPage:
    """What the help shows: the actions and pages of the manual in which each of the words is found."""

    scope: Scope
    """The scope whose actions come first."""
    pages: Sequence[ManualPage]
    words: tuple[str, ...] = ()
    """The words searched, in lower case. Without any, everything is shown."""

    @property
    def found_pages(self) -> list[ManualPage]:
        """The pages of the manual that are listed. The first has the number 1."""
        return [
            page
            for page in self.pages
            if self._has_words(f"{page.title} {page.path.stem} manual {MANUAL}", page.title)
        ]

    def lines(self, width: int, looks: HelpLooks) -> list[Text]:
        """The lines of the page, at most ``width`` cells wide. Empty if nothing is found."""
        columns = 2 if width >= TWO_COLUMNS else 1
        column = (width - GAP * (columns - 1)) // columns
        lines: list[Text] = []
        for number, scope in enumerate(dict.fromkeys((self.scope, Scope.APP, *Scope))):
            groups = groupby(self._found(scope), key=lambda action: action.group)
            blocks = [_block(group.label, actions, column, looks) for group, actions in groups]
            if blocks:
                lines += [Text(scope.label, looks.section), *_in_columns(blocks, columns, column), Text()]
            if number == 1:
                lines += self._manual(width, looks)
        if lines and not self.words:
            lines += [Text(line, looks.quiet) for line in wrapped(str(COUNTS), width)]
        for line in lines:
            for word in self.words:
                line.highlight_words([word], looks.found, case_sensitive=False)
        return lines

    def _found(self, scope: Scope) -> Iterator[Action]:
        for action in actions_in(scope):
            command = f"pizhu {action.command}" if action.command else ""
            parts = (
                *(action.title, action.help, action.words, key_names(action), command, action.group.label),
                *(action.english_title, action.english_help),
            )
            if self._has_words(" ".join(parts), in_chinese(action.english_title)):
                yield action

    def _has_words(self, text: str, chinese: str = "") -> bool:
        """Whether each word is in a text, or is the pinyin or the initials of a Chinese one."""
        text, title = text.lower(), _chinese_title(chinese)
        return all(word in text or (word.isascii() and title.match(word) is not None) for word in self.words)

    def _manual(self, width: int, looks: HelpLooks) -> list[Text]:
        keys = _keys_width(width)
        lines = [
            Text.assemble((digit.rjust(keys), looks.key), " " * _gap(width), (words, _click(number)))
            for number, page in enumerate(self.found_pages, 1)
            for digit, words in zip_longest(
                [_digit(number)], wrapped(page.title, width - keys - _gap(width)), fillvalue=""
            )
        ]
        return [Text(str(MANUAL), looks.section), *lines, Text()] if lines else []


@cache  # there are as many as actions and pages
def _chinese_title(chinese: str) -> Title:
    return Title("", chinese)


def _digit(number: int) -> str:
    """The key that opens a page; for those after the ninth there is none."""
    return str(number) if number <= 9 else ""


def _click(number: int) -> Style:
    return Style.from_meta({"@click": f"screen.open_page({number})"})


def _block(title: str, actions: Iterable[Action], width: int, looks: HelpLooks) -> list[Text]:
    """The lines of a group: its title, and its actions."""
    lines = [Text(" " * (_keys_width(width) + _gap(width)) + title, looks.group)]
    for action in actions:
        lines += _entry(action, width, looks)
    return lines


def _entry(action: Action, width: int, looks: HelpLooks) -> list[Text]:
    """The lines of an action: its keys, what it does, and the command that does the same."""
    names, gap = key_names(action).split(), _gap(width)
    for_keys = max(_keys_width(width), *map(cell_len, names), 0)
    keys = _rows_of_keys(names, for_keys)
    command = f"pizhu {action.command}" if action.command else ""
    room = width - for_keys - gap
    words = wrapped(action.help, room)
    texts = [Text(line) for line in words]
    if command and cell_len(words[-1]) + 2 + cell_len(command) <= room:
        texts[-1].append(f"  {command}", looks.quiet)
    elif command:
        texts.append(Text(command, looks.quiet))
    return [
        Text.assemble((row.rjust(for_keys), looks.key), " " * gap, text) for row, text in _zipped(keys, texts)
    ]


def _keys_width(width: int) -> int:
    return FEW_KEYS_WIDTH if width < NARROW else KEYS_WIDTH


def _gap(width: int) -> int:
    return 1 if width < NARROW else GAP


def _rows_of_keys(keys: Sequence[str], width: int) -> list[str]:
    rows = [""]
    for key in keys:
        if rows[-1] and cell_len(rows[-1]) + 1 + cell_len(key) > width:
            rows.append("")
        rows[-1] = f"{rows[-1]} {key}".strip()
    return rows


def _zipped(keys: Sequence[str], texts: Sequence[Text]) -> Iterator[tuple[str, Text]]:
    for number in range(max(len(keys), len(texts))):
        yield (
            keys[number] if number < len(keys) else "",
            texts[number] if number < len(texts) else Text(),
        )


def _in_columns(blocks: Sequence[list[Text]], columns: int, width: int) -> list[Text]:
    """The blocks one after the other, in columns of about the same height."""
    if columns == 1 or len(blocks) == 1:
        return _one_after_the_other(blocks)
    heights = [len(block) for block in blocks]
    split = min(range(1, len(blocks)), key=lambda at: max(sum(heights[:at]), sum(heights[at:])))
    left, right = _one_after_the_other(blocks[:split]), _one_after_the_other(blocks[split:])
    lines = []
    for number in range(max(len(left), len(right))):
        line = left[number].copy() if number < len(left) else Text()
        if number < len(right):
            line.append(" " * (width + GAP - line.cell_len)).append_text(right[number])
        lines.append(line)
    return lines


def _one_after_the_other(blocks: Sequence[list[Text]]) -> list[Text]:
    """The lines of the blocks, with an empty line between two blocks."""
    return [line for number, block in enumerate(blocks) for line in ([Text()] if number else []) + block]
