"""Documents of all formats, made of strings: the same piece, and whatever a test puts in."""

# ruff: noqa: E501 - markup of documents

from __future__ import annotations

import io
import tarfile
from base64 import b64encode
from collections.abc import Iterable
from html import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from store.importing.piece import Piece, ReadOptions, Source
from store.importing.reading import read_data
from store.model.article import BlockKind

TITLE = "春天的小站"
AUTHORS = ("陈小满", "李一丁")
DATE = "2024-03-05"
HEADINGS = ("站台上的人", "末班车")
PARAGRAPHS = (
    "油菜花开了，列车在小站停两分钟。站长说：“再见。”",
    "卖豆腐的老人天天来，他说这里的风是甜的，𠮷野先生也这么说。",
    "末班车走了，灯还亮着，长椅上坐着一个等人的孩子，他一点也不着急。",
)
BODY: tuple[tuple[BlockKind, str], ...] = (
    (BlockKind.PARAGRAPH, PARAGRAPHS[0]),
    (BlockKind.HEADING, HEADINGS[0]),
    (BlockKind.PARAGRAPH, PARAGRAPHS[1]),
    (BlockKind.HEADING, HEADINGS[1]),
    (BlockKind.PARAGRAPH, PARAGRAPHS[2]),
)

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def pieces(data: bytes, name: str, split: str = "") -> list[Piece]:
    """Return the articles in the bytes of a file."""
    return list(read_data(data, Source(name=name, options=ReadOptions(split=split))))


def piece(data: bytes, name: str) -> Piece:
    """Return the only article in the bytes of a file."""
    (found,) = pieces(data, name)
    return found


def blocks(found: Piece) -> list[tuple[BlockKind, str]]:
    """Return the kinds and texts of the paragraphs of an article."""
    draft = found.article.draft
    return [(each.kind, draft.text[each.start : each.end]) for each in draft.blocks]


def lines(found: Piece) -> list[str]:
    """Return the paragraphs of an article."""
    return found.article.draft.text.split("\n")


def packed(parts: dict[str, bytes | str], *, stored: Iterable[str] = ()) -> bytes:
    """Return a ZIP archive of parts by path."""
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for path, content in parts.items():
            entry = ZipInfo(path, (2024, 3, 5, 8, 0, 0))
            archive.writestr(entry, content, ZIP_STORED if path in stored else ZIP_DEFLATED)
    return out.getvalue()


# Word


def paragraph(content: str, style: str = "", properties: str = "") -> str:
    """Return a paragraph of Word of runs, or of text without markup."""
    runs = content if content.startswith("<") else f"<w:r><w:t>{escape(content)}</w:t></w:r>"
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{style}{properties}</w:pPr>{runs}</w:p>"


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/><w:basedOn w:val="a"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="标题 2"/><w:basedOn w:val="a"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="mine"><w:name w:val="我的小标题"/><w:basedOn w:val="2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="题注"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="toc1"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="o"><w:name w:val="小节"/>'
    '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
)
"""Elements of styles.xml."""


def docx(
    body: str, *, title: str = "", creator: str = "", created: str = "", strict: bool = False, **parts: str
) -> bytes:
    """Return a Word document.

    :param parts: content of further parts by kind: ``footnotes``, ``comments``, ``numbering``, ``header``.
    """

    def part(name: str, content: str) -> str:
        found = f'<w:{name} xmlns:w="{_W}" xmlns:r="{_R}" xmlns:v="urn:v" xmlns:mc="urn:mc" xmlns:wps="urn:wps">{content}</w:{name}>'
        return found.replace(_W, _STRICT_W) if strict else found

    roots = {"footnotes": "footnotes", "endnotes": "endnotes", "comments": "comments", "numbering": "numbering",
             "header": "hdr", "styles": "styles"}  # fmt: skip
    every = {"styles": STYLES, **parts}
    related = "".join(
        f'<Relationship Id="r{kind}" Type="{_R}/{kind}" Target="{kind}.xml"/>'
        for kind in every
        if kind != "header"
    )
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r" Type="{_R}/officeDocument" '
            f'Target="/word/document.xml"/><Relationship Id="c" Type="{_RELATIONS}/metadata/core-properties" '
            'Target="docProps/core.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{related}</Relationships>',
            "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
            "docProps/core.xml": '<cp xmlns:dc="urn:dc" xmlns:t="urn:t">'
            f"<dc:title>{title}</dc:title><dc:creator>{creator}</dc:creator><t:created>{created}</t:created></cp>",
            **{f"word/{kind}.xml": part(roots[kind], content) for kind, content in every.items()},
        }
    )


def docx_of_piece(**options: bool) -> bytes:
    """Return the piece as a Word document."""
    styles = {BlockKind.HEADING: "2", BlockKind.PARAGRAPH: ""}
    body = paragraph(TITLE, "T") + "".join(paragraph(words, styles[kind]) for kind, words in BODY)
    return docx(
        body, creator=";".join(AUTHORS), created=f"{DATE}T08:00:00Z", strict=options.get("strict", False)
    )


# OpenDocument


def odt(body: str, *, title: str = "", creator: str = "", created: str = "", styles: str = "") -> bytes:
    """Return an OpenDocument text."""
    names = "office", "text", "table", "style", "draw", "meta"
    spaces = " ".join(f'xmlns:{name}="{_ODF}{name}:1.0"' for name in names) + ' xmlns:dc="urn:dc"'
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {spaces}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
            "meta.xml": f"<office:document-meta {spaces}><office:meta><dc:title>{title}</dc:title>"
            f"<meta:initial-creator>{creator}</meta:initial-creator>"
            f"<meta:creation-date>{created}</meta:creation-date></office:meta></office:document-meta>",
            "META-INF/manifest.xml": "<manifest/>",
        },
        stored=["mimetype"],
    )


def odt_of_piece() -> bytes:
    """Return the piece as an OpenDocument text."""
    written = {
        BlockKind.HEADING: '<text:h text:outline-level="1">{}</text:h>',
        BlockKind.PARAGRAPH: "<text:p>{}</text:p>",
    }
    body = f'<text:p text:style-name="Title">{TITLE}</text:p>'
    body += "".join(written[kind].format(words) for kind, words in BODY)
    return odt(body, creator=";".join(AUTHORS), created=f"{DATE}T08:00:00")


# HTML, e-books, notes


def html_of_body() -> str:
    """Return the text of the piece as HTML, without its title."""
    names = {BlockKind.HEADING: "h2", BlockKind.PARAGRAPH: "p"}
    return "".join(f"<{names[kind]}>{words}</{names[kind]}>" for kind, words in BODY)


def epub(
    chapters: dict[str, str], *, metadata: str = "", manifest: str = "", spine: str = "", **parts: str
) -> bytes:
    """Return an e-book.

    :param chapters: HTML by path, in order.
    :param parts: further parts; two underscores in a name stand for a slash, one for a full stop.
    """
    items = "".join(
        f'<item id="c{number}" href="{path}" media-type="application/xhtml+xml"/>'
        for number, path in enumerate(chapters)
    )
    order = "".join(f'<itemref idref="c{number}"/>' for number in range(len(chapters)))
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:opf="http://www.idpf.org/2007/opf" version="3.0"><metadata>{metadata}</metadata>'
        f"<manifest>{items}{manifest}</manifest><spine>{order}{spine}</spine></package>"
    )
    further = {name.replace("__", "/").replace("_", "."): content for name, content in parts.items()}
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OEBPS/text/book.opf"/>'
            "</rootfiles></container>",
            "OEBPS/text/book.opf": opf,
            **{
                f"OEBPS/text/{path}": content
                for path, content in chapters.items()
                if not path.startswith("../")
            },
            **further,
        },
        stored=["mimetype"],
    )


def epub_of_piece() -> bytes:
    """Return the piece as an e-book of one chapter."""
    creators = "".join(f"<dc:creator>{name}</dc:creator>" for name in AUTHORS)
    return epub(
        {
            "one.xhtml": f"<html><head><title>x</title></head><body><h1>{TITLE}</h1>{html_of_body()}</body></html>"
        },
        metadata=f"<dc:title>{TITLE}</dc:title>{creators}<dc:date>{DATE}</dc:date>",
    )


def enex(*notes: str) -> bytes:
    """Return an export of Evernote."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE en-export SYSTEM '
        '"http://xml.evernote.com/pub/evernote-export4.dtd">\n'
        f'<en-export application="Evernote" version="10">{"".join(notes)}</en-export>'
    ).encode()


def note(title: str, content: str, about: str = "") -> str:
    """Return a note of Evernote."""
    return (
        f'<note><title>{title}</title><content><![CDATA[<?xml version="1.0"?><!DOCTYPE en-note SYSTEM '
        f'"http://xml.evernote.com/pub/enml2.dtd"><en-note>{content}</en-note>]]></content>{about}</note>'
    )


def enex_of_piece() -> bytes:
    """Return the piece as a note of Evernote."""
    about = (
        "<created>20240305T040000Z</created><tag>铁路</tag><note-attributes>"
        f"<author>{'、'.join(AUTHORS)}</author><source-url>https://a.example/1</source-url></note-attributes>"
    )
    return enex(note(TITLE, html_of_body(), about))


def jex(items: dict[str, str]) -> bytes:
    """Return an export of Joplin of items by ID."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in items.items():
            entry = tarfile.TarInfo(f"{name}.md")
            data = content.encode()
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def jex_of_piece() -> bytes:
    """Return the piece as a note of Joplin in a notebook, with a tag."""
    folder, mine, tag, link = "f" * 32, "a" * 32, "b" * 32, "c" * 32
    marks = {BlockKind.HEADING: "## ", BlockKind.PARAGRAPH: ""}
    body = "\n\n".join(f"{marks[kind]}{words}" for kind, words in BODY)
    return jex(
        {
            mine: f"{TITLE}\n\n{body}\n\nid: {mine}\nparent_id: {folder}\ncreated_time: {DATE}T04:00:00.000Z\n"
            f"author: {'、'.join(AUTHORS)}\nsource_url: https://a.example/1\nmarkup_language: 1\ntype_: 1",
            folder: f"剪报\n\nid: {folder}\ntype_: 2",
            tag: f"铁路\n\nid: {tag}\ntype_: 5",
            link: f"id: {link}\nnote_id: {mine}\ntag_id: {tag}\ntype_: 6",
        }
    )


# RTF, mail, subtitles


def rtf_text(words: str, encoding: str = "") -> str:
    """Return words as RTF writes them: as bytes of an encoding, else as UTF-16."""
    if encoding:
        return "".join(f"\\'{byte:02x}" if byte > 127 else chr(byte) for byte in words.encode(encoding))
    units = words.encode("utf-16-le")
    codes = [
        int.from_bytes(units[place : place + 2], "little", signed=True) for place in range(0, len(units), 2)
    ]
    return "".join(chr(code) if 0 < code < 128 else f"\\u{code}?" for code in codes)


def rtf_of_piece(encoding: str = "", code_page: int = 1252, charset: int = 134) -> bytes:
    """Return the piece as RTF."""
    info = (
        f"{{\\info{{\\title {rtf_text(TITLE, encoding)}}}{{\\author {rtf_text(';'.join(AUTHORS), encoding)}}}"
        "{\\creatim\\yr2024\\mo3\\dy5\\hr8}}"
    )
    styles = "{\\stylesheet{\\s0 Normal;}{\\s15 Title;}{\\s2\\sbasedon0 heading 2;}}"
    numbers = {BlockKind.HEADING: 2, BlockKind.PARAGRAPH: 0}
    body = f"\\pard\\s15 {rtf_text(TITLE, encoding)}\\par\n"
    body += "".join(
        f"\\pard\\s{numbers[kind]}\\f1 {rtf_text(words.replace('𠮷', '吉') if encoding else words, encoding)}\\par\n"
        for kind, words in BODY
    )
    fonts = f"{{\\fonttbl{{\\f0\\fcharset0 Times;}}{{\\f1\\fnil\\fcharset{charset} SimSun;}}}}"
    return f"{{\\rtf1\\ansi\\ansicpg{code_page}\\uc1\\deff1{fonts}{styles}{info}\n{body}}}".encode()


def mail_of_piece(encoding: str = "utf-8") -> bytes:
    """Return the piece as a message with a plain and an HTML part."""

    def word(text: str) -> str:
        return f"=?{encoding}?B?{b64encode(text.encode(encoding)).decode()}?="

    plain = "\n\n".join(words for _, words in BODY).replace("𠮷", "吉").encode(encoding)
    markup = f"<html><body>{html_of_body().replace('𠮷', '吉')}</body></html>".encode(encoding)
    senders = ", ".join(f"{word(name)} <{number}@a.example>" for number, name in enumerate(AUTHORS))
    parts = "".join(
        f"--x\r\nContent-Type: text/{kind}; charset={encoding}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        f"{b64encode(content).decode()}\r\n"
        for kind, content in (("plain", plain), ("html", markup))
    )
    return (
        f"From: {senders}\r\nSubject: {word(TITLE)}\r\nDate: Tue, 5 Mar 2024 08:00:00 +0800\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/alternative; boundary="x"\r\n\r\n{parts}--x--\r\n'
    ).encode()
