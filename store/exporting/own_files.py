"""Tells files that Pizhu has exported from those of others, by what is in them.

A pattern for each format matches what its writer always writes. A file that somebody rebuilt in another
program, a table with more columns for example, is no longer an export: it has work in it that Pizhu cannot
write again.
"""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import BadZipFile, ZipFile

HEAD = 1 << 18
"""Bytes at the beginning of a file in which its pattern must match."""

MOST = 1 << 23
"""Bytes of a bibliography, all entries of which are looked at, above which it counts as somebody else's."""

BRAT = b"Pizhu: texts and annotations for brat"
"""The comment of an archive for brat, in which nothing else tells where it comes from."""

_ID = rb"[0-9a-f]{16}"
_KEY = rb"[^\s,\"]*-[0-9a-f]{6,32}"
_BOM = b"\xef\xbb\xbf"

_TEXTS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rb"\A---\n(?:.*\n)*?pizhu: \"pizhu://read/" + _ID + rb"\"\n",  # Markdown of one article
        rb"^- \*\*[^*\n]+\*\* ?\[(" + _ID + rb")\]\(pizhu://read/\1\)\n",  # and of several
        rb"\A---\ntitle: [^\n]*\narticles: 0\n",  # and of none
        rb"^#\+link: pizhu elisp:\(browse-url \"pizhu:%s\"\)$",
        rb"^<meta name=\"generator\" content=\"Pizhu\" />$",
        rb"\A" + _BOM + rb"article,title,authors,date,source,url,quote,tags,note,creator,created,modified,"
        rb"start,end,orphan,annotation,link[,\r]",
        rb"\A" + _BOM + rb"article,title,authors,date,source"
        rb"(?:,(?:[^,\"\r\n]* \((?:count|0/1)\)|\"(?:[^\"]|\"\")* \((?:count|0/1)\)\"))*\r\n",
        rb"\A\{\s*\"pizhu\": ?\d",
        rb"\A\{\"type\":\"library\",\"pizhu\":\d",
        rb"\A\{\"@context\":\"http://www\.w3\.org/ns/anno\.jsonld\".*\"label\":\"Annotations from Pizhu\"",
        rb"\A(?:<\?xml[^>]*>\s*)?<CodeBook [^>]*origin=\"Pizhu\"",
        rb"\A\{\"text\":\"(?:[^\"\\]|\\.)*\",\"label\":.*\"article\":\"("
        + _ID
        + rb")\",\"link\":\"pizhu://read/\1\"",
        rb"\A(?:#.*\n)*#deck:Pizhu\n",
    )
)
"""What the beginning of a text has."""

_BIBLIOGRAPHIES = (
    (re.compile(rb"^@\w+\{", re.MULTILINE), re.compile(rb"^@\w+\{" + _KEY + rb",$", re.MULTILINE)),
    (re.compile(rb"^TY  - ", re.MULTILINE), re.compile(rb"^ID  - " + _KEY + rb"\r?$", re.MULTILINE)),
    (
        re.compile(rb"^\{\"", re.MULTILINE),
        re.compile(rb"^\{\"id\":\"" + _KEY + rb"\",\"type\":", re.MULTILINE),
    ),
)
"""Where an entry begins, and where one of Pizhu does. A bibliography is Pizhu's if all of its entries are."""

_ENTRIES = (
    ("docProps/core.xml", re.compile(rb"<dc:creator>Pizhu</dc:creator>")),
    ("docProps/app.xml", re.compile(rb"<vt:lpstr>Quotes</vt:lpstr><vt:lpstr>Matrix 0-1</vt:lpstr>")),
    ("project.qde", re.compile(rb"<Project [^>]*origin=\"Pizhu\"")),
    ("collection.anki2", re.compile(rb"Pizhu")),
    (
        "library.json",
        re.compile(rb"^(?:\{\s*)?\"library\":\s*\{\s*\"\d+\":\s*\{[^{}]*\"schema\":", re.MULTILINE),
    ),  # the first of the tables, but not in what Pizhu wrote of a server before
)
"""What an entry of an archive has, in its beginning."""


def is_own_export(path: Path) -> bool:
    """Whether a file is an export of Pizhu in any format, or empty. Pizhu may overwrite it without asking.

    :raises OSError: it cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
        if not head.strip(_BOM + b" \t\r\n"):
            return len(head) < HEAD
        if head.startswith(b"PK"):
            return _is_own_archive(path)
        if any(pattern.search(head) for pattern in _TEXTS):
            return True
        if not any(entry.search(head) for entry, _own in _BIBLIOGRAPHIES):
            return False
        rest = file.read(MOST)
    return len(rest) < MOST and _is_own_bibliography(head + rest)


def _is_own_bibliography(content: bytes) -> bool:
    for entry, own_entry in _BIBLIOGRAPHIES:
        entries = len(entry.findall(content))
        if entries and entries == len(own_entry.findall(content)):
            return True
    return False


def _is_own_archive(path: Path) -> bool:
    try:
        with ZipFile(path) as archive:
            if archive.comment == BRAT:
                return True
            names = set(archive.namelist())
            for name, pattern in _ENTRIES:
                if name in names:
                    with archive.open(name) as entry:
                        if pattern.search(entry.read(HEAD)):
                            return True
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError):
        return False  # damaged, encrypted, or compressed in another way: not what Pizhu writes
    return False
