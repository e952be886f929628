"""The process that reads PDFs may crash or hang: the other pages are read, and nothing else is lost."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator

import pytest

from store.errors import BadInput
from store.formats.pdf import process
from store.formats.pdf.messages import Opened, Page
from store.importing.file_formats import PDF
from tests.store.formats.pdf.pdf_writer import lines, pdf
from tests.store.formats.pdf.pieces import piece_of

_WORKER = """
import os, sys, threading
import msgspec
from store.formats.pdf.framing import read_message, write_message
from store.formats.pdf.messages import Line, Opened, Page, Request
while data := read_message(sys.stdin.buffer):
    request = msgspec.msgpack.decode(data, type=Request)
    sys.stdin.buffer.read(request.size)
    write_message(sys.stdout.buffer, msgspec.msgpack.encode(Opened(pages={pages})))
    for number in range(request.first, {pages}):
        if number in {bad}:
            {failure}
        line = Line("第%d页的文字。" % (number + 1), 0, 90, 0, 10, 10, 0, (0.1, 0.5, 0.9, 0.52))
        write_message(sys.stdout.buffer, msgspec.msgpack.encode(Page(lines=(line,))))
"""


@pytest.fixture(autouse=True)
def own_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give each test a process of its own, and end it."""
    reader = process.PdfReader()
    monkeypatch.setattr(process, "READER", reader)
    yield
    reader.close()


def failing(monkeypatch: pytest.MonkeyPatch, failure: str, *, pages: int, bad: set[int]) -> None:
    """Replace the process by one that fails at some pages."""
    script = _WORKER.format(pages=pages, bad=bad or "()", failure=failure)
    monkeypatch.setattr(process, "COMMAND", ("-P", "-c", script))
    monkeypatch.setattr(process, "PAGE_SECONDS", 5.0 if "exit" in failure else 0.2)


@pytest.mark.long
@pytest.mark.parametrize("failure", ["os._exit(11)", "threading.Event().wait()"])
def test_a_page_that_crashes_or_hangs_is_left_out(monkeypatch: pytest.MonkeyPatch, failure: str) -> None:
    failing(monkeypatch, failure, pages=3, bad={1})
    answers = list(process.read_pages(b"%PDF-", "a.pdf"))
    assert isinstance(answers[0], Opened)
    assert [isinstance(each, Page) for each in answers[1:]] == [True, False, True]


@pytest.mark.long
def test_many_bad_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, "os._exit(11)", pages=9, bad=set(range(9)))
    monkeypatch.setattr(process, "MAX_FAILURES", 2)
    with pytest.raises(BadInput, match=r"^a\.pdf: more than 2 pages of this PDF cannot be read"):
        list(process.read_pages(b"%PDF-", "a.pdf"))


def test_a_document_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, "threading.Event().wait()", pages=3, bad={1})
    monkeypatch.setattr(process, "DOCUMENT_SECONDS", 0.1)
    with pytest.raises(BadInput, match="split it first"):
        list(process.read_pages(b"%PDF-", "a.pdf"))


@pytest.mark.long
def test_a_process_that_has_ended_is_started_again() -> None:
    data = pdf([lines(["春天的小站。"])])
    assert [type(each) for each in process.read_pages(data, "a.pdf")] == [Opened, Page]
    running = process.READER.process
    assert running is not None
    running.close()
    assert [type(each) for each in process.read_pages(data, "a.pdf")] == [Opened, Page]


@pytest.mark.long
def test_pages_that_failed_are_told() -> None:
    assert piece_of(pdf([lines(["春天的小站。"])])).remarks == ()


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "store.formats.pdf.reader", raising=False)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    told = r"^PDF files need the package pypdfium2: install it with `.*\[files\]'?`\.$"
    with pytest.raises(BadInput, match=told):
        PDF.reader()
