"""Pages saved with their parts in one file are read."""

from __future__ import annotations

import quopri
from base64 import b64encode

import pytest

from store.errors import BadInput
from store.formats.html.mhtml_reader import read
from store.importing.piece import Source
from store.importing.reading import read_data
from tests.store.formats.html.test_page_reader import page


def archive(body: bytes, transfer: str, *, subtype: str = "html", charset: str = "") -> bytes:
    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://x.invalid/1\r\nSubject: x\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="-b-"\r\n\r\n'
        f"---b-\r\nContent-Type: text/{subtype}{charset}\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n"
    )
    picture = (
        "---b-\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n---b---\r\n"
    )
    return head.encode() + body + b"\r\n" + picture.encode()


@pytest.mark.parametrize(
    ("body", "transfer", "charset"),
    [
        (quopri.encodestring(page().encode()), "quoted-printable", ""),
        (b64encode(page().encode("gb18030")), "base64", "; charset=gb2312"),
        (page().encode(), "8bit", "; charset=utf-8"),
    ],
)
def test_a_page_in_any_transfer_encoding_is_read(body: bytes, transfer: str, charset: str) -> None:
    (piece,) = read_data(archive(body, transfer, charset=charset), Source(name="a.mhtml"))
    found = piece.article.draft
    assert (piece.file_format, found.title, found.url) == ("MHTML", "最后一个渡口", "https://x.invalid/1")
    assert found.authors == ("周小满",)


@pytest.mark.parametrize("data", [archive(b"a", "8bit", subtype="css"), b"", b"Content-Type: text/plain\n\n"])
def test_a_file_without_a_page_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput, match=r"^a\.mhtml: .*\.$"):
        list(read(data, Source(name="a.mhtml")))
