"""The lines around a title: menus of a website above it, names of writers and accounts below it."""

from __future__ import annotations

import re

from store.chinese.folding import fold
from store.model.article import BlockKind
from store.press.dates import date
from store.press.display.kinds import is_paper_and_section
from store.press.display.titles import Part
from store.press.imprint.publications import could_be_publication
from store.press.imprint.reading import read_imprint
from store.press.lines import Line, could_be_display, is_prose, width
from store.press.person_names import is_name
from store.press.sites.website import TRAIL, is_glued_menu, is_menu, is_section, is_site_line
from store.press.vocabulary import CAPTION_START, COLUMN_MARK, DASHES, DOCUMENT_NAME, NUMBERED

_LONGEST_RUN = 5
"""Display lines of a head with names below the title."""
_MOST_ABOVE = 150
"""Lines above a title that are examined."""
_FEWEST_ITEMS = 5
"""Display lines above an imprint of which all but the last are a menu, even if their words are unknown."""
_MENU_ITEM = 16
"""Terminal cells of the longest item of a menu."""
_OF_POST = re.compile("只看|[楼樓][层層主]|[复複][制製][链鏈]接")
"""What stands beside the date of a post, whose writer stands below the title."""
_ITEM_ENDS = re.compile(r"[\s|丨｜/·•]+")
_SIGNATURE = 24
"""Terminal cells of the longest name of an account."""
_SEPARATOR = re.compile(r"\s*[|｜丨]\s*|\s+")
"""What stands between a writer and an account."""
_ISSUER = re.compile(
    "[一-鿿]{2,8}?[省市县縣区區镇鎮乡鄉州国國][一-鿿]{0,8}?(?:局|委|部|厅|廳|办|办公室|委员会|委員會|党组|党校|研究院|社科院|联合会|總工會|总工会|协会|學會|学会)"
)
"""An institution that signs below the title: 青石市委组织部."""
_MOST_CAPTIONS = 3
_LONGEST_CAPTION = 120
"""Code points."""
_MOST_BUTTONS = 3
"""Lines of buttons below names among which such a counter is looked for."""
_NARROWEST_TITLE = 10
"""Terminal cells of a title below which an unknown word of two or three characters is a pen name."""
_NO_PEN_NAME = re.compile(
    r"^(?:引子|序|序言|前言|楔子|题记|題記|导语|正文|目录|目錄|摘要|引言|尾声|后记|後記|上|中|下|上篇|下篇|中篇|节选|節選|一|二|三|其一|其二|小引|按语|编者按|图文|"
    r"第.{1,3}[章节回卷]|[上下中]|完|前记)$"
)


def lines_above(lines: list[Line]) -> int:
    """The number of lines above the head: marks such as a fence, then the menu of a website."""
    marks = 0
    while marks < min(3, len(lines) - 1) and not any(map(str.isalnum, lines[marks].words)):
        marks += 1
    while marks < min(_MOST_CAPTIONS, len(lines) - 1) and is_caption_above(lines[marks].words):
        marks += 1
    return marks + _menu_lines(lines[marks : marks + _MOST_ABOVE])


def is_caption_above(words: str) -> bool:
    """Whether this is the caption of a picture above the title: ▲早晨的渡口。陈小满 摄."""
    return len(words) <= _LONGEST_CAPTION and bool(CAPTION_START.match(words))


def _menu_lines(lines: list[Line]) -> int:
    """The number of lines of a menu at the top."""
    known = end = seen = 0
    for index, line in enumerate(lines):
        below = lines[index + 1].words if index + 1 < len(lines) else ""
        if (
            is_menu(line.words)
            or (_is_row_of_items(line.words) and _could_be_title(below))
            or is_site_line(line.words)
            or TRAIL.match(line.words)
        ):
            known += 1
            end, seen = index + 1, known
        elif not _could_be_item(line.words) or (index > 2 and read_imprint(line.words).dated):
            break
        if index + 1 > 2 * known + 2:
            break
    whole = seen >= 2 or (seen == 1 and end == 1 and _has_items(lines[0].words))
    menu = end if whole and seen * 2 >= end else 0
    return max(menu, menu + _unknown_items(lines[menu:]))


def _could_be_item(words: str) -> bool:
    return width(words) <= _MENU_ITEM and could_be_display(words)


def _has_items(words: str) -> bool:
    """Whether this line alone is a menu or the breadcrumbs, rather than the name of a section."""
    return bool(TRAIL.match(words)) or is_glued_menu(words) or len(_ITEM_ENDS.split(words.strip())) >= 3


def _is_row_of_items(words: str) -> bool:
    """Whether the line is several short words of which one names a section: a menu, above a title."""
    items = _ITEM_ENDS.split(words.strip())
    return len(items) >= 3 and all(2 <= len(item) <= 4 for item in items) and any(map(is_section, items))


def _could_be_title(words: str) -> bool:
    found = read_imprint(words)
    return bool(words) and could_be_display(words) and not (found.dated or found.authors or found.source)


def _unknown_items(lines: list[Line]) -> int:
    """The number of lines above the title, if there are many and a line of date or source stands below it."""
    for index, line in enumerate(lines):
        if is_prose(line.words) and re.search("[，。；]", line.words):
            return 0
        if index > 0 and len(date(line.words)) == 10 and _is_anchor(line.words):
            break
    else:
        return 0
    title = index - 1
    while title > 0 and _is_beside_title(lines[title].words):
        title -= 1
    items = [line for line in lines[:title] if any(map(str.isalnum, line.words))]
    if len(items) < _FEWEST_ITEMS or not any(is_prose(line.words) for line in lines[index + 1 :]):
        return 0
    return title


def _is_beside_title(words: str) -> bool:
    """Whether this may stand between a title and the date: a byline or buttons."""
    found = read_imprint(words)
    named = bool(found.authors or found.others or found.edited or found.source) and not found.rest
    return named or is_site_line(words) or is_menu(words)


def _is_anchor(words: str) -> bool:
    """Whether this is the line of date and source below a title."""
    found = read_imprint(words)
    return found.dated and (not found.rest or bool(found.source or found.authors))


def count_signatures(run: list[str], beside: list[Part]) -> int:
    """The number of lines at the end of the display lines ``run`` that are not titles but names.

    They are names of writers or accounts if a line of date or buttons follows, and pen names if they are very
    short.

    :param beside: the imprint lines that follow.
    """
    if len(run) > _LONGEST_RUN:
        return 0
    if len(run) > 1 and (is_paper_and_section(run[0]) or COLUMN_MARK.match(run[0])):
        run = run[1:]  # the title, above the names, is another line
    for index in range(1, len(run)):  # a pen name, then what the writer says of himself
        if beside and len(run) - index <= 3 and _is_signature(run[: index + 1], beside):
            if len(run[index]) <= 3 or is_of_person(beside):
                return len(run) - index
            break
    count = 0
    while count < min(2, len(run) - 1) and _is_signature(run[: len(run) - count], beside):
        count += 1
    return count


def is_of_person(beside: list[Part]) -> bool:
    """Whether a counter below the names shows a platform on which persons write, not publications."""
    return any(re.search("[赞贊]同|粉[丝絲]", words) for _, words in beside[:_MOST_BUTTONS])


def has_isolated_pen_name(lines: list[Line]) -> bool:
    """Whether the second line is a pen name: very short, and apart from the lines around it."""
    if len(lines) < 4:
        return False
    words = lines[1].words
    apart = lines[1].gap > 0 and lines[2].gap > 0 and any(line.gap < lines[2].gap for line in lines[3:200])
    return apart and 2 <= len(words) <= 3 and is_plain(words) and not _NO_PEN_NAME.match(words)


def could_be_pen_name(words: str) -> bool:
    """Whether this is so short that it may be a pen name, and no word that stands above a text."""
    return bool(re.fullmatch("[\u3400-\u9fff]{2,3}", words)) and not _NO_PEN_NAME.match(words)


def _is_signature(run: list[str], beside: list[Part]) -> bool:
    """Whether the last of these lines is a name below a title."""
    issuer = not beside and _ISSUER.fullmatch(run[-1]) and max(map(width, run[:-1])) > width(run[-1])
    return bool(issuer) or _is_name_below(run, beside)


def _is_name_below(run: list[str], beside: list[Part]) -> bool:
    words, title = _without_padding(run[-1]), max(run[:-1], key=width)
    room = 0 if _SEPARATOR.search(words) else 4
    posted = any(_OF_POST.search(text) for _, text in beside[:_MOST_BUTTONS])
    narrowest = 0 if posted and len(run) > 1 else max(width(words) + room, _NARROWEST_TITLE)
    if not is_plain(words) or width(title) < narrowest:
        return False
    imprints = [read_imprint(text) for kind, text in beside if kind is not BlockKind.CREDIT]
    tokens = _SEPARATOR.split(words)
    if any(found.source == words or words in found.authors for found in imprints) or (
        len(tokens) == 2 and any(tokens[0] in found.authors for found in imprints)
    ):
        return True  # another line names them with a role: the writer, or the writer and the account
    if len(tokens) == 1 and len(words) <= 3 and not words.isascii():
        return not _NO_PEN_NAME.match(words)
    signed = any(found.authors for found in imprints)
    dated = any(found.dated for found in imprints[:1])
    above_imprint = dated or (imprints == [] and bool(beside))
    if len(tokens) == 2:
        if is_name(tokens[0]) and not is_name(tokens[1]):
            return above_imprint and not signed
        writer, account = tokens if len(tokens[0]) <= len(tokens[1]) else reversed(tokens)
        return above_imprint and not signed and (len(writer) <= 3 or is_name(writer)) and len(account) > 3
    is_account = could_be_publication(words) or (dated and bool(re.search("[，、：？！“”「」]", title)))
    return above_imprint and not any(found.source for found in imprints) and (not signed or is_account)


def _without_padding(words: str) -> str:
    """The name without the space that pads it in print: 陈　平."""
    return "".join(words.split()) if re.fullmatch(r"\S\s+\S", words) else words


def is_plain(words: str) -> bool:
    """Whether this could be the name of a person or an account, or both."""
    return (
        width(words) <= _SIGNATURE
        and not words.startswith(DASHES)
        and not NUMBERED.match(words)
        and not (len(words) > 6 and DOCUMENT_NAME.search(fold(words)))
        and bool(re.fullmatch(rf"[\w·&.@+-]+(?:(?:{_SEPARATOR.pattern})[\w·&.@+-]+)?", words))
        and not words.isdecimal()
    )
