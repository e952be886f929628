"""Reads an imprint line: names with their roles, dates, publications, and the buttons between."""

from __future__ import annotations

import re
from functools import lru_cache

from store.press.dates import take_dates
from store.press.imprint.bare_line import bare_line
from store.press.imprint.imprint import Imprint
from store.press.imprint.names import read_names
from store.press.imprint.page_additions import without_additions
from store.press.imprint.sources import take_account, take_agency, take_source
from store.press.person_names import is_common_word

_ASIDE = re.compile(r"\((?!\d{1,2}\)班)(?![^()]*(?:记者|記者|通讯员|通訊員|实习生))[^()]*\)")
_UPDATED = re.compile(r"\([^()]*(?:更新|修改)[^()]*\)")
_PLACE_AFTER = re.compile(r"\s*,\s*[一-鿿]{2,6}\s*")
"""A place after a date and a comma: （2023年7月26日，青石）."""
_LONGEST = 120
"""Code points: a longer line is neither a byline nor a date."""


@lru_cache(maxsize=256)  # the lines around a title are looked at several times
def read_imprint(line: str, *, certain: bool = False) -> Imprint:
    """Parse a line into names, roles, dates and publication; the remainder is in ``rest``.

    :param certain: the line is known to be one, such as the bracket of a dateline, so unknown words after a
        role are names.
    """
    if len(line) > _LONGEST or not line.strip():
        return Imprint((), (), dated=False, source="", explicit=False, rest=line)
    words, marked = bare_line(line)
    words, publication = take_agency(words)
    words, dated = take_dates(_UPDATED.sub(" ", words))
    if dated and ((words[:1] == " " and is_common_word(words.strip())) or _PLACE_AFTER.fullmatch(words)):
        words = ""  # the place: 一九八八年九月 江北
    if not publication and words.lstrip().startswith(("原创", "原創")):
        words, publication = take_account(words, line)
    words = without_additions(words, dated=dated)
    if not publication:
        words, publication = take_source(words)
    if not publication:
        words, publication = take_account(words, line)
    words = _ASIDE.sub(" ", words)
    words = re.sub(r"[|]\s*$|^\s*[|]|-{2,}", " ", words).strip(" ,;、|/-:()·•∙>")
    if not words:
        return Imprint((), (), dated=dated, source=publication, explicit=False, rest="")
    return read_names(words, dated, publication, certain=certain, marked=marked)


def is_byline(line: str) -> bool:
    """Whether ``line`` consists of authors and possibly date and publication.

    Names without a role must begin with a known surname: ``李 明 王 芳`` is a byline, ``上下同心`` is not.
    """
    found = read_imprint(line)
    return bool(found.authors) and not found.rest


def is_date(line: str) -> bool:
    """Whether ``line`` consists of a date and possibly time, publication and counters."""
    found = read_imprint(line)
    return found.dated and not found.rest and not found.authors
