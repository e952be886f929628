"""Files of strangers: processor time and memory of ``pizhu import`` for each.

``python -m bench.hostile FOLDER`` writes the files into a folder, imports each into a new library, and prints
what it took. The limits of :mod:`store.importing.limits` hold if no file takes more than 500 MB.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

Writer = Callable[[Path], None]

HAN = "".join(map(chr, range(0x4E00, 0x4E00 + 3000)))
PROJECT = '<?xml version="1.0"?><Project xmlns="urn:QDA-XML:project:1.0" origin="x">'
TABLES = """
    CREATE TABLE projects (id INTEGER PRIMARY KEY, name, description, created);
    CREATE TABLE documents (id INTEGER PRIMARY KEY, name, description, created, project_id, contents {});
    CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id, start_offset, end_offset);
    CREATE TABLE tags (id INTEGER PRIMARY KEY, path, description);
    CREATE TABLE highlight_tags (highlight_id, tag_id);
    CREATE TABLE commands (id INTEGER PRIMARY KEY, user_login, date, payload);
"""


def repeated(piece: str, times: int, before: str = "", after: str = "") -> Writer:
    """Return a writer of a text file with a piece many times."""

    def write(path: Path) -> None:
        with path.open("w", encoding="utf-8") as file:
            file.write(before)
            for _ in range(100):
                file.write(piece * (times // 100))
            file.write(after)

    return write


def numbered(piece: str, times: int, before: str = "", after: str = "") -> Writer:
    """Return a writer of a text file with a piece many times; ``{0}`` in it is its number."""

    def write(path: Path) -> None:
        with path.open("w", encoding="utf-8") as file:
            file.write(before)
            file.writelines(piece.format(number) for number in range(times))
            file.write(after)

    return write


def novel(size: int) -> Writer:
    """Return a writer of a text of paragraphs of 20 to 120 characters, of about this many bytes."""

    def write(path: Path) -> None:
        chance = random.Random(1)
        with path.open("w", encoding="utf-8") as file:
            while file.tell() < size:
                file.write("".join(chance.choices(HAN, k=chance.randint(20, 120))) + "。\n\n")

    return write


def packed(piece: str, times: int, before: str, after: str, name: str = "project.qde") -> Writer:
    """Return a writer of an archive whose only entry has a piece many times; ``{0}`` in it is its number,
    ``{1}`` a small number.
    """

    def write(path: Path) -> None:
        with ZipFile(path, "w", ZIP_DEFLATED) as archive, archive.open(name, "w", force_zip64=True) as entry:
            entry.write(before.encode())
            for start in range(0, times, 1000):
                entry.write(
                    "".join(piece.format(n, n % 60 + 10) for n in range(start, start + 1000)).encode()
                )
            entry.write(after.encode())

    return write


def library(articles: int) -> Writer:
    """Return a writer of an archive of Pizhu."""

    def write(path: Path) -> None:
        record = json.dumps({"article": {"1": {"title": "t"}}, "annotations": {}})
        with ZipFile(path, "w") as archive:
            archive.writestr("library.json", '{"library": {"1": {"schema": 1}}, "codebook": {}}')
            for number in range(articles):
                name = f"{number * 0x9E3779B97F4A7C15 % (1 << 64):016x}"
                archive.writestr(f"articles/{name[:2]}/{name}.json", record)
                archive.writestr(f"articles/{name[:2]}/{name}.txt", f"第{number}篇")

    return write


def annotated(count: int) -> Writer:
    """Return a writer of JSON of Pizhu: an article with many annotations."""

    def write(path: Path) -> None:
        text = HAN * (count // 500)
        marks = [
            {"start": place, "end": place + 3, "exact": text[place : place + 3], "note": f"注{place}"}
            for place in range(0, 4 * count, 4)
        ]
        path.write_text(json.dumps({"pizhu": 1, "articles": [{"text": text, "annotations": marks}]}), "utf-8")

    return write


def taguette(contents: str, highlights: int = 0, columns: str = "", payload: str = "") -> Writer:
    """Return a writer of a Taguette project with one document."""

    def write(path: Path) -> None:
        with closing(sqlite3.connect(path)) as database:
            database.executescript(TABLES.format(columns))
            database.execute("INSERT INTO documents (id, name) VALUES (1, 'x')")
            if not columns:
                database.execute("UPDATE documents SET contents = ?", (contents,))
            places = ((number % 90_000 * 3, number % 90_000 * 3 + 9) for number in range(highlights))
            database.executemany(
                "INSERT INTO highlights (document_id, start_offset, end_offset) VALUES (1, ?, ?)", places
            )
            database.execute("INSERT INTO commands (payload) VALUES (?)", (payload,))
            database.commit()

    return write


CODE = '<Code guid="{0:08x}-0000-4000-8000-000000000000" name="c{0}" isCodable="true" color="#aabbcc"/>'
SELECTION = (
    '<PlainTextSelection guid="{0:08x}-0000-4000-8000-000000000000" name="字" startPosition="5" '
    'endPosition="{1}"><Coding guid="{0:08x}-1000-4000-8000-000000000000"><CodeRef targetGUID="a"/></Coding>'
    "</PlainTextSelection>"
)
SOURCE = '<Sources><TextSource guid="a" name="x"><PlainTextContent>' + HAN * 30 + "</PlainTextContent>"

CLIPPING = "站 (人)\n- 您在位置 #{0}-{0}的标注 | 添加于 2023年5月1日\n\n第{0}句油菜花\n==========\n"
COPIED = "《站》\n\n人\n9个笔记\n\n"
SHEET = (
    '<worksheet><sheetData><row><c t="inlineStr"><is><t>quote</t></is></c>'
    '<c t="inlineStr"><is><t>title</t></is></c></row>'
)

FILES: dict[str, Writer] = {
    "novel of 20 MB.txt": novel(20_000_000),
    "one line of 24 MB.txt": repeated(HAN, 2_700),
    "one line of 50 MB.txt": repeated(HAN, 5_600),
    "24 MB of ASCII marks.txt": repeated("ab,.;!-(*'", 2_400_000),
    "400,000 paragraphs.txt": repeated("第一段。\n", 400_000),
    "1,000,000 paragraphs.txt": repeated("第一段。\n", 1_000_000),
    "24 MB of blank lines.txt": repeated("\n", 24_000_000, after="字"),
    "500 MB of codes.qdpx": packed(
        CODE, 5_000_000, f"{PROJECT}<CodeBook><Codes>", "</Codes></CodeBook></Project>"
    ),
    "49,000 codes.qdpx": packed(CODE, 49_000, f"{PROJECT}<CodeBook><Codes>", "</Codes></CodeBook></Project>"),
    "40,000 long selections.qdpx": packed(
        SELECTION.replace("{1}", "{0}"), 40_000, PROJECT + SOURCE, "</TextSource></Sources></Project>"
    ),
    "40,000 selections.qdpx": packed(
        SELECTION, 40_000, PROJECT + SOURCE, "</TextSource></Sources></Project>"
    ),
    "1,000,000 levels.qdpx": packed("<a>", 1_000_000, PROJECT, ""),
    "1,000,000 names.qdpx": packed('<a{0} b{0}="" c{0}=""/>', 1_000_000, PROJECT, "</Project>"),
    "1,000,000 entries.pizhu": library(500_000),
    "10,000 articles.pizhu": library(10_000),
    "60 MB of blank lines.jsonl": repeated("\n", 60_000_000),
    "a bad line 300,000 times.jsonl": repeated(
        '{"type": "artic\n', 300_000, '{"type": "library", "pizhu": 1}\n'
    ),
    "array of 900 MB.json": repeated('{"id": 1},', 90_000_000, "[", "0]"),
    "array of 150 MB.json": repeated('{"id": "' + "x" * 140 + '"},', 1_000_000, "[", "0]"),
    "3,000,000 numbers.json": repeated("0,", 3_000_000, "[", "0]"),
    "1,000,000 levels.json": repeated("[", 1_000_000),
    "49,000 annotations.json": annotated(49_000),
    "generated columns.sqlite3": taguette("", columns="AS (printf('%.*c', 900000000, 'x'))"),
    "1,000,000 highlights.sqlite3": taguette("<p>" + HAN * 30, 1_000_000),
    "49,000 highlights.sqlite3": taguette("<p>" + HAN * 30, 49_000),
    "24 MB of text.sqlite3": taguette("<p>" + HAN * 2_700),
    "20 MB of open comments.sqlite3": taguette("<!--" * 5_000_000 + ">"),
    "49,000 clippings.txt": numbered(CLIPPING, 49_000),
    "149,000 clippings.txt": numbered(CLIPPING, 149_000),
    "149,000 books.txt": numbered(CLIPPING.replace("站", "站{0}"), 149_000),
    "149,000 thoughts.txt": numbered("◆ 2024/01/02发表想法\n想{0}\n原文：花\n\n", 149_000, COPIED),
    "30 MB of lines.txt": repeated("\n一\n", 6_000_000, COPIED),
    "30 MB of tables.lua": repeated("{},", 10_000_000, "return {", "}"),
    "30 MB of escapes.lua": repeated("\\65", 10_000_000, 'return {annotations={{text="', '"}}}'),
    "150,000 types.ann": numbered("T{0}\tx 0 1\tx\n", 150_000),
    "149,000 quotes.csv": numbered("花{0}开,书{0},想\n", 149_000, "Highlight,Book Title,Note\n"),
    "30 MB of columns.csv": repeated(",", 30_000_000, "Highlight,Book Title"),
    "5,000,000 rows.xlsx": packed(
        "<row><c><v>{0}</v></c></row>",
        5_000_000,
        SHEET,
        "</sheetData></worksheet>",
        "xl/worksheets/sheet1.xml",
    ),
    "nested payload.sqlite3": taguette("<p>字</p>", payload="[" * 3_000),
}
"""The files by name; the suffix is that of the format."""


def measure(path: Path, folder: Path) -> tuple[float, int, int, str]:
    """Import a file into a new library.

    :return: seconds of processor time, MB of memory, the exit code, and the last line of the errors.
    """
    with tempfile.TemporaryDirectory(dir=folder) as root:
        command = [sys.executable, "-m", "tui", "import", str(path), "--library", root + "/library"]
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stderr is not None
            errors = process.stderr.read()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
    return (
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss // 1024,
        process.returncode,
        errors.rstrip("\n").rpartition("\n")[2],
    )


def rows(folder: Path) -> Iterator[str]:
    """Write, import and delete each file; yield a row of the table for each."""
    for name in FILES:
        path = folder / name
        # In another process, since a child begins with the memory of its parent.
        writer = multiprocessing.get_context("spawn").Process(target=_write, args=(name, path))
        writer.start()
        writer.join()
        seconds, memory, code, said = measure(path, folder)
        path.unlink()
        reason = said.rpartition(name)[2].strip(": ")[:90]
        yield f"| {name} | {seconds:.1f} s | {memory} MB | {code} | {reason} |"


def _write(name: str, path: Path) -> None:
    FILES[name](path)


if __name__ == "__main__":
    for row in rows(Path(sys.argv[1])):
        print(row, flush=True)
