"""What libraries say is wrong is shown in the language of the interface."""

from __future__ import annotations

import sqlite3
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile

import pytest
from lxml import etree

from store.language import Language, use_language
from store.reasons import reason_of


def zip_error() -> BaseException:
    with pytest.raises(BadZipFile) as caught:
        ZipFile(BytesIO(b"no archive"))
    return caught.value


def missing_entry() -> BaseException:
    file = BytesIO()
    with ZipFile(file, "w") as archive, pytest.raises(KeyError) as caught:
        archive.getinfo("content.xml")
    return RuntimeError(caught.value.args[0])


def sqlite_error() -> BaseException:
    with pytest.raises(sqlite3.Error) as caught:
        sqlite3.connect(":memory:").execute("SELECT 1 FROM tags")
    return caught.value


def xml_error(data: str) -> BaseException:
    with pytest.raises(ET.ParseError) as caught:
        ET.fromstring(data)
    return caught.value


def lxml_error(data: bytes) -> BaseException:
    with pytest.raises(etree.XMLSyntaxError) as caught:
        etree.fromstring(data)
    error: BaseException = caught.value
    return error


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (zip_error(), "不是 zip 文件"),
        (missing_entry(), "压缩包中没有 'content.xml'"),
        (sqlite_error(), "没有表 tags"),
        (xml_error("<a><b></a>"), "标签不匹配，第 1 行第 8 列"),
        (xml_error(""), "没有任何元素，第 1 行第 0 列"),
        (lxml_error(b"text"), "缺少起始标签，未找到“<”，第 1 行第 1 列（<string>，第 1 行）"),
        (lxml_error(b"<a><b></a>"), "起止标签不匹配：第 1 行的 b 与 a，第 1 行第 11 列（<string>，第 1 行）"),
    ],
)
def test_the_usual_reasons_are_translated(error: BaseException, reason: str) -> None:
    assert reason_of(error) == str(error)
    use_language(Language.SIMPLIFIED)
    assert reason_of(error) == reason
