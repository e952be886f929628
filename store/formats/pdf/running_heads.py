"""Running heads, page numbers and watermarks: what stands at the same place on several pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise, takewhile
from statistics import median

from store.formats.pdf.messages import Line, Page

_EDGE = 0.14
"""The share of a page's height at its upper and lower edge where heads and numbers stand."""

_SIDE = 0.1
"""The share of its width at the sides, where vertical books have them."""

_PLACE = 0.012
"""The share of a page by which the places of a repeated line may differ."""

_LONGEST = 120
"""Characters of the longest head."""

_NEAR = 1.2
"""The distance of two lines of running text, in usual distances."""

_ALIKE = 1.09
"""The ratio of two sizes up to which they count as one."""

_HEAD_LINES = 2
"""Lines of a head that stands near the text."""

_PAGES = 3
"""Pages on which a line is repeated, unless the document has fewer."""

_TIME = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? *(?:上午|下午)?\d{1,2}:\d\d")
_ADDRESS = re.compile(r"(?:https?|file)://\S+")

_DIGITS = re.compile(r"\d+")
_NUMERAL = r"(?:\d{1,5}|[〇零一二三四五六七八九十百]{1,7}|[ivxlcIVXLC]{1,8})"
_END_NUMERAL = re.compile(rf"^第?{_NUMERAL}页?(?=[\s·•|/／—–-])|(?<=[\s·•|/／—–-])第?{_NUMERAL}页?$")
_FOLIO = re.compile(
    rf"(?P<sign>[-—–·•.~|\[(（【〔《<]*)\s*(?P<label>第|[Pp]age|[Pp]\.?)?\s*(?P<number>{_NUMERAL})\s*(?P<unit>[页頁])?\s*"
    rf"(?:(?:[/／]|of|[,，、]?\s*[共总總]计?)\s*\d{{1,5}}\s*[页頁]?)?\s*(?P<close>[-—–·•.~|\])）】〕》>]*)"
)
"""A page number: 12, - 12 -, 第 12 页, 第12页 共30页, 12/30, Page 12 of 30, xii."""


def running_heads(pages: Sequence[Page | None]) -> dict[int, set[int]]:
    """Return the numbers of the lines that are running heads, page numbers or watermarks, by page.

    A page on which nothing else would be left keeps its lines.
    """
    found: dict[int, set[int]] = defaultdict(set)
    for number, line in [*_repeated(pages), *_page_numbers(pages), *_browser_lines(pages)]:
        found[number].add(line)
    for number, lines in list(found.items()):
        page = pages[number]
        if page is not None and len(lines) == len(page.lines) and not _all_at_edge(page):
            del found[number]
    return found


def _all_at_edge(page: Page) -> bool:
    return all(line.tilted or _at_edge(line) for line in page.lines)


def _repeated(pages: Sequence[Page | None]) -> Iterable[tuple[int, int]]:
    """Yield the lines that are repeated at the same place, digits aside."""
    groups: dict[str, list[tuple[int, int, Line]]] = defaultdict(list)
    in_text = [_in_running_text(page) if page else set() for page in pages]
    for number, at, line in _candidates(pages):
        groups[_wording(line.text)].append((number, at, line))
    inside: dict[int, set[int]] = defaultdict(set)
    for members in groups.values():
        members.sort(key=lambda one: one[2].box[1])
        for same in _same_places(members):
            apart = [(number, at) for number, at, _ in same if at not in in_text[number]]
            if _is_repeated(apart, len(pages)):
                yield from apart
            if _is_repeated([(number, at) for number, at, _ in same], len(pages)):
                for number, at, _ in same:
                    inside[number].add(at)
    yield from _outermost(pages, inside)


def _wording(text: str) -> str:
    """Return the text of a line without its number."""
    return _DIGITS.sub("#", "".join(_END_NUMERAL.sub("#", text.strip()).split()))


def _is_repeated(members: Sequence[tuple[int, int]], pages: int) -> bool:
    """Whether a line is on enough pages: on three, or on all left or right ones of a short document."""
    numbers = sorted({number for number, _ in members})
    if len(numbers) >= min(_PAGES, max(2, pages)):
        return True
    return (
        len(numbers) >= 2 and 2 * len(numbers) + 1 >= pages and {b - a for a, b in pairwise(numbers)} == {2}
    )


def _outermost(pages: Sequence[Page | None], repeated: dict[int, set[int]]) -> Iterable[tuple[int, int]]:
    """Yield the repeated lines that are the first or last ones of a page, if the text inside is not repeated.

    Some programs print a head as near to the text as the lines of the text to each other.
    """
    for step in (1, -1):
        runs: list[tuple[int, list[int], str]] = []
        for number, lines in repeated.items():
            page = pages[number]
            order = range(len(page.lines))[::step] if page else range(0)
            run = list(takewhile(lines.__contains__, order))
            if page and 0 < len(run) <= _HEAD_LINES and len(run) < len(order):
                runs.append((number, run, page.lines[order[len(run)]].text))
        within = Counter(text for _, _, text in runs)
        yield from ((number, at) for number, run, text in runs if within[text] == 1 for at in run)


def _in_running_text(page: Page) -> set[int]:
    """Return the numbers of the lines that follow others at the usual distance, into the middle of the page.

    The same text may be printed on several pages.
    """
    steps = [
        after.top - before.top for before, after in pairwise(page.lines) if before.region == after.region
    ]
    usual = median([step for step in steps if step > 0] or [0])
    found: set[int] = set()
    run: list[int] = []
    for at, line in enumerate(page.lines):
        last = page.lines[run[-1]] if run else None
        if last is None or not _follows(last, line, usual):
            found.update(_reaching_inside(page, run))
            run = []
        run.append(at)
    found.update(_reaching_inside(page, run))
    return found


def _follows(before: Line, after: Line, usual: float) -> bool:
    step = after.top - before.top
    alike = max(before.size, after.size) <= _ALIKE * min(before.size, after.size)
    return before.region == after.region and 0 < step <= _NEAR * usual and alike and not after.tilted


def _reaching_inside(page: Page, run: list[int]) -> list[int]:
    return run if any(not _at_edge(page.lines[at]) for at in run) else []


def _same_places(members: list[tuple[int, int, Line]]) -> Iterable[list[tuple[int, int, Line]]]:
    """Yield the lines, sorted by height, in groups of the same height."""
    group = [members[0]]
    for each in members[1:]:
        if each[2].box[1] - group[-1][2].box[1] > _PLACE:
            yield group
            group = []
        group.append(each)
    yield group


def _page_numbers(pages: Sequence[Page | None]) -> Iterable[tuple[int, int]]:
    """Yield the page numbers that increase with the pages, and those that say so.

    On a document of one page any number that stands alone at the edge is one.
    """
    offsets: dict[tuple[int, float], list[tuple[int, int]]] = defaultdict(list)
    for number, at, line in _candidates(pages):
        match = _FOLIO.fullmatch(line.text.strip())
        if match is None or line.tilted:
            continue
        if match["unit"] or (match["sign"] and match["close"]) or (match["label"] or "").startswith("P"):
            yield number, at
        elif match["number"].isdecimal():
            offsets[int(match["number"]) - number, -1.0].append((number, at))
        elif value := _value(match["number"]):
            offsets[value - number, round(line.box[1], 1)].append((number, at))
    for (_, place), same in offsets.items():
        if len({number for number, _ in same}) >= (3 if place >= 0 else 2) or (len(pages) == 1 and place < 0):
            yield from same


def _value(numeral: str) -> int:
    """Return the value of a Chinese or Roman numeral; 0 if it is none."""
    if numeral[0] in _ROMAN or numeral[0].lower() in _ROMAN:
        values = [_ROMAN[char] for char in numeral.lower()]
        return sum(-one if one < other else one for one, other in pairwise([*values, 0]))
    total = digit = 0
    for char in numeral:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = 10 * digit + _CHINESE[char]
    return total + digit


_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_CHINESE = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0}


def _browser_lines(pages: Sequence[Page | None]) -> Iterable[tuple[int, int]]:
    """Yield the lines that a browser prints around a page: time and title above, the address below."""
    for number, page in enumerate(pages):
        edge = [(at, line) for at, line in enumerate(page.lines if page else ()) if _at_edge(line)]
        above = [line for _, line in edge if line.box[3] < _EDGE and _TIME.match(line.text)]
        below = [line for _, line in edge if line.box[1] > 1 - _EDGE and _ADDRESS.fullmatch(line.text)]
        if above and below:
            heights = [line.box[1] for line in (*above, *below)]
            yield from (
                (number, at)
                for at, line in edge
                if any(abs(line.box[1] - one) < _PLACE / 2 for one in heights)
            )


def _candidates(pages: Sequence[Page | None]) -> Iterable[tuple[int, int, Line]]:
    for number, page in enumerate(pages):
        for at, line in enumerate(page.lines if page else ()):
            if len(line.text) <= _LONGEST and (line.tilted or _at_edge(line)):
                yield number, at, line


def _at_edge(line: Line) -> bool:
    left, top, right, bottom = line.box
    return bottom < _EDGE or top > 1 - _EDGE or right < _SIDE or left > 1 - _SIDE
