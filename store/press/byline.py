"""Metadata of a press article: authors, date and publication, from its byline and date lines.

The functions read printed lines and never change the text. Lines are converted to compatibility form (NFKC)
first, so that full-width digits, colons and spaces need no rules of their own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

import msgspec

from store.chinese.folding import fold
from store.model.article import Article, Block, BlockKind, Metadata
from store.press.dates import date
from store.press.display.labels import without_label
from store.press.display.title_words import join_title, title_from_text, undecorated, without_markup
from store.press.imprint.datelines import date_of_report, dateline_reporters
from store.press.imprint.imprint import Imprint
from store.press.imprint.publications import could_be_publication, is_publication
from store.press.imprint.reading import is_byline, is_date, read_imprint
from store.press.imprint.roles import is_role
from store.press.imprint.sources import agency_of
from store.press.lines import ends_sentence
from store.press.person_names import given_and_family, is_common_word, is_name, split_names
from store.press.sites.bulletin_board import read_board_header
from store.press.vocabulary import (
    ANNOUNCED,
    DIARY,
    DOCUMENT_NAME,
    INSTITUTION,
    MASTHEAD,
    REVIEWED_BOOK,
)

__all__ = [
    "Imprint",
    "authors",
    "changed_metadata",
    "derive_metadata",
    "is_byline",
    "is_date",
    "read_imprint",
    "source",
]

_TOOK_PART = re.compile(
    r"^[\s(（〔【\[]*(?:[参參][与與]|[协協]助|[联聯]合)(?:[采採][写寫访訪]|[报報][导導道]|记者|記者|[撰编編][写寫])"
)
"""The reporters who helped, named below the text: 参与采写：陈小满."""
_DESCRIBED_AT_END = re.compile(r"^\(?\s*作者\s*[系为是係為][^,;。]{2,30}\s(?P<name>[^\s,;。()]{2,4})\s*\)?$")
"""A description of the writer that ends with the name: 作者系青石大学教授 陈小满."""
_SIGNED_AT_END = re.compile(r"^\(?\s*(?:本文)?(?:作者|撰文|采写|文)\s*[:/|]\s*(?P<who>[^,;(。]{2,40})")
_SENDER = re.compile(
    r"^(?:发件人|發件人|寄件者|寄件人|发送人|From)\s*:\s*[\"“]?(?P<name>[^<>\"”@(]{2,30}?)[\"”]?\s*(?:[<(].*)?$"
)
"""The line of an e-mail message that names who wrote it."""
_AFTER_PARAGRAPH = re.compile(r"[。！？!?”」]\s*\((?P<who>[^()。:，,]{2,40})\)$")
"""The reporters in brackets at the end of a paragraph: 提高了三成。（陈小满 林夏）."""
_ORIGIN = re.compile("来源|來源|[转轉]载?自|[转轉]載自|[节節]?[选選]自|摘[编編]?自|原[载載]|刊[于於]")
"""A remark that names where the text was published before."""
_NAMED_WITH_ORIGIN = re.compile(
    r"作者\s*:?\s*([^\s,;。()|]{2,4})(?=[\s,;。()|]|$)|》[\s,(]*([^\s,;。()|]{2,4})\s*(?:编|編)?[著撰](?=[\s,;。()|]|$)"
)
"""The writer that it names too: 转载自“青石读书”，作者陈小满; 选自《江边》，陈小满 著."""
_SEVERAL_WITH_ORIGIN = re.compile(
    r"作者\s*:?\s*(?P<who>[^\s,;。()|:]{2,4}(?:[ 、][^\s,;。()|:]{2,4}){1,5})\s*[)。]?$"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=\s*年)")
_YEAR_OF_PRINT = re.compile(
    r"(?:[原刊转轉][载載]|[载載刊登]于|[载載刊登]於|刊[登发發]|[发發][表布]|首[发發]|出版)[^，,。；;\d]{0,20}(?<!\d)(?P<before>(?:19|20)\d\d)\s*年"
    r"|》\s*[（(]?(?P<title>(?:19|20)\d\d)\s*年"
    r"|(?<!\d)(?P<issue>(?:19|20)\d\d)\s*年[^，,。；;\d]{0,6}第?\s*[\d一二三四五六七八九十]{1,4}\s*[期号號卷辑輯版]"
    r"|(?<!\d)(?P<after>(?:19|20)\d\d)\s*年[^，,。；;\d]{0,6}(?:刊|[发發][表布]|首[发發]|出版)"
)
"""A year beside a publication or an issue: 原载《青石文学》2019年第3期."""
_MONTH_AND_DAY = re.compile(
    r"(?<![\d年])(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日"
)
_MAY_BE_ROLE = (BlockKind.CREDIT, BlockKind.BYLINE)
_LONGEST = 120
"""Code points: a longer line is neither a byline nor a date."""
_OPENINGS = 3
"""Paragraphs among which the one with the dateline is searched."""
_SHORT = 40
"""Code points of a paragraph that may precede it."""
_OF_PERSONS = re.compile(
    r"赞同|贊同|楼主|樓主|posted\s*@|只看该作者|全部[楼樓][层層]|[来來]自\s*(?:新浪)?微博|字[数數]\s*[\d,]+\s+[阅閱][读讀]\s*\d"
)
"""What platforms print on which persons write, not publications."""
_OF_REVIEWERS = re.compile(
    r"(?:这篇|這篇)[影书書剧劇乐樂][评評]|\d\s*[条條篇个個则則]?\s*(?:[影书書剧劇乐樂][评評]|回[应應])"
    r"|(?:[影书書剧劇乐樂][评評]|回[应應])\s*[:：(（]?\s*\d"
)
"""The same in a remark: a counter, or the label of a review. Alone the words are in names: 青石书评."""
_LONGEST_PEN_NAME = 3
"""Han characters: a longer unknown name on a byline is that of an account."""
_LONGEST_ACCOUNT = 16
"""Code points of the longest name of a public account that stands alone."""


def authors(line: str) -> tuple[str, ...]:
    """The names on a byline, in order, without roles, marks and the spaces that pad short names in print.

    Photographers and editors count only if nobody else is named.
    """
    return _names_in([line])


def source(line: str) -> str:
    """The publication that ``line`` names: 来源：X, X讯, X电, or X next to a date. Empty if none."""
    if len(line) > _LONGEST:
        return ""
    return read_imprint(line).source


_OPENINGS_OF_POSTS = 6
"""Blocks of the header of a post of a bulletin board."""


def derive_metadata(text: str, blocks: tuple[Block, ...]) -> Metadata:
    """Derive the metadata of ``text`` from its blocks.

    If no block is a title, the title is the first sentence of the text, at most 30 code points.
    """
    marked = [block for block in blocks if block.kind is not BlockKind.PARAGRAPH]

    def lines(*kinds: BlockKind) -> list[str]:
        return [
            _with_role(text, above, block)
            for above, block in zip([None, *marked], marked, strict=False)
            if block.kind in kinds
        ]

    signed = lines(BlockKind.BYLINE)
    imprint = lines(BlockKind.DATE, BlockKind.BYLINE)
    remarks = [line for line in lines(BlockKind.CREDIT) if not REVIEWED_BOOK.match(line)]
    above = _count_imprints_above_text(blocks)
    openings = _openings(text, blocks)
    pen_name, account = _lone_names(signed)
    title = join_title(map(without_markup, lines(BlockKind.TITLE)))
    if account and not above and not (_is_institution(account) or DOCUMENT_NAME.search(fold(title))):
        pen_name, account = (*pen_name, account), ""  # who signs a letter is no publication
    metadata = Metadata(
        title=title or title_from_text(text, blocks),
        kicker=" ".join(map(without_label, lines(BlockKind.KICKER))),
        subtitle=" ".join(map(without_label, lines(BlockKind.SUBTITLE))),
        column=" ".join(undecorated(line) for line in lines(BlockKind.COLUMN)),
        authors=_reporters(imprint[:above], imprint[above:], openings)
        or _signed_in_credits(remarks)
        or pen_name
        or _reporters_after(text, blocks)
        or _translators(imprint)
        or _names_in(signed),
        date=next(filter(None, map(date, imprint)), "")
        or _date_of_print(remarks)
        or next(filter(None, map(date_of_report, openings)), "")
        or next((day for day in map(_date_of_speech, lines(BlockKind.SUBTITLE)) if day), "")
        or (date(title) if DIARY.search(title) else "")
        or _day_of_known_year(imprint, [*remarks, *lines(BlockKind.COLUMN)]),
        source=next(filter(None, map(source, imprint[:above])), "")
        or (account if above else "")
        or next(filter(None, map(source, imprint)), "")
        or next(filter(None, map(_source_in_credit, remarks)), "")
        or next(filter(None, map(agency_of, openings)), "")
        or next(iter(_split_writers([*signed, *lines(BlockKind.DATE)])[1]), "")
        or account
        or next(filter(is_publication, map(undecorated, lines(BlockKind.COLUMN))), "")
        or next((head["name"] for head in map(MASTHEAD.match, lines(BlockKind.COLUMN)) if head), ""),
    )
    if board := read_board_header([text[block.start : block.end] for block in blocks[:_OPENINGS_OF_POSTS]]):
        return msgspec.structs.replace(
            metadata,
            title=board.title,
            authors=(board.author,),
            date=board.date or metadata.date,
            source=board.station or metadata.source,
        )
    of_persons = any(map(_OF_PERSONS.search, remarks + imprint)) or any(map(_OF_REVIEWERS.search, remarks))
    if of_persons and metadata.source and not (metadata.authors or _is_institution(metadata.source)):
        return msgspec.structs.replace(metadata, authors=(metadata.source,), source="")
    return metadata


def _day_of_known_year(imprint: Sequence[str], others: Sequence[str]) -> str:
    """Return the date of a line that has only month and day, if all other lines around name one year.

    :param others: remarks, which may name the year of anything: only that of a publication counts.
    """
    years = {year for line in imprint for year in _YEAR.findall(line)}
    years |= {each[each.lastgroup or 0] for line in others for each in _YEAR_OF_PRINT.finditer(line)}
    return _day_in(years.pop(), imprint) if len(years) == 1 else ""


def day_of_year(text: str, blocks: Sequence[Block], year: str) -> str:
    """Return the date of an article whose byline and date lines have only month and day; empty without any.

    :param year: four digits, from the name of its file.
    """
    kinds = (BlockKind.DATE, BlockKind.BYLINE)
    return _day_in(year, [text[each.start : each.end] for each in blocks if each.kind in kinds])


def _day_in(year: str, imprint: Sequence[str]) -> str:
    day = next(filter(None, map(_MONTH_AND_DAY.search, imprint)), None)
    return date(f"{year}年{day[0]}") if day else ""


def has_own_title(title: str, text: str, blocks: tuple[Block, ...]) -> bool:
    """Whether the title of an article is more than the beginning of its text."""
    if any(block.kind is BlockKind.TITLE for block in blocks) or title != title_from_text(text, blocks):
        return True
    return bool(blocks) and any(
        ANNOUNCED.match(text[block.start : block.end][:_LONGEST]) and title in text[block.start : block.end]
        for block in blocks[:_OPENINGS]
    )


def _count_imprints_above_text(blocks: tuple[Block, ...]) -> int:
    """The number of dates and bylines before the first paragraph."""
    kinds = [block.kind for block in blocks]
    end = kinds.index(BlockKind.PARAGRAPH) if BlockKind.PARAGRAPH in kinds else len(kinds)
    return sum(kind in (BlockKind.DATE, BlockKind.BYLINE) for kind in kinds[:end])


def _openings(text: str, blocks: tuple[Block, ...]) -> list[str]:
    """The beginnings of the first paragraphs; a short line, such as a button, may precede the dateline."""
    found: list[str] = []
    for block in blocks:
        if block.kind is BlockKind.PARAGRAPH:
            found.append(text[block.start : block.end][: 2 * _LONGEST])
            if len(found) == _OPENINGS or block.end - block.start > _SHORT or ends_sentence(found[-1]):
                break
    return found


def _reporters(above: list[str], below: list[str], openings: list[str]) -> tuple[str, ...]:
    """The authors: those in the bylines above the text, else the reporters in its dateline; then those who
    sign below the text, last of all those who took part.

    :param above: the bylines and dates above the text.
    :param below: those below it.
    """
    leading = next(filter(None, map(dateline_reporters, openings)), ()) if not _writers(above) else ()
    helping = [bool(_TOOK_PART.match(line)) for line in below]
    signing = [line for line, helps in zip(below, helping, strict=True) if not helps]
    helpers = [line for line, helps in zip(below, helping, strict=True) if helps]
    return _unique([*leading, *_writers([*above, *signing]), *_writers(helpers)])


def _writers(lines: list[str]) -> tuple[str, ...]:
    """The authors in the bylines of an article."""
    return _split_writers(lines)[0]


def _split_writers(lines: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The authors in the bylines of an article, and what looks like one but is an account.

    Beside a writer on another line, a lone word after a date is the place of writing or an account.
    """
    found = [imprint for imprint in map(read_imprint, lines) if not imprint.translated]
    surely = any(imprint.authors and (imprint.explicit or not imprint.dated) for imprint in found)
    doubtful = [
        surely and imprint.dated and not imprint.explicit and len(imprint.authors) == 1 for imprint in found
    ]
    pairs = list(zip(found, doubtful, strict=True))
    writers = _unique(name for imprint, doubt in pairs if not doubt for name in imprint.authors)
    others = _unique(name for imprint, doubt in pairs if doubt for name in imprint.authors)
    return writers, tuple(name for name in others if name not in writers and not is_name(name))


def _with_role(text: str, above: Block | None, block: Block) -> str:
    """The text of a block; of a byline, with the role that stands alone in the line above: 攝影, 陳小滿."""
    line = text[block.start : block.end]
    if above is None or block.kind is not BlockKind.BYLINE or above.kind not in _MAY_BE_ROLE:
        return line
    role = text[above.start : above.end].strip()
    return f"{role}：{line}" if is_role(role) and not is_role(line) else line


def _translators(lines: list[str]) -> tuple[str, ...]:
    """The translators in the bylines of an article."""
    found = [imprint for imprint in map(read_imprint, lines) if imprint.translated]
    return _unique(name for imprint in found for name in imprint.authors)


def _names_in(lines: list[str]) -> tuple[str, ...]:
    """The authors in the bylines of an article; if none, its photographers."""
    found = [imprint for imprint in map(read_imprint, lines) if not imprint.rest]
    wrote = _unique(name for imprint in found for name in imprint.authors)
    return wrote or _unique(name for imprint in found for name in imprint.others)


def _lone_names(lines: list[str]) -> tuple[tuple[str, ...], str]:
    """The pen names, and the public account, that stand alone on a byline: 半夏; 江边夜话; 半夏 江边夜话."""
    names: tuple[str, ...] = ()
    for line in lines:
        found = read_imprint(line)
        words = found.rest.strip("·◎□■-—")
        if not words or found.authors or found.dated or not re.fullmatch(r"[\w·&.+ |｜丨-]+", words):
            continue
        tokens = [token for token in re.split(r"[\s|｜丨]+", words) if token not in ("原创", "原創")]
        if len(tokens) > 2 or any(len(token) > _LONGEST_ACCOUNT for token in tokens):
            continue
        short = [
            len(token) <= _LONGEST_PEN_NAME and not token.isascii() and not INSTITUTION.search(fold(token))
            for token in tokens
        ]
        if list(map(is_name, tokens)) == [True, False]:
            short[1] = False  # the account of the writer before it
        account = next((token for token, brief in zip(tokens, short, strict=True) if not brief), "")
        if names and not account and len(tokens) == 1:
            return names, tokens[0]  # the account below its writer
        if not names or account:
            names += tuple(token for token, brief in zip(tokens, short, strict=True) if brief)
        if account:
            return names, account
    return names, ""


def _signed_in_credits(lines: list[str]) -> tuple[str, ...]:
    """The authors that a remark below the text names: （作者：陈小满，系青石大学副教授）."""
    found: list[str] = []
    for line in lines:
        words = unicodedata.normalize("NFKC", line)
        if (sender := _SENDER.match(words)) and (is_name(sender["name"]) or given_and_family(sender["name"])):
            return (sender["name"],)
        if _ORIGIN.search(words):
            several = _SEVERAL_WITH_ORIGIN.search(words)
            found += (
                read_imprint(line).authors
                or (several and split_names(several["who"]))
                or filter(is_name, (at[1] or at[2] for at in _NAMED_WITH_ORIGIN.finditer(words)))
            )
        if (described := _DESCRIBED_AT_END.match(words)) and is_name(described["name"]):
            found.append(described["name"])
        if match := _SIGNED_AT_END.match(words):
            found += read_imprint("作者: " + match["who"].strip(" )"), certain=True).authors
    return _unique(found)


def _reporters_after(text: str, blocks: tuple[Block, ...]) -> tuple[str, ...]:
    """The reporters in brackets at the end of the last paragraph, or of the first one."""
    paragraphs = [block for block in blocks if block.kind is BlockKind.PARAGRAPH]
    for block in [*paragraphs[-1:], *paragraphs[:1]]:
        end = unicodedata.normalize("NFKC", text[max(block.start, block.end - _LONGEST) : block.end].rstrip())
        if signed := _AFTER_PARAGRAPH.search(end):
            found = read_imprint(signed["who"])
            named = found.explicit or all(
                is_name(name) and not is_common_word(name) for name in found.authors
            )
            if found.authors and named and not found.rest:
                return found.authors
    return ()


def _date_of_print(lines: list[str]) -> str:
    """The date in a remark that names a publication too: 《青石日报》（2024年05月11日 02版）."""
    return next((day for line in lines if ("《" in line or _ORIGIN.search(line)) and (day := date(line))), "")


def _date_of_speech(subtitle: str) -> str:
    """The day on which the text was spoken: ——2024年1月16日在县人民代表大会上."""
    day = date(subtitle)
    return day if len(day) == 10 and re.search(r"日[^，。]*[在于於].+[上中]|[日)）]$", subtitle) else ""


def _source_in_credit(line: str) -> str:
    """The publication that a remark names, unless it names pictures or other articles."""
    trail = re.match(r"^\s*(\S{2,14}?)\s*[>›»＞]", line)
    if trail and is_publication(trail[1]):
        return trail[1]
    return (
        source(line) if re.search(r"来源|來源|原载|原載|转自|轉自|摘自|《", line) and "图" not in line else ""
    )


def _is_institution(name: str) -> bool:
    return could_be_publication(name) or bool(INSTITUTION.search(fold(name)))


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def changed_metadata(before: Article, blocks: Sequence[Block]) -> dict[str, object]:
    """The metadata fields that follow from changed kinds of blocks. Other fields stay as they are."""
    was = msgspec.structs.asdict(derive_metadata(before.text, before.blocks))
    now = msgspec.structs.asdict(derive_metadata(before.text, tuple(blocks)))
    return {name: value for name, value in now.items() if value != was[name]}
