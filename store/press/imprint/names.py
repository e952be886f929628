"""Reads the names in an imprint line, each with the role before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from store.chinese.folding import fold
from store.press.imprint.imprint import Imprint
from store.press.imprint.publications import could_be_publication, is_publication
from store.press.imprint.role_order import roles_first
from store.press.imprint.roles import ACT, LABEL, TRANSLATED
from store.press.person_names import is_common_word, is_name, split_names, stands_for_nobody
from store.press.sites.website import is_place, is_section
from store.press.vocabulary import INSTITUTION

_COLLECTIVE = re.compile(
    r"^.{2,14}(?:评论员|評論員|编辑部|編輯部|课题组|报道组|报道组|调研组|工作室|编辑|评论部|理论部|研究院|记者站|写作组|寫作組|编写组|编委会|編委會|项目组|項目組|研究组|研究組|采访组|採訪組|报道小组|報導小組|專題小組|专题组|記者團|记者团|中心组|本刊编辑)$"
)
_AND_OTHERS = re.compile(r"\s*等\s*(?:[\d一二三四五六七八九十]{0,3}人)?$")
"""The end of a list of names that is not complete: 陈小满、林夏等."""
_OFFICES = ("评论员", "評論員")
"""Roles as which somebody signs without a name."""
_TOKENS = re.compile(r"[\s|/]+|(?<=\s)[·•-](?=\s)")
_LONGEST_ACCOUNT = 16
"""Code points of the longest name of a public account."""
_LONGEST_PEN_NAME = 3
"""Han characters: a longer unknown name beside a date is an account, a shorter one a writer."""
_SHORTEST_PHRASE = 4
"""Code points before a role that are a phrase, not somebody's office, as in 本版编辑."""
_LONGEST_MARKED = 12
"""Code points of the longest names after a mark, which stands for a role: □ 闻小禾 连清."""
_OTHER_LABEL = re.compile(
    r"^(?!作者|来源|來源)(?:小说|小說|书名|書名|作品|文集|类别|類別|类型|類型|分类|分類|题目|題目|状态|狀態):[^\s:]{1,20}\s+"
)
"""What a site of novels says of the work before it names the writer: 小说：渡口旧事 作者：半夏."""
_PLACED_LAST = re.compile(r"^(.*\S)\s{2,}([一-鿿]{2,4})$")
"""A short word after the date, where another stands before it."""
_BARE_NAME = re.compile(
    r"\s*(?![大新再微看走在])[一-鿿]{1,2}(?![部局院社台室组組处處科网網报報会會厅廳])[一-鿿]\s*"
)
"""What is a name after a role, whatever its surname, unless it is a word or a department."""
NO_PERSON = re.compile(
    "(?:手记|手記|观察|觀察|调查|調查|来信|來信|视点|視點|见闻|見聞|述评|述評|札记|札記|直击|直擊|连线|連線|追踪|追蹤|专访|專訪|探访|探訪|走访|走訪|"
    r"体验|體驗|文摘|随笔|隨筆|视角|視角|评论|評論|报道|報道|報導|之家|[部局院社台室组組处處科网網报報会會厅廳])\s*$"
)
"""The end of what follows a role without being a person: 记者 手记, 供稿：运营部."""
_SPEAKERS = ("记者", "記者")
"""A role before a colon that may also be the speaker of what follows: 记者：您好."""
_EMPLOYER = re.compile("[一-鿿]{3,8}[A-Za-z]{0,4}")
"""A word that is the publication if a reporter follows."""
_AMOUNT = re.compile(r"\d+[一-鿿]{1,2}")
"""A number with its unit: 58分钟."""
_UNNAMED = re.compile("匿名|佚名|化名|某|[老小阿][㐀-鿿]{1,2}$")
"""The beginning of what stands for a name."""
_MOST_UNKNOWN = 3
"""Unknown words beside a date that may be names."""


class _Found:
    """What has been read so far of a line."""

    def __init__(self, publication: str, *, dated: bool) -> None:
        self.dated = dated
        self.publication = publication
        self.writers: list[str] = []
        self.translators: list[str] = []
        self.others: list[str] = []
        self.rest: list[str] = []
        self.edited = False

    def take_accounts(self) -> None:
        """Take accounts beside a writer for the publication: 文 | 青石观察，作者 | 陈小满."""
        accounts = [name for name in self.writers if could_be_publication(name) and not is_name(name)]
        accounts = [name for name in accounts if not _COLLECTIVE.match(name)]
        if len(accounts) < len(self.writers):
            self.writers = [name for name in self.writers if name not in accounts]
            self.publication = self.publication or next(iter(accounts), "")

    def take_publications(self, section: str) -> str:
        """Remove the publications from a section of the line."""
        kept = section
        for token in filter(None, _TOKENS.split(section)):
            name = token.strip("《》()<>·•-,;、:")
            if is_publication(name):
                self.publication = self.publication or name
                kept = kept.replace(token, "  ", 1)
        return re.sub(r"^\s*[/|]+|[/|]+\s*$", " ", kept) if kept != section else section


def read_names(words: str, dated: bool, publication: str, *, certain: bool, marked: bool) -> Imprint:
    """Parse the names in a line without dates and publication, each with the role before it.

    :param marked: whether the line began with a mark such as ◎.
    """
    if _is_collective(words) and not re.search(r"[\s:/|]", words):
        return Imprint((words,), (), dated, publication, explicit=True, rest="")
    if (others := _AND_OTHERS.search(words)) and len(words) > len(others[0]) + 1:
        first = read_names(words[: others.start()], dated, publication, certain=certain, marked=marked)
        if first.authors and not first.rest:
            return first
    words, joint = roles_first(words)
    if LABEL.search(fold(words)):
        words = _OTHER_LABEL.sub(" ", words)
    labels = list(LABEL.finditer(fold(words)))
    found = _Found(publication, dated=dated)
    before_roles = [words[slice(*label.span("prefix"))] for label in labels]
    if len(labels) == 1 and _is_end_of_title(labels[0], words):
        return Imprint((), (), dated, publication, explicit=False, rest=words)
    if not labels:
        whole = _read_unlabelled(words, found, dated=dated, joint=joint, marked=marked)
    elif len(labels) == 1 and not words[labels[0].end() :].strip() and labels[0].start():
        whole = _read_section(labels[0], words[: labels[0].start()], found, certain=certain)  # 老梁 口述
    else:
        whole = _read_before_role(labels[0], words, found, joint=joint)
        papers = filter(None, map(_publication_before_role, before_roles))
        found.publication = found.publication or next(papers, "")
        ends = [*(label.start() for label in labels[1:]), len(words)]
        before: re.Match[str] | None = None
        for label, end in zip(labels, ends, strict=True):
            section = words[label.end() : end]
            whole &= _read_section(label, section, found, certain=certain, under=before)
            before = label if not section.strip() else None
    office = words[slice(*labels[-1].span("pen"))] if labels and labels[-1]["pen"] else ""
    if office in _OFFICES and not found.writers and not words[labels[-1].end() :].strip():
        found.writers.append((before_roles[-1] + office).strip())  # 文/本刊特约评论员
    found.take_accounts()
    labelled = joint or any(not label["editor"] for label in labels)
    rest = "" if whole else " ".join(found.rest) or words
    employed = any(prefix.startswith("本") for prefix in before_roles)
    kept = whole or dated or employed or any(label["mark"].strip() == ":" for label in labels)
    writers = found.writers or found.translators
    return Imprint(
        _unique(name for name in writers if name != found.publication) if kept else (),
        _unique(found.others) if kept else (),
        dated,
        found.publication,
        explicit=labelled and bool(writers or found.others) and whole,
        rest=rest,
        edited=found.edited,
        translated=bool(found.translators) and not found.writers,
    )


def _is_collective(words: str) -> bool:
    """Whether this is a group of writers that signs as one: 本刊编辑部, “县域治理”课题组."""
    return bool(_COLLECTIVE.match(words.strip())) and not re.search(r"[,:!?|/]|\S\s+\S", words)


def _is_end_of_title(label: re.Match[str], words: str) -> bool:
    """Whether a role is the last word of a phrase without a name: 读书会第十二期记录."""
    bare = label.span() == (0, len(words)) and not label["mark"].strip() and not label["pen"]
    return bare and len(label["prefix"]) >= _SHORTEST_PHRASE and not _publication_before_role(label["prefix"])


def _read_section(
    label: re.Match[str], section: str, found: _Found, *, certain: bool, under: re.Match[str] | None = None
) -> bool:
    """Read what follows a role. Return whether all of it was recognised.

    :param under: the role directly before it, as in 摄影：本报记者.
    """
    label = under if under is not None and (under["photo"] or under["editor"]) else label
    other = label["photo"] or label["editor"]
    section = found.take_publications(section)
    if not section.strip(" ,;、|/-:()·"):
        found.edited = found.edited or bool(label["editor"])
        return True
    is_separate = bool(label["mark"]) or section[:1].isspace()
    marked = label["mark"].strip() in (":", "/", "|")
    spoken = marked and label["strict"] in _SPEAKERS
    done = marked and not label["prefix"] and bool(ACT.fullmatch(label["strict"] or ""))
    person = is_separate and not (spoken and not found.dated) and not NO_PERSON.search(section)
    person = person and not (done and not are_named(section.split()))
    certain = certain or (person and bool(_BARE_NAME.fullmatch(section)))
    employed = bool(label["prefix"]) and not is_separate and not NO_PERSON.search(section)
    certain = certain or (employed and bool(_BARE_NAME.fullmatch(section)))  # 本报记者闻小禾
    pen = is_separate and bool(
        label["pen"] or (other and len(section.strip()) <= 4) or (person and marked and not label["prefix"])
    )
    if stands_for_nobody(section.strip()):
        found.edited = True
        return True
    if _is_collective(section) and not label["photo"] and not label["editor"]:
        found.writers.append(section.strip())
        return True
    section = _without_employer(section)
    listed = re.split("[、,]", section.strip(), maxsplit=1)
    led = section[:1].isspace() or certain or bool(label["mark"]) or (len(listed) > 1 and is_name(listed[0]))
    names = split_names(section, led=led, pen=pen or certain)
    if names is None and found.writers and not re.search(r"\s", who := section.strip()):
        names = [] if could_be_publication(who) or INSTITUTION.search(fold(who)) else None
    if names is None:
        found.rest.append(section.strip())
        return False
    if label["editor"]:
        found.edited = True
    elif label["photo"]:
        found.others.extend(names)
    else:
        translated = TRANSLATED.match(label["pen"] or label["strict"])
        (found.translators if translated else found.writers).extend(names)
    return True


def _without_employer(section: str) -> str:
    """Remove the institution before the name of a person who works there: 区城管局 陈小满."""
    first, _, others = section.strip().partition(" ")
    employed = len(first) > _LONGEST_PEN_NAME and (could_be_publication(first) or NO_PERSON.search(first))
    return f" {others}" if employed and others.strip() and split_names(others, led=True) else section


def are_named(names: Sequence[str]) -> bool:
    """Whether all of these are surely names, or stand for one: 匿名主播, 老许."""
    return all(_UNNAMED.match(name) or split_names(name, led=True) for name in names)


def _publication_before_role(prefix: str) -> str:
    """The publication in the prefix of a role: 四川日报 in 四川日报全媒体, nothing in 本报."""
    first, dot, _ = prefix.partition("·")
    if dot and is_publication(first):
        return first
    for end in range(len(prefix), 1, -1):
        if is_publication(prefix[:end]) and not prefix.startswith(("本", "我")):
            return prefix[:end]
    return prefix if len(prefix) > 2 and could_be_publication(prefix) else ""


def _read_unlabelled(words: str, found: _Found, *, dated: bool, joint: bool, marked: bool = False) -> bool:
    """Read names and publications without a role. Return whether all of it was recognised."""
    words = found.take_publications(words)
    if not words.strip(" ,;、|/-:()·•"):
        return True
    names = split_names(words, led=marked and len(words) <= _LONGEST_MARKED)
    if not names and (pair := _writer_and_publication(words)):
        names, found.publication = pair[:1], found.publication or pair[1]
    if names and (dated or joint or marked or not _are_common_words(words)):
        found.writers.extend(names)
        return True
    if dated:
        return _read_beside_date(words, found)
    if found.publication and words[:1] in " /|" and re.fullmatch(r"[一-鿿]{2,5}", words.strip(" /|")):
        return True  # the section of the newspaper
    found.rest.append(words.strip())
    return False


def _read_before_role(label: re.Match[str], words: str, found: _Found, *, joint: bool) -> bool:
    """Read what precedes the first role. A word before a reporter is the paper: 江北视界 记者 陈小满."""
    before = words[: label.start()]
    name = before.strip(" |·-")
    employer = (label["strict"] or "") in _SPEAKERS and label["mark"].strip() != ":"
    if employer and not found.publication and _EMPLOYER.fullmatch(name) and not split_names(name):
        who = words[label.end() :].split()
        if who and is_name(who[0]) and not is_common_word(who[0]):
            found.publication = name
            return True
    return _read_unlabelled(before, found, dated=found.dated, joint=joint)


def _writer_and_publication(words: str) -> list[str]:
    """A writer and what may be the publication, in this order, if the line is nothing else."""
    tokens = [token for token in _TOKENS.split(words.strip()) if token]
    if len(tokens) != 2:
        return []
    for name, other in (tokens, tokens[::-1]):
        sure = is_publication(other)
        if is_place(name):
            return []
        if (is_name(name) or (sure and split_names(name, led=True))) and not is_name(other):
            return [name, other] if sure or could_be_publication(other) else []
    return []


def _read_beside_date(words: str, found: _Found) -> bool:
    """Read unknown words beside a date: an account, a pen name. Return whether all of it was recognised."""
    if (placed := _PLACED_LAST.match(words)) and not is_name(placed[2]):
        words = placed[1]
    names_at: dict[int, str] = {}
    unknown: list[tuple[int, str]] = []
    tokens = [token.strip(",;、:()《》-·") for token in _TOKENS.split(words)]
    for place, token in enumerate(filter(None, tokens)):
        if is_place(token) or (is_publication(found.publication) and is_section(token)):
            continue
        if is_name(token):
            names_at[place] = token
        elif not found.publication and could_be_publication(token):
            found.publication = token
        elif _is_account(token) and len(unknown) < _MOST_UNKNOWN:
            unknown.append((place, token))
        else:
            found.rest.append(token)
    for place, token in unknown:
        writer = names_at.get(place - 1, "")
        if writer and not found.publication and len(unknown) == 1 and f"{writer} {token}" in words:
            found.publication = token  # the account of the writer before it
        elif len(token) <= _LONGEST_PEN_NAME and not token.isascii() and not re.search(r"\d", token):
            names_at[place] = token
        elif not found.publication:
            found.publication = token
        else:
            found.rest.append(token)
    found.writers.extend(names_at[place] for place in sorted(names_at))
    return not found.rest


def _is_account(token: str) -> bool:
    """Whether this could be the name of a public account or a writer."""
    return (
        2 <= len(token) <= _LONGEST_ACCOUNT
        and not _AMOUNT.fullmatch(token)
        and bool(re.fullmatch(r"[\w·&@.+'’~-]*[^\W\d_][\w·&@.+'’~-]*", token))
    )


def _are_common_words(words: str) -> bool:
    """Whether these are only common words that begin with surnames: 金秋, 江南 白云."""
    return all(is_common_word(word) for word in words.split())


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
