"""The formats that are refused: how their files begin, and the sentence that says what to do with them."""

from __future__ import annotations

import re
from collections.abc import Collection

from store.errors import BadInput
from store.language import Lazy, lazy

_PICTURE = lazy("{name}: this is a picture: recognise its text with another program first.")
_CAJ = lazy("{name}: this is a CAJ document: open it in its reader and save it as PDF.")
_OUTLOOK = lazy("{name}: this is a message of Outlook (.msg): open it and save it as .eml or text.")
_WITH_PASSWORD = lazy(
    "{name}: this is an Office document with a password: open it, save it without one and import that."
)
_REFUSED_ARCHIVES = (
    ("ppt/presentation", lazy("{name}: this is a presentation (.pptx): save it as PDF.")),
    (
        "application/vnd.oasis.opendocument.presentation",
        lazy("{name}: this is a presentation (.odp): save it as PDF."),
    ),
    (
        "application/vnd.oasis.opendocument.spreadsheet",
        lazy("{name}: this is a spreadsheet (.ods): save it as .xlsx or .csv."),
    ),
    (
        "index/document.iwa",
        lazy("{name}: this is a document of Pages, Numbers or Keynote: export it as .docx, .xlsx or PDF."),
    ),
    ("application/hwp+zip", lazy("{name}: this is a Hangul document (.hwpx): save it as .docx.")),
    ("ofd.xml", lazy("{name}: this is an OFD document: save it as PDF.")),
    ("collection.anki", lazy("{name}: this is an Anki deck: import the text that it was made from.")),
    ("fixeddocseq.fdseq", lazy("{name}: this is an XPS document: save it as PDF.")),
)
"""How names of entries begin, lower case, or the type of the archive, and the error about it."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_OLE_STREAMS = (
    (b"EncryptedPackage", _WITH_PASSWORD),
    (b"DataSpaces", _WITH_PASSWORD),
    (
        b"WordDocument",
        lazy("{name}: this is an old Word or WPS document (.doc, .wps): open it and save it as .docx."),
    ),
    (
        b"Workbook",
        lazy("{name}: this is an old Excel or WPS workbook (.xls, .et): open it and save it as .xlsx."),
    ),
    (
        b"PowerPoint Document",
        lazy("{name}: this is an old presentation (.ppt, .dps): open it and save it as PDF."),
    ),
    (b"__substg1.0_", _OUTLOOK),
    (b"__properties_version1.0", _OUTLOOK),
    (
        b"HwpSummaryInformation",
        lazy("{name}: this is a Hangul document (.hwp): open it and save it as .docx or PDF."),
    ),
)
"""Names in the directory of an OLE file, and the error about it."""

_OLD_OFFICE = lazy(
    "{name}: this is an old Office document (.doc, .xls, .wps): open it and save it as .docx or .xlsx."
)
_KINDLE = lazy("{name}: this is a Kindle book (.mobi, .azw, .prc): convert it to EPUB.")

_REFUSED = (
    (b"CAJ", _CAJ),
    (b"HN\x00\x00", _CAJ),
    (b"KDH", lazy("{name}: this is a KDH document: open it in its reader and save it as PDF.")),
    (b"%!PS", lazy("{name}: this is a PostScript document: convert it to PDF.")),
    (b"ITSF", lazy("{name}: this is a CHM help file: unpack it (hh, 7-Zip) and import its pages.")),
    (b"AT&TFORM", lazy("{name}: this is a DjVu document: recognise its text with another program first.")),
    (b"TPZ", lazy("{name}: this is a Kindle book: convert it to EPUB.")),
    (b"\xeaDRMION", lazy("{name}: this is a Kindle book with DRM: it can only be read in its own reader.")),
    (b"Rar!\x1a\x07", lazy("{name}: this is a RAR archive: unpack it and import the files.")),
    (b"7z\xbc\xaf\x27\x1c", lazy("{name}: this is a 7z archive: unpack it and import the files.")),
    (b"\x1f\x8b", lazy("{name}: this is a gzip file: unpack it and import the files.")),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
)

PROLOGUE = rb"(?:<\?[^>]*+>\s*+|<!--(?:(?!-->).)*+-->\s*+)*+"
"""Processing instructions and comments before the first element of XML."""

_REFUSED_TEXTS = (
    (
        re.compile(
            rb"---\r?\n(?:title: Notes\r?\narticles: \d+\r?\ntags:|(?:(?!---)[^\r\n]*\r?\n){1,200}?pizhu: \"?pizhu://)"
        ),
        lazy(
            "{name}: this is an export of Pizhu as Markdown, which has notes but not the texts: export the "
            "library as json or pizhu and import that."
        ),
    ),
    (
        re.compile(rb"#\+title:[^\r\n]*\r?\n(?:#\+[^\r\n]*\r?\n){0,20}?#\+link: pizhu ", re.IGNORECASE),
        lazy(
            "{name}: this is an export of Pizhu as Org, which has notes but not the texts: export the "
            "library as json or pizhu and import that."
        ),
    ),
    (
        re.compile(rb"#separator:[^\r\n]*\r?\n#(?:html|notetype|deck|columns|tags|guid)"),
        lazy("{name}: this is a list of cards for Anki: import the text that they were made from."),
    ),
    (
        re.compile(
            rb"(?:\s*+%[^\r\n]*+\r?\n)*+\s*+@(?:article|book|inbook|incollection|inproceedings|misc|news|"
            rb"online|phdthesis|mastersthesis|thesis|report|techreport|unpublished|string|comment|preamble)"
            rb"\s*+\{[^\s{},=]*+\s*+[,=]",
            re.IGNORECASE,
        ),
        lazy(
            "{name}: this is a list of references in BibTeX, which has no texts: import the texts themselves."
        ),
    ),
    (
        re.compile(rb"TY  - [A-Z]{2,10}[ \t]*+\r?\n\s*+[A-Z][A-Z0-9]  - "),
        lazy("{name}: this is a list of references in RIS, which has no texts: import the texts themselves."),
    ),
    (
        re.compile(rb"\s*+(?:%[^\r\n]*+\s*+)*+\\documentclass\b"),
        lazy(
            "{name}: this is a LaTeX document: convert it with `pandoc FILE.tex -o FILE.docx` and import "
            "that."
        ),
    ),
    (
        re.compile(PROLOGUE + rb"<FictionBook[\s>]", re.DOTALL),
        lazy(
            "{name}: this is a FictionBook (.fb2): convert it with `pandoc FILE.fb2 -o FILE.epub` and "
            "import that."
        ),
    ),
    (
        re.compile(
            PROLOGUE + rb"(?:<!DOCTYPE\s[^>]*+>\s*+)?+<(?:TEI|teiCorpus|TEI\.2)[\s>]",
            re.DOTALL | re.IGNORECASE,
        ),
        lazy(
            "{name}: this is a TEI document (.xml): convert it to HTML or .docx (TEIGarage, "
            "oXygen) and import that."
        ),
    ),
    (
        re.compile(
            rb"<!DOCTYPE html>[^\0]{0,600}?<title>\s*(?:Pocket Export|Instapaper: Export)\s*</title>",
            re.IGNORECASE,
        ),
        lazy(
            "{name}: this is a list of links (of Pocket or Instapaper), which has no texts: save the pages "
            "themselves, or import their addresses."
        ),
    ),
    (
        re.compile(rb"<!DOCTYPE NETSCAPE-Bookmark-file-1>", re.IGNORECASE),
        lazy(
            "{name}: this is a list of links (bookmarks of a browser), which has no texts: save the pages "
            "themselves, or import their addresses."
        ),
    ),
    (
        re.compile(
            rb"#!/|\s*+(?:(?:#(?!include)|//|/\*)[^\r\n]*+\s*+)*+"
            rb"(?:import [\w., ]+\r?\n|from [\w.]+ import |#include\s*[<\"]"
            rb"|package [\w.]+;|def \w+\(|(?:const|let|var) \w+ = )"
        ),
        lazy("{name}: this is a program: import texts, not source code."),
    ),
    (
        re.compile(
            rb"(?:\[?\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d\S*+ +"
            rb"\[?(?:INFO|DEBUG|WARN(?:ING)?|ERROR|TRACE|FATAL)\b[^\r\n]*\r?\n){3}"
        ),
        lazy("{name}: this is a log of a program: import texts, not logs."),
    ),
)
"""How texts begin that are no articles, and the error about them."""

_PROGRAM = lazy("{name}: this is a program, not text; save it as a text file and import that.")
_GIF = lazy("{name}: this is a GIF picture, not text; save it as a text file and import that.")
_MAGIC: tuple[tuple[bytes, Lazy], ...] = (
    (b"%PDF-", lazy("{name}: this is a PDF document, not text; save it as a text file and import that.")),
    (
        b"PK\x03\x04",
        lazy(
            "{name}: this is a ZIP archive, as .docx and .epub files are, not text; save it as a text file "
            "and import that."
        ),
    ),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        lazy("{name}: this is an old Office document, not text; save it as a text file and import that."),
    ),
    (b"{\\rtf", lazy("{name}: this is an RTF document, not text; save it as a text file and import that.")),
    (
        b"\x89PNG\r\n\x1a\n",
        lazy("{name}: this is a PNG picture, not text; save it as a text file and import that."),
    ),
    (
        b"\xff\xd8\xff",
        lazy("{name}: this is a JPEG picture, not text; save it as a text file and import that."),
    ),
    (b"GIF87a", _GIF),
    (b"GIF89a", _GIF),
    (b"\x7fELF", _PROGRAM),
    (b"MZ\x90\x00", _PROGRAM),
    (
        b"\x1f\x8b\x08",
        lazy("{name}: this is a gzip archive, not text; save it as a text file and import that."),
    ),
    (b"BZh", lazy("{name}: this is a bzip2 archive, not text; save it as a text file and import that.")),
    (
        b"\xfd7zXZ\x00",
        lazy("{name}: this is an xz archive, not text; save it as a text file and import that."),
    ),
    (
        b"7z\xbc\xaf\x27\x1c",
        lazy("{name}: this is a 7-Zip archive, not text; save it as a text file and import that."),
    ),
    (
        b"Rar!\x1a\x07",
        lazy("{name}: this is a RAR archive, not text; save it as a text file and import that."),
    ),
    (
        b"SQLite format 3\x00",
        lazy("{name}: this is a SQLite database, not text; save it as a text file and import that."),
    ),
)
"""How files begin that are no text, and the error about them."""


def refuse_archive(names: Collection[str], head: bytes, name: str) -> None:
    """Refuse a ZIP archive that is a document which cannot be read.

    :param names: the names of its entries, lower case.
    :param head: its first bytes, which may have its type.
    :raises BadInput: it is one.
    """
    for words, sentence in _REFUSED_ARCHIVES:
        if words.encode() in head[:200] or any(entry.startswith(words) for entry in names):
            raise BadInput(sentence.format(name=name))


def refuse_document(head: bytes, tail: bytes, name: str) -> None:
    """Refuse a file whose first bytes are those of a document that cannot be read.

    :raises BadInput: it is one.
    """
    if head.startswith(_OLE):
        streams = (head + tail).replace(b"\0", b"")
        sentence = next((each for sign, each in _OLE_STREAMS if sign in streams), _OLD_OFFICE)
        raise BadInput(sentence.format(name=name))
    if head[60:68] in (b"BOOKMOBI", b"TEXtREAd"):
        raise BadInput(_KINDLE.format(name=name))
    for sign, sentence in _REFUSED:
        if head.startswith(sign):
            raise BadInput(sentence.format(name=name))


def refuse_text(start: bytes, name: str) -> None:
    """Refuse a text that is no article, such as a program.

    :param start: its first bytes, without a byte order mark and white space.
    :raises BadInput: it is one.
    """
    for sign, sentence in _REFUSED_TEXTS:
        if sign.match(start):
            raise BadInput(sentence.format(name=name))


def refuse_binary(data: bytes, name: str) -> None:
    """Refuse the content of a file that should be a text, and is of a known format.

    :raises BadInput: it is one.
    """
    for sign, sentence in _MAGIC:
        if data.startswith(sign):
            raise BadInput(sentence.format(name=name))
