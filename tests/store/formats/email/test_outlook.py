"""What Outlook packs into winmail.dat is unpacked: the text of the mail and its attachments."""

from __future__ import annotations

import struct
from base64 import encodebytes
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import BadInput
from store.formats.email.outlook import SIGNATURE, uncompressed, unpack
from store.importing.piece import Piece, Source
from store.importing.reading import read_data
from tests.lengths import examples

RIVER = "江水退了三级石阶。"
FERRY = "渡口的清晨\n\n渡轮改走北岸，茶摊收了伞。"


def attribute(number: int, value: bytes, level: int = 1) -> bytes:
    return struct.pack("<BHHI", level, number, 6, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def padded(value: bytes) -> bytes:
    return value + b"\0" * (-len(value) % 4)


def string(number: int, words: str) -> bytes:
    value = words.encode("utf-16-le") + b"\0\0"
    return struct.pack("<HHII", 0x1F, number, 1, len(value)) + padded(value)


def binary(number: int, value: bytes, kind: int = 0x102) -> bytes:
    return struct.pack("<HHII", kind, number, 1, len(value)) + padded(value)


def properties(*each: bytes) -> bytes:
    flag = struct.pack("<HHI", 0xB, 0x0E1F, 1)
    named = struct.pack("<HH16sII", 0x3, 0x8001, b"g" * 16, 0, 7) + b"\1\0\0\0"
    spelled = struct.pack(
        "<HH16sII6s2x", 0x40, 0x8002, b"g" * 16, 1, 6, "字".encode("utf-16-le") + b"a\0\0\0"
    )
    several = struct.pack("<HHI", 0x1003, 0x6001, 2) + b"\1\0\0\0\2\0\0\0"
    return struct.pack("<I", len(each) + 4) + flag + named + spelled + b"\0" * 8 + several + b"".join(each)


def packed(*attributes: bytes) -> bytes:
    return SIGNATURE + b"\1\0" + attribute(0x9007, struct.pack("<II", 936, 0)) + b"".join(attributes)


def file(name: str, content: bytes, more: bytes = b"") -> bytes:
    return (
        attribute(0x9002, b"\0" * 14, 2)
        + attribute(0x8010, name.encode("gb18030") + b"\0", 2)
        + (attribute(0x800F, content, 2) if content else b"")
        + attribute(0x9005, more or properties(string(0x3707, name)), 2)
    )


def stored_rtf(rtf: bytes) -> bytes:
    """Return RTF in the form that is not compressed."""
    return struct.pack("<II4sI", len(rtf) + 12, len(rtf), b"MELA", 0) + rtf


def compressed_rtf(rtf: bytes) -> bytes:
    """Return RTF compressed without a reference, but for the one that ends it."""
    body = b""
    for at in range(0, len(rtf), 8):
        body += b"\0" + rtf[at : at + 8]
    end = (207 + len(rtf)) % 4096 << 4
    last = len(rtf) % 8
    tail = struct.pack(">H", end)
    if last:
        start = len(body) - last - 1
        body = body[:start] + bytes([1 << last]) + body[start + 1 :] + tail
    else:
        body += b"\1" + tail
    return struct.pack("<II4sI", len(body) + 12, len(rtf), b"LZFu", 0) + body


def mail(data: bytes, text: str = "") -> bytes:
    body = f"--x\nContent-Type: text/plain; charset=utf-8\n\n{text}\n" if text else ""
    return (
        f"From: a@example.com\nSubject: =?utf-8?b?5L+h?=\nDate: Tue, 5 Mar 2024 10:00:00 +0800\n"
        f'Content-Type: multipart/mixed; boundary="x"\n\n{body}--x\nContent-Type: application/ms-tnef; '
        f'name="winmail.dat"\nContent-Transfer-Encoding: base64\n\n{encodebytes(data).decode()}--x--\n'
    ).encode()


def read(data: bytes, name: str = "a.eml") -> list[Piece]:
    return list(read_data(data, Source(name=name)))


def texts(pieces: list[Piece]) -> list[str]:
    return [each.article.draft.text.splitlines()[-1] for each in pieces]


RTF = rb"{\rtf1\ansi\ansicpg936 \'bd\'ad\'cb\'ae.\par}"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (attribute(0x800C, RIVER.encode("gb18030")), RIVER),
        (attribute(0x9003, properties(string(0x1000, RIVER))), RIVER),
        (attribute(0x9003, properties(binary(0x1013, f"<p>{RIVER}</p>".encode()))), RIVER),
        (attribute(0x9003, properties(binary(0x1009, compressed_rtf(RTF)))), "江水."),
        (attribute(0x9003, properties(binary(0x1009, stored_rtf(RTF)))), "江水."),
    ],
    ids=["attribute", "plain", "html", "compressed", "stored"],
)
def test_the_text_of_a_mail_is_unpacked_unless_the_mail_has_it_itself(body: bytes, expected: str) -> None:
    data = packed(body, file("渡口.txt", FERRY.encode()), file("图.png", b"x"))
    own, attached = read(mail(data))
    assert texts([own, attached]) == [expected, "渡轮改走北岸，茶摊收了伞。"]
    assert (own.article.draft.title, attached.article.draft.title) == ("信", "渡口的清晨")
    assert "attachments left out: 图.png" in own.remarks
    assert texts(read(mail(data, "看附件。"))) == ["看附件。", "渡轮改走北岸，茶摊收了伞。"]


def test_a_winmail_that_was_saved_is_the_mail() -> None:
    when = struct.pack("<7H", 2024, 3, 5, 10, 0, 0, 2)
    about = properties(string(0x37, "水位"), string(0x0C1A, "陶一鸣"), string(0x0C1F, "t@example.com"))
    data = packed(
        attribute(0x8005, when), attribute(0x9003, about), attribute(0x800C, RIVER.encode("gb18030"))
    )
    (piece,) = read(data, "winmail.dat")
    draft = piece.article.draft
    assert (draft.title, draft.authors, draft.date) == ("水位", ("陶一鸣",), "2024-03-05")
    assert texts([piece]) == [RIVER]


def test_a_message_that_is_attached_is_an_article_of_its_own() -> None:
    inner = packed(attribute(0x8004, "水位".encode("gb18030")), attribute(0x800C, RIVER.encode("gb18030")))
    more = properties(string(0x3707, "水位"), binary(0x3701, b"i" * 16 + inner, 0xD))
    pieces = read(mail(packed(file("水位", b"", more)), "看附件。"))
    assert texts(pieces) == ["看附件。", RIVER]
    assert pieces[1].article.draft.title == "水位"


def test_references_of_compressed_rtf_lead_into_what_came_before() -> None:
    body = bytes([0b00110000]) + b"{ab}" + struct.pack(">H", 208 << 4 | 2) + struct.pack(">H", 215 << 4)
    data = struct.pack("<II4sI", len(body) + 12, 8, b"LZFu", 0) + body
    assert uncompressed(data, "") == b"{ab}ab}a"


@pytest.mark.long
@settings(max_examples=examples(60), deadline=None)
@given(st.integers(0, 400), st.binary(max_size=8))
def test_a_damaged_winmail_is_told_and_never_breaks_the_import(at: int, other: bytes) -> None:
    about = attribute(0x9003, properties(string(0x1000, RIVER), binary(0x1009, compressed_rtf(RTF))))
    data = packed(about, file("渡口.txt", FERRY.encode()))
    broken = data[:at] + other + data[at + len(other) :]
    for each in (broken, data[:at]):
        unpack(each, Source(name="x"))
        assert texts(read(mail(each, "看附件。")))[0] == "看附件。"
        with suppress(BadInput):
            read(each, "winmail.dat")
