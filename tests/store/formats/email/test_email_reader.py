"""Mails become articles."""

# ruff: noqa: E501 - markup of documents

from __future__ import annotations

import pytest

from store.errors import BadInput
from tests.store.formats.documents import lines, piece, pieces

PLAIN = "Content-Type: text/plain; charset=utf-8"


def mail(body: str, headers: str = PLAIN, subject: str = "信", sender: str = "陈小满 <a@b.example>") -> bytes:
    return f"From: {sender}\nSubject: {subject}\nDate: Tue, 5 Mar 2024 08:00:00 +0800\n{headers}\n\n{body}".encode()


def test_headers_that_are_not_encoded_are_decoded_anyway() -> None:
    for encoding in ("utf-8", "gb18030"):
        draft = piece(
            mail("春天来了。", subject="春天的小站", headers="X: y").decode().encode(encoding), "a.eml"
        ).article.draft
        assert (draft.title, draft.authors, draft.date) == ("春天的小站", ("陈小满",), "2024-03-05")


def test_attachments_are_told_and_parts_read_in_order() -> None:
    parts = (
        f"--x\n{PLAIN}\n\n甲。\n--x\nContent-Type: application/pdf\nContent-Disposition: attachment; "
        f"filename*=utf-8''%E6%9D%82.pdf\n\n%PDF\n--x\n{PLAIN}\n\n乙。\n--x--\n"
    )
    found = piece(mail(parts, 'Content-Type: multipart/mixed; boundary="x"'), "a.eml")
    assert lines(found) == ["甲。", "乙。"]
    assert found.remarks == ("attachment 杂.pdf left out",)


def test_flowed_text_is_joined() -> None:
    found = piece(mail("春天 \n来了。\n再见。", PLAIN + "; format=flowed; delsp=yes"), "a.eml")
    assert lines(found) == ["春天来了。", "再见。"]


def test_html_is_read_where_the_plain_part_only_hints_at_it() -> None:
    parts = (
        f"--x\n{PLAIN}\n\n请用浏览器看。\n--x\nContent-Type: text/html; charset=utf-8\n\n"
        "<p>油菜花开了，列车停两分钟。</p><p>站长说再见。</p>\n--x--\n"
    )
    assert lines(piece(mail(parts, 'Content-Type: multipart/alternative; boundary="x"'), "a.eml"))[
        0
    ].startswith("油菜花")


def test_a_mailbox_is_an_article_a_message() -> None:
    box = b"".join(
        b"From a@b Tue Mar  5 08:00:00 2024\n"
        + mail(f"第{number}封。\n>From 远方。\n", subject=f"信{number}")
        + b"\n"
        for number in (1, 2)
    )
    found = pieces(box, "a.mbox")
    assert [(each.key, each.article.draft.title) for each in found] == [("1", "信1"), ("2", "信2")]
    assert lines(found[1]) == ["第2封。", "From 远方。"]


def test_a_message_nested_without_end_is_refused() -> None:
    deep = "".join(
        f'Content-Type: multipart/mixed; boundary="{number}"\n\n--{number}\n' for number in range(2000)
    )
    with pytest.raises(BadInput):
        piece(b"From: a\n" + deep.encode() + b"\nx", "a.eml")
