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


def attached(name: str, body: str, kind: str = "application/octet-stream") -> str:
    return f'Content-Type: {kind}\nContent-Disposition: attachment; filename="{name}"\n\n{body}'


def mixed(*parts: str, subject: str = "信") -> bytes:
    body = "".join(f"--x\n{part}\n" for part in parts) + "--x--\n"
    return mail(body, 'Content-Type: multipart/mixed; boundary="x"', subject)


def test_parts_of_text_are_read_in_order_and_other_attachments_told_in_one_line() -> None:
    found = piece(
        mixed(
            f"{PLAIN}\n\n甲。",
            attached("表.xls", "x"),
            f"{PLAIN}\n\n乙。",
            attached("图.png", "x", "image/png"),
            attached("winmail.dat", "x"),
            "Content-Type: text/calendar\n\nBEGIN:VCALENDAR",
        ),
        "a.eml",
    )
    assert lines(found) == ["甲。", "乙。"]
    assert found.remarks[0] == "attachments left out: 表.xls, 图.png, attachment 4.ics"
    assert found.remarks[1].startswith("winmail.dat left out")


def test_attachments_that_are_articles_become_articles() -> None:
    inner = mail("江水退了三级石阶。", subject="Fwd: 水位").decode()
    data = mixed(
        f"{PLAIN}\n\n见附件。",
        attached("渡口.txt", "渡口的清晨\n\n渡轮改走北岸，茶摊收了伞。"),
        "Content-Type: application/octet-stream\nContent-Disposition: attachment; filename*0*=gb18030''"
        '%B6%C9;\n filename*1*=%BF%DA; filename*2=".txt"\n\n第二份\n\n缆桩上坐着一个人。',
        f"Content-Type: message/rfc822\n\n{inner}",
        attached("空.txt", " "),
        subject="转发：专题",
    )
    found = pieces(data, "a.eml")
    titles = [each.article.draft.title for each in found]
    assert titles == ["专题", "渡口的清晨", "第二份", "水位"]
    assert [each.key for each in found] == ["", "渡口.txt", "渡口.txt 2", "Fwd: 水位"]
    assert found[-1].remarks == (
        "not imported: a.eml/空.txt: the file contains only white space; choose one with text in it.",
    )


def test_a_mail_that_has_only_attachments_is_their_articles() -> None:
    (found,) = pieces(mixed(attached("渡口.txt", "渡口的清晨\n\n渡轮改走北岸。")), "a.eml")
    assert found.article.draft.title == "渡口的清晨"
    with pytest.raises(BadInput, match=r"attachments left out: 表.xls"):
        pieces(mixed(attached("表.xls", "x")), "a.eml")


def test_mails_in_one_another_are_read_to_a_depth() -> None:
    data = mail("最里面。", subject="0").decode()
    for number in range(1, 8):
        data = mixed(f"Content-Type: message/rfc822\n\n{data}", subject=str(number)).decode()
        data = data.replace("--x", f"--x{number}").replace('boundary="x"', f'boundary="x{number}"')
    with pytest.raises(BadInput, match="left out"):
        pieces(data.encode(), "a.eml")


def test_signature_and_quoted_messages_are_told_and_kept() -> None:
    body = "稿子收到。\n\n在 2024年1月2日，许砚秋 <x@b.example> 写道：\n> 请查收。\n\n-- \n陈小满\n江城文艺"
    found = piece(mail(body), "a.eml")
    assert "".join(lines(found)).endswith("陈小满江城文艺")
    assert found.article.draft.date == "2024-03-05"
    assert found.remarks == (
        "it quotes an earlier message, from “在 2024年1月2日，许砚秋 <x@b.example> 写道：” on",
        "1 line in it quoted from another message",
        "its signature is kept: the last 2 lines",
    )


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


def _alternative(*forms: tuple[str, str]) -> bytes:
    parts = "".join(f"--x\nContent-Type: text/{form}; charset=utf-8\n\n{text}\n" for form, text in forms)
    return mail(f"{parts}--x--\n", 'Content-Type: multipart/alternative; boundary="x"')


_WORDS = "油菜花开到了江边，渡船一早就来了。"


@pytest.mark.parametrize(
    "forms",
    [
        (("plain", _WORDS), ("x-amp-html", "<html amp>"), ("html", f"<p>{_WORDS}</p>")),
        (("x-amp-html", "<html amp>"), ("html", f"<p>{_WORDS}</p>")),
        (("markdown", _WORDS), ("x-amp-html", "<html amp>")),
        (("plain", ""), ("html", f"<p>{_WORDS}</p>")),
    ],
)
def test_one_form_of_a_text_is_read(forms: tuple[tuple[str, str], ...]) -> None:
    assert lines(piece(_alternative(*forms), "a.eml")) == [_WORDS]


def test_the_html_is_read_where_the_plain_text_lacks_a_paragraph() -> None:
    more = "船工说，今年的水比去年高。"
    data = _alternative(("plain", f"{_WORDS}\n\n{_WORDS}"), ("html", f"<p>{_WORDS}</p><p>{more}</p>"))
    assert lines(piece(data, "a.eml")) == [_WORDS, more]


def test_too_many_forms_of_a_text_are_told() -> None:
    data = _alternative(*[("plain", _WORDS)] * 1_001)
    assert "further parts left out: it has too many" in piece(data, "a.eml").remarks
