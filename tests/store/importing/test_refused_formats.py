"""Files that cannot be read are refused with a sentence that says what to do."""

from __future__ import annotations

import pytest

from store.errors import BadInput
from tests.store.formats.documents import docx_of_piece, packed, piece

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512


def directory(name: str) -> bytes:
    return OLE + name.encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "remedy"),
    [
        (directory("WordDocument"), "save it as .docx"),
        (directory("Workbook"), "save it as .xlsx"),
        (directory("EncryptedPackage"), "without"),
        (directory("__substg1.0_0037001F"), ".eml"),
        (OLE, "old Office"),
        (b"CAJ" + b"\0" * 100, "save it as PDF"),
        (b"HN\0\0" + b"\0" * 100, "save it as PDF"),
        (b"\0" * 60 + b"BOOKMOBI", "convert it to EPUB"),
        (b"Rar!\x1a\x07\x00", "unpack it"),
        (packed({"ppt/presentation.xml": "<a/>"}), "save it as PDF"),
        (packed({"Doc_0/Document.xml": "<a/>", "OFD.xml": "<a/>"}), "save it as PDF"),
        (
            packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, stored=["mimetype"]),
            ".xlsx",
        ),
        (packed({"Index/Document.iwa": "x"}), ".docx"),
    ],
)
def test_the_sentence_says_what_to_do(data: bytes, remedy: str) -> None:
    with pytest.raises(BadInput, match=f"^a.doc: this is .*{remedy}"):
        piece(data, "a.doc")


def test_a_document_is_known_by_its_own_entries_not_by_those_of_one_inside() -> None:
    inside = packed({"a.docx": docx_of_piece()}, stored=["a.docx"])
    assert piece(inside, "a.bin").key == "a.docx"
    assert piece(docx_of_piece(), "a.zip").file_format == "DOCX"
