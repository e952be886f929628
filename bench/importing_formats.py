"""Importing 1,000 files of each format, beside the libraries that read it alone.

Each run is a process of its own, so that its peak memory is its own. PDFs are read in another process, whose
peak counts too. The files are made here: those of formats without a reader in this version are left out.

Imports are timed by the clock, since they wait for the disk; reading is timed by the processor, so that what
else the machine does changes it little.
"""

from __future__ import annotations

import html
import io
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from bench.corpus import drafts
from bench.timing import Row
from store.formats.html.body.main_body import LITTLE
from store.importing.batch import RejectedFile, import_files
from store.importing.file_formats import EPUB, HTML, PDF, TEXT, WORD, FileFormat
from store.importing.reading import read_file
from store.library import open_library
from store.model.article import Draft
from tests.store.formats.pdf.pdf_writer import lines, pdf, wrapped

COUNT = 1000
"""Files of a format."""

RUNS = 3
_MIB = 1 << 20


def rows(folder: Path) -> Iterator[Row]:
    """Yield for each format how many articles a second are imported, and how much memory that takes."""
    for form, make in _MAKERS.items():
        if not _has_reader(form):
            continue
        with tempfile.TemporaryDirectory(dir=folder) as temporary:
            source = Path(temporary) / "files"
            source.mkdir()
            for number, draft in enumerate(drafts(COUNT, seed=7)):
                (source / f"{number:04}{form.suffixes[0]}").write_bytes(make(draft))
            os.sync()
            imported = [_run("import", source, Path(temporary) / f"library-{run}") for run in range(RUNS)]
            read = [_run("read", source, source) for _ in range(RUNS)]
            alone = [_run(form.name, source, source) for _ in range(RUNS)] if form.name in _ALONE else []
        rate, reading = median(each[0] for each in imported), median(each[0] for each in read)
        bare = median(each[0] for each in alone) if alone else 0.0
        yield (
            form.name,
            f"{rate:.0f}",
            f"{max(each[1] for each in imported):.0f} MiB",
            f"{reading:.0f}",
            f"{bare:.0f}, {max(each[1] for each in alone):.0f} MiB" if alone else "–",
            f"{reading / bare:.2f}" if alone else "–",
        )


def _has_reader(form: FileFormat) -> bool:
    try:
        return not form.module or find_spec(f"store.formats.{form.module}") is not None
    except ModuleNotFoundError:
        return False


def _run(what: str, source: Path, library: Path) -> tuple[float, float]:
    """Return the files a second and the peak memory in MiB of a process that reads the files."""
    command = [sys.executable, "-m", "bench.importing_formats", what, str(source), str(library)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    rate, peak = json.loads(done.stdout)
    return rate, peak


def _import(files: list[Path], library: Path) -> float:
    with open_library(library) as opened:
        started = time.perf_counter()
        for result in import_files(opened, files):
            if isinstance(result, RejectedFile):
                sys.exit(result.reason)
        return time.perf_counter() - started


def _read(files: list[Path]) -> None:
    for path in files:
        read_file(path)


def _page_chain(files: list[Path]) -> None:
    """Read pages with the libraries alone.

    Text and title come from readability-lxml, the text from trafilatura where that gives little, and the date
    from htmldate.
    """
    import htmldate
    import trafilatura
    from lxml.html import fromstring
    from readability import Document  # type: ignore[import-untyped]

    for path in files:
        page = path.read_text("utf-8")
        document = Document(page)
        document.title()
        text = fromstring(document.summary()).text_content()
        if len(re.findall("[\u3400-\u9fff]", text)) < LITTLE:
            trafilatura.extract(page)
        htmldate.find_date(page)


def _pdfium(files: list[Path]) -> None:
    """Take the text of each page as pdfium orders it."""
    import pypdfium2  # type: ignore[import-untyped]

    for path in files:
        document = pypdfium2.PdfDocument(path.read_bytes())
        for page in document:
            page.get_textpage().get_text_range()
        document.close()


_ALONE: dict[str, Callable[[list[Path]], None]] = {HTML.name: _page_chain, PDF.name: _pdfium}


def _text(draft: Draft) -> bytes:
    return draft.text.replace("\n", "\n\n").encode()


def _paragraphs(draft: Draft) -> list[str]:
    return draft.text.split("\n")[1:]


def _html(draft: Draft) -> bytes:
    links = "".join(
        f"<li><a href='/{number}'>{draft.text[number : number + 6]}</a></li>" for number in range(60)
    )
    body = "".join(f"<p>{html.escape(each)}</p>" for each in _paragraphs(draft))
    title = html.escape(draft.title)
    return (
        f"<!DOCTYPE html><html lang=zh><head><meta charset=utf-8><title>{title}</title></head><body><nav><ul>"
        f"{links}</ul></nav><div class=article><h1>{title}</h1><p class=info>2024-05-13</p>{body}</div>"
        f"<footer><ul>{links}</ul></footer></body></html>"
    ).encode()


def _docx(draft: Draft) -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "".join(f"<w:p><w:r><w:t>{html.escape(each)}</w:t></w:r></w:p>" for each in draft.text.split("\n"))
    types = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    return _zip(
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{types}/content-types"><Default Extension="rels" ContentType="application/'
                'vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
                f'ContentType="{kind}"/></Types>'
            ),
            "_rels/.rels": (
                f'<Relationships xmlns="{types}/relationships"><Relationship Id="a" Type="{office}" '
                'Target="word/document.xml"/></Relationships>'
            ),
            "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>",
        }
    )


def _epub(draft: Draft) -> bytes:
    body = "".join(f"<p>{html.escape(each)}</p>" for each in _paragraphs(draft))
    title = html.escape(draft.title)
    return _zip(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": (
                '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
                '<rootfile full-path="a.opf" media-type="application/oebps-package+xml"/></rootfiles>'
                "</container>"
            ),
            "a.opf": (
                '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i">'
                "<metadata "
                f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">{title}</dc:identifier>'
                f"<dc:title>{title}</dc:title><dc:language>zh</dc:language></metadata><manifest>"
                '<item id="c" '
                'href="c.xhtml" media-type="application/xhtml+xml"/></manifest>'
                '<spine><itemref idref="c"/></spine>'
                "</package>"
            ),
            "c.xhtml": (
                '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head>'
                f"<title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"
            ),
        }
    )


def _zip(entries: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content, ZIP_STORED if name == "mimetype" else ZIP_DEFLATED)
    return out.getvalue()


def _pdf(draft: Draft) -> bytes:
    found = [line for each in _paragraphs(draft) for line in wrapped(each, 40)]
    return pdf([lines(found[at : at + 45], top=790) for at in range(0, len(found), 45)])


_MAKERS: dict[FileFormat, Callable[[Draft], bytes]] = {
    TEXT: _text,
    HTML: _html,
    WORD: _docx,
    EPUB: _epub,
    PDF: _pdf,
}


def _close(what: str, files: list[Path]) -> None:
    """End the process that reads PDFs, so that its time and memory count."""
    if what != PDF.name and files[0].suffix == ".pdf":
        from store.formats.pdf.process import READER

        READER.close()


def _processor_seconds() -> float:
    """Return the processor time of this process and of those that it has ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _main() -> None:
    what, source, library = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    files = sorted(source.iterdir())
    if what == "import":
        taken = _import(files, library)
    else:
        read = _ALONE.get(what, _read)
        read(files[:3])  # what is loaded once is not counted
        started = _processor_seconds()
        read(files)
        _close(what, files)
        taken = _processor_seconds() - started
    _close(what, files)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak = own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(json.dumps([len(files) / taken, peak * 1024 / _MIB]))


if __name__ == "__main__":
    _main()
