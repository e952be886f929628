"""The catalogues are complete, up to date, and written as Chinese is."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from store.language.catalogue import PARTS
from translations.catalogues import (
    SIMPLIFIED,
    TRADITIONAL,
    as_po,
    compiled,
    entries,
    part_of,
    po_file,
    read,
    translation,
    updated,
)
from translations.extraction import all_messages, placeholders

ENGLISH_WORDS = frozenset({
    "git", "syncthing", "dropbox", "icloud", "library", "history", "package", "me",
    "azw", "bzip", "caj", "chm", "djvu", "doc", "doccano", "dps", "drm", "eml", "et", "excalidraw",
    "excel", "fb", "fictionbook", "gif", "gzip", "hangul", "hh", "http", "https", "hwp", "hwpx", "jpeg",
    "jsonl", "kdh", "keynote", "latex", "lines", "md", "mib", "mobi", "msg", "notion", "numbers", "odp",
    "ods", "ofd", "office", "outlook", "oxygen", "pages", "png", "postscript", "ppt", "pptx", "prc",
    "postgresql", "psycopg", "rar", "tei", "teigarage", "txt", "word", "wps", "xls", "xps", "xz",
    "pizhu", "json", "markdown", "html", "csv", "docx", "pdf", "epub", "rtf", "odt", "xlsx", "tsv",
    "toml", "zip", "utf", "org", "anki", "zotero", "obsidian", "taguette", "brat", "kindle", "refi",
    "qda", "qdpx", "srt", "bibtex", "ris", "csl", "url", "id", "sqlite", "unicode", "ascii", "ocr",
    "cc", "cedict", "clreq", "docker", "github", "vim", "emacs", "crc", "nul", "fffd", "kb", "mb", "gb",
    "pip", "python", "xml", "yaml", "rss", "atom", "iso", "star", "wsyh", "xj", "daochu", "dc",
    "export", "import", "set", "fy", "re", "char", "starters", "keys", "check", "repair", "list",
    "show", "config", "enter", "esc", "ctrl", "alt", "shift", "tab", "space", "del", "pgup", "pgdn",
    "home", "end", "backspace", "visual", "editor", "true", "false",
    # names of fields, of arguments and of ways to split a text, which one types after a command
    "title", "kicker", "subtitle", "column", "authors", "author", "date", "source", "file", "heading",
    "caption", "titles", "chapters", "headings", "documents", "document", "gaps", "days",
    "entries", "of", "tag", "words", "digit", "path", "folder", "name", "todo", "annotation", "by", "has",
    "note", "moved", "unread", "is", "read", # what one types to the plain reader
    "open", "help", "more", "go", "find", "quit", "article", "annotations", "info", "next", "previous",
    "repeat", "redo", "undo", "ext", "revious", "epeat", "ind", "ag", "nnotations", "nfo", "ist", "ore",
    "pen", "ndo", "elp", "uit",
    # actions, options and kinds of `pizhu attributes`
    "add", "attributes", "choice", "choices", "force", "kind", "number", "remove", "text",
    # teams: roles, states, and what one types after `pizhu team`
    "team", "role", "round", "coder", "adjudicator", "manager", "assign", "new", "in", "progress", "done",
    "adjudicated", "rights", "allow", "sql",
    # what is counted, and measures
    "freq", "ngrams", "keyness", "collocates", "ll", "diff", "dp", "logdice", "mi",
    "node", "count", "item", "character", "characters", "paragraph",
    # names
    "ab", "ac", "alpha", "cbdb", "cohen", "fleiss", "jieba", "jinja", "kappa", "krippendorff", "localhost",
    "aside", "schema", "shell", "textual", "serve",
    "gib", "hypothesis", "instapaper", "joplin", "koreader", "lua", "mhtml",
    "pocket", "qdc", "qde", "raindrop",
    "settings", "measure", "pinyin", "nopinyin", "readwise",
})  # fmt: skip
"""The words in Latin letters of Chinese texts: names of formats and programs, keys, what one types."""

HALF_WIDTH = re.compile(
    r"(?<=[\u4e00-\u9fff])[,;:!?()]|[,;:!?()](?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\.(?![\w/])"
)
UNSPACED = re.compile(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]")
COPIED = re.compile(r"日报 2020年3月24日")
"""What an example has as newspapers print it."""

DATES = re.compile(r"\{date\.(?:year|month|day)\}")
ENUMERATION = re.compile(r"[,:] :?\w+(?: \w+)*…$")
"""The end of a list that goes on: ``date, words…``, in Chinese 日期、词语等."""

ENDS = {".": "。", "?": "？", "!": "！", "…": "…", ":": "："}

ALL = [(part, key, translation(entry)) for part in PARTS for key, entry in entries(read(part))]
TRANSLATED = [(f"{part}.po: {key.text!r}", key, text) for part, key, text in ALL if text]

EXAMPLE = re.compile(r"[a-z]+ .*[\u4e00-\u9fff]")
"""A command line with a name in Chinese. Its translation is the same text, for traditional characters."""


@pytest.mark.parametrize("part", PARTS)
def test_the_catalogue_has_what_the_code_marks(part: str) -> None:
    messages = [each for each in all_messages() if part_of(each.file) == part]
    assert po_file(part).read_bytes() == as_po(updated(part, messages, {})[0]), "run `make messages`"


@pytest.mark.parametrize("part", PARTS)
def test_the_compiled_catalogue_is_up_to_date(part: str) -> None:
    for folder in (SIMPLIFIED, TRADITIONAL):
        assert (folder / f"{part}.mo").read_bytes() == compiled(part, folder), "run `make messages`"


def test_no_text_is_untranslated() -> None:
    missing = [key.text for part in PARTS for key, entry in entries(read(part)) if not translation(entry)]
    assert missing == []


def test_a_text_has_the_same_translation_everywhere() -> None:
    known = defaultdict(set)
    for _, key, text in TRANSLATED:
        known[key].add(text)
    assert {key: texts for key, texts in known.items() if len(texts) > 1} == {}


def test_the_placeholders_are_those_of_the_english_text() -> None:
    wrong = [
        where
        for where, key, text in TRANSLATED
        if placeholders(DATES.sub("{date}", text)) - {"count"}
        != placeholders(key.text) | placeholders(key.plural or "") - {"count"}
        and placeholders(DATES.sub("{date}", text)) != placeholders(key.plural or key.text)
    ]
    assert wrong == []


def test_no_english_word_is_left() -> None:
    found = {
        where: words
        for where, key, text in TRANSLATED
        if not (text == key.text and EXAMPLE.match(text))
        and (words := set(re.findall(r"[a-z]{2,}", without_code(text).lower())) - ENGLISH_WORDS)
    }
    assert found == {}


def test_punctuation_between_characters_is_full_width() -> None:
    assert [where for where, key, text in TRANSLATED if HALF_WIDTH.search(without_code(text))] == []


def test_a_space_is_between_chinese_and_latin() -> None:
    assert [
        where for where, key, text in TRANSLATED if UNSPACED.search(COPIED.sub("", without_code(text)))
    ] == []


def test_a_text_ends_as_the_english_one_does() -> None:
    wrong = [
        where
        for where, key, text in TRANSLATED
        if (
            (key.text[-1] in ENDS and text[-1] not in (ENDS[key.text[-1]], key.text[-1]))
            and not ENUMERATION.search(key.text)
        )
        or (text[-1] == "。") != (key.text[-1] == ".")
    ]
    assert wrong == []


def test_a_coder_has_one_name() -> None:
    """The glossary has 编码员 for one, so that agreement and adjudication speak of the same people."""
    assert [(where, text) for where, _key, text in TRANSLATED if "编码者" in text] == []


def without_code(text: str) -> str:
    """A text without placeholders, code and options."""
    return re.sub(
        r"\{[^}]*\}|%\(\w+\)[rs]|\btag:\w+|`[^`]*`|--\w[\w-]*|\$\w+|\[\[?\w*|'[^']*'|<[^>]*>", "", text
    )
