"""The process that reads PDFs: ``python -m store.formats.pdf.worker``.

A damaged or hostile file can crash pdfium, stop it for hours or fill the memory. In a process of its own it
takes down nothing else. Messages are msgpack with their length before them; see
:mod:`store.formats.pdf.messages`.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, Any

import msgspec

from store.formats.pdf.box_font import use_box_font
from store.formats.pdf.framing import read_message, write_message
from store.formats.pdf.messages import Answer, Opened, Page, Refused, Request
from store.formats.pdf.page_characters import characters, shows_something
from store.formats.pdf.page_layout import page_lines

MEMORY_BYTES = 700 << 20
"""Bytes of address space beside the document itself."""

IDLE_SECONDS = 10.0
"""How long the process waits for the next document before it ends."""

_INFO = ("Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate")
_LONGEST_INFO = 1_000
"""Characters of one entry of the document info."""


def main() -> None:
    """Read documents from standard input until it is closed."""
    with suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl+c is meant for the first process
    import pypdfium2  # type: ignore[import-untyped]
    from pypdfium2 import raw

    kept = use_box_font(raw)
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while data := _next_message(source):
        request = msgspec.msgpack.decode(data, type=Request)
        document = source.read(request.size)
        _limit(request)
        for answer in _answers(document, request, pypdfium2, raw):
            write_message(sink, msgspec.msgpack.encode(answer))
    del kept


def _next_message(source: IO[bytes]) -> bytes:
    """Return the next message; empty at the end. A process that nobody needs any more ends."""
    timer = threading.Timer(IDLE_SECONDS, os._exit, (0,))
    timer.daemon = True
    timer.start()
    try:
        return read_message(source)
    finally:
        timer.cancel()


def _limit(request: Request) -> None:
    """Limit memory and processor time, where the system can."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + request.seconds) + 1
    for kind, most in ((resource.RLIMIT_AS, MEMORY_BYTES + request.size), (resource.RLIMIT_CPU, seconds)):
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


def _answers(data: bytes, request: Request, pypdfium2: Any, raw: Any) -> Iterator[Answer]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        yield Refused(password=getattr(error, "err_code", 0) == raw.FPDF_ERR_PASSWORD)
        return
    try:
        yield Opened(pages=len(document), info=_info(document))
        for number in range(request.first, len(document)):
            yield _page(document.raw, number, raw)
    finally:
        document.close()


def _info(document: Any) -> dict[str, str]:
    entries = {key: document.get_metadata_value(key)[:_LONGEST_INFO] for key in _INFO}
    return {key: value.encode("utf-8", "replace").decode() for key, value in entries.items() if value}


def _page(document: Any, number: int, raw: Any) -> Page:
    page = raw.FPDF_LoadPage(document, number)
    if not page:
        return Page(lines=())
    text_page = None
    try:
        text_page = raw.FPDFText_LoadPage(page)
        box = raw.FS_RECTF()
        if not text_page or not raw.FPDF_GetPageBoundingBox(page, box):
            return Page(lines=(), pictured=shows_something(page, raw))
        found = page_lines(characters(page, text_page, raw), (box.left, box.bottom, box.right, box.top))
        pictured = not found.lines and shows_something(page, raw)
        return Page(**found._asdict(), pictured=pictured)
    finally:
        if text_page:
            raw.FPDFText_ClosePage(text_page)
        raw.FPDF_ClosePage(page)


if __name__ == "__main__":
    main()
