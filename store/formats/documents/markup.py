"""Makes an article of HTML that is a part of another file: a mail, a note, a chapter."""

from __future__ import annotations

import re

from store.errors import BadInput
from store.formats.documents.paragraph import DocumentParagraph
from store.formats.html.blocks import blocks_of
from store.importing.decoding.encodings import decode
from store.language import _
from store.model.article import BlockKind

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.-]{1,40})""")


MOST_TAGS = 2_000_000
"""Tags of the markup of one file, of five microseconds each; a novel has a fifth of them."""


def paragraphs_of_html(markup: str, name: str, *, bullets: bool = False) -> list[DocumentParagraph]:
    """Return the paragraphs of HTML. What no element tells of them is left to the press rules.

    :param name: what the error calls the file.
    :param bullets: whether items of lists without numbers begin with a bullet.
    :raises BadInput: it has too many tags.
    """
    if markup.count("<") > MOST_TAGS:
        raise BadInput(
            _(
                "{name}: its markup has more than {most:,} tags: import it in parts.",
                name=name,
                most=MOST_TAGS,
            )
        )
    return [
        DocumentParagraph(text=text, kind=None if kind is BlockKind.PARAGRAPH else kind, level=1)
        for kind, text in blocks_of(markup, bullets=bullets)
    ]


def decoded_markup(data: bytes, name: str, charset: str = "") -> str:
    """Return the text of markup or of a message in the encoding that is declared, or else is found.

    :param charset: the encoding that something outside of the bytes declares.
    """
    match = _DECLARED.match(data)
    declared = charset or (match[1].decode() if match else "utf-8")
    codec = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "x-gbk": "gb18030"}.get(
        declared.lower(), declared
    )
    try:
        return data.decode(codec).removeprefix("\ufeff")
    except (LookupError, ValueError):
        pass
    try:
        return decode(data, name)[0]
    except BadInput:
        return data.decode("utf-8", "replace")
