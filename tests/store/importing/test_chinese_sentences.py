"""What is refused is told in Chinese: the file, what it is, and what to do with it."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from store.errors import BadInput, reason_in
from store.importing.batch import ImportedFile, RejectedFile
from store.importing.decoding.refused_formats import refuse_binary
from store.importing.folders import of_skipped
from store.importing.inputs.arguments import find_inputs
from store.importing.parallel import read_files
from store.importing.reading import read_file
from store.importing.totals import Totals
from store.language import Language, use_language
from store.library.ingest import Outcome
from store.model.bundle import Merged
from tests.store.formats.documents import packed
from tests.translations.test_catalogues import ENGLISH_WORDS
from translations.extraction import ROOT, extract

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512
ODF = "application/vnd.oasis.opendocument."


def ole(name: str) -> bytes:
    return OLE + name.encode("utf-16-le")


def mime(kind: str) -> bytes:
    return packed({"mimetype": kind}, stored=["mimetype"])


REFUSED = {
    "a.pptx": packed({"ppt/presentation.xml": "<a/>"}),
    "a.odp": mime(f"{ODF}presentation"),
    "a.ods": mime(f"{ODF}spreadsheet"),
    "a.pages": packed({"Index/Document.iwa": "x"}),
    "a.hwpx": mime("application/hwp+zip"),
    "a.ofd": packed({"OFD.xml": "<a/>"}),
    "a.apkg": packed({"collection.anki2": "x"}),
    "a.xps": packed({"FixedDocSeq.fdseq": "x"}),
    "locked.docx": ole("EncryptedPackage"),
    "a.doc": ole("WordDocument"),
    "a.xls": ole("Workbook"),
    "a.ppt": ole("PowerPoint Document"),
    "a.msg": ole("__substg1.0_0037001F"),
    "a.hwp": ole("HwpSummaryInformation"),
    "a.wps": OLE,
    "a.mobi": b"\0" * 60 + b"BOOKMOBI",
    "a.caj": b"CAJ" + b"\0" * 100,
    "a.kdh": b"KDH" + b"\0" * 100,
    "a.ps": b"%!PS-Adobe",
    "a.chm": b"ITSF\3",
    "a.djvu": b"AT&TFORM",
    "a.azw1": b"TPZ0",
    "a.azw": b"\xeaDRMION\xee",
    "a.rar": b"Rar!\x1a\x07\x00",
    "a.7z": b"7z\xbc\xaf\x27\x1c",
    "a.gz": b"\x1f\x8b\x08",
    "a.png": b"\x89PNG\r\n\x1a\n",
    "own.md": b"---\ntitle: Notes\narticles: 3\ntags: 2\n---\n",
    "own.org": b"#+title: x\n#+link: pizhu pizhu://\n",
    "cards.txt": b"#separator:tab\n#html:true\n",
    "a.bib": b"@article{key,\n title = {x}}\n",
    "a.ris": b"TY  - JOUR\nTI  - x\n",
    "a.tex": b"\\documentclass{article}\n",
    "a.fb2": b"<?xml version='1.0'?>\n<FictionBook>",
    "a.xml": b"<TEI>",
    "links.html": b"<!DOCTYPE NETSCAPE-Bookmark-file-1>",
    "pocket.html": b"<!DOCTYPE html><html><head><title>Pocket Export</title>",
    "a.py": b"#!/usr/bin/env python\n",
    "a.log": b"2024-01-01 10:00:00 INFO x\n" * 3,
}
"""A file of each kind that is refused, by name."""

TEXTS = {
    "empty.txt": b"",
    "blank.txt": "　\n \n".encode(),
    "binary.txt": bytes(range(256)) * 40,
    "torn.txt": "列车每天只停两分钟。\n".encode() * 30 + bytes(range(128, 256)) * 40,
    "mixed.txt": "列车每天只停两分钟。\n".encode() * 30 + "站长种了一排油菜花。\n".encode("gbk") * 30,
    "~$文档.docx": b"x",
}
"""Files that are no text, or not quite."""

MAGIC = (
    b"%PDF-", b"PK\3\4", OLE, b"{\\rtf", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"MZ\x90\0",
    b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\0", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"SQLite format 3\0",
)  # fmt: skip
"""How files begin that another file has in the place of a text."""


@pytest.fixture(autouse=True)
def chinese(home: Path) -> None:
    use_language(Language.SIMPLIFIED)


def refusal(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        read_file(path)
    return str(caught.value)


def is_chinese(sentence: str, place: str) -> bool:
    """Whether a sentence names the file and the remedy, and has only names in Latin letters."""
    without_name = sentence.removeprefix(f"{place}：")
    words = set(re.findall("[a-z]{2,}", re.sub("`[^`]*`", "", without_name).lower()))
    return (
        sentence.startswith(f"{place}：")
        and sentence.endswith("。")
        and "请" in without_name
        and not words - ENGLISH_WORDS
    )


@pytest.mark.parametrize("name", [*REFUSED, *TEXTS])
def test_a_refusal_names_the_file_and_the_remedy(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes({**REFUSED, **TEXTS}[name])
    sentence = refusal(path)
    assert is_chinese(sentence, str(path)), sentence
    assert "请" not in reason_in(sentence, str(path))
    assert name not in reason_in(sentence, str(path)) or name in sentence.removeprefix(str(path))


def test_each_refused_kind_has_a_file_here(tmp_path: Path) -> None:
    use_language(Language.ENGLISH)
    told = set()
    for name, data in REFUSED.items():
        (tmp_path / name).write_bytes(data)
        told.add(refusal(tmp_path / name).removeprefix(f"{tmp_path / name}"))
    for data in MAGIC:
        with pytest.raises(BadInput) as caught:
            refuse_binary(data, "a")
        told.add(str(caught.value).removeprefix("a"))
    messages, _ = extract(ROOT / "store/importing/decoding/refused_formats.py")
    assert told == {each.text.removeprefix("{name}") for each in messages}


@pytest.mark.parametrize("data", MAGIC)
def test_what_stands_in_the_place_of_a_text_is_told(data: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        refuse_binary(data, "包/内文.txt")
    assert is_chinese(str(caught.value), "包/内文.txt")


def test_what_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    (tmp_path / "断").symlink_to(tmp_path / "无")
    os.mkfifo(tmp_path / "管道")
    for name in ("空", "断", "管道", "没有.txt", "长" * 200):
        path = tmp_path / name
        assert is_chinese(refusal(path), str(path)), refusal(path)


def test_what_is_not_found_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("图").mkdir()
    Path("图/1.xyz").touch()
    words = ["图", "没有*.txt", "http:/example.com", "ftp://example.com/a", "www.example.com/a"]
    found = find_inputs(words)
    assert {each.place for each in found.refused} == {"图", "没有*.txt", *words[2:]}
    for each in found.refused:
        known = re.sub(r"\.\w+(?=[、 ）])|\w+://\S*|ftp:", "", each.reason.replace(each.place, ""))
        assert "请" in each.reason
        assert not re.search("[A-Za-z]", known), known


def test_totals_are_grouped_by_reason(tmp_path: Path) -> None:
    files = {"一.caj": b"CAJ", "二.caj": b"CAJ", "三.txt": b""}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    totals = Totals()
    for path, read in read_files(sorted(tmp_path.glob("*.*"))):
        assert isinstance(read, str)
        totals.refuse(RejectedFile(Path(path), read))
    assert totals.sentence() == "新增 0 篇；3 个未导入（不支持 CAJ 文档 × 2，文件为空 × 1）"


def test_a_total_is_one_sentence() -> None:
    totals = Totals()
    for outcome in (Outcome.ADDED, Outcome.ADDED, Outcome.UPDATED):
        totals.add(
            ImportedFile(
                path=Path("a.zip"), article="0" * 16, title="题", outcome=outcome, encoding="", lost=0,
                moved=0, skipped=((".jpg", 2), ("lock files of Office", 1)),
            )
        )  # fmt: skip
    totals.merge(Merged(articles_added=3, placeholders=2, annotations_added=5))
    assert totals.sentence() == (
        "新增 2 篇，更新 1 篇（来自 1 个文件）；合并 1 个文件（新增 1 篇文章、5 条批注、2 篇占位文章）；"
        "跳过 6 个 .jpg、3 个 Office 锁定文件"
    )


def test_what_is_skipped_has_one_key_in_all_languages(tmp_path: Path) -> None:
    for name in ("a.txt", "b.xyz", "无后缀", "~$c.docx"):
        (tmp_path / name).write_text("字")
    totals = Totals(skipped=find_inputs([str(tmp_path)]).skipped)
    assert set(totals.skipped) == {".xyz", "without suffix", "lock files of Office"}
    assert set(of_skipped(totals.skipped).split("、")) == {
        "1 个 .xyz",
        "1 个无扩展名的文件",
        "1 个 Office 锁定文件",
    }
