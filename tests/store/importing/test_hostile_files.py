"""Files of all formats, changed at random: they give articles or a sentence, and never anything else."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.errors import PizhuError
from store.exporting import export, format_of
from store.exporting.selection import Selection
from store.importing.batch import import_bundle
from store.importing.reading import read_file
from store.importing.registry import is_bundle
from store.library import Library
from store.model.bundle import Merged
from tests.conftest import draft
from tests.lengths import by_length
from tests.store.formats.taguette.test_taguette import LOG, TABLES

FORMATS = {
    "json": "a.json",
    "jsonl": "a.jsonl",
    "jsonld": "a.jsonld",
    "qdpx": "a.qdpx",
    "qdc": "a.qdc",
    "pizhu": "a.pizhu",
    "xlsx": "a.xlsx",
    "markdown": "a.md",
}
"""The formats that Pizhu writes and reads, and the names of their files."""

NOTES = {
    "My Clippings.txt": "站 (林夏)\n- 您在位置 #1-2的标注 | 添加于 2023年5月1日 上午10:00\n\n油菜花\n"
    "==========\n站 (林夏)\n- 您在位置 #2 的笔记 | 添加于 2023年5月1日\n\n好\n==========\n",
    "weread.txt": "《站》\n\n林夏\n2个笔记\n\n一\n\n◆ 油菜花\n\n◆ 2024/01/02发表想法\n想\n原文：车\n",
    "metadata.lua": 'return {["annotations"] = {[1] = {["text"] = "油菜\\"花", ["drawer"] = "x", ["note"] = '
    '"好", ["datetime"] = "2020-01-01 00:00:00"}}, ["doc_props"] = {["title"] = "春天的小站"}}',
    "zotero.json": '[{"key": "A", "itemType": "book", "title": "站"}, {"key": "B", "itemType": "annotation", '
    '"parentItem": "A", "annotationType": "highlight", "annotationText": "油菜花", "tags": [{"tag": "1"}]}]',
    "doccano.jsonl": '{"id": 1, "text": "油菜花开", "label": [[0, 3, "花"]]}\n{"text": "二", "entities": []}',
    "a.ann": "T1\t花 0 3\t油菜花\n#1\tAnnotatorNotes T1\t好\nA1\tx T1\n",
    "readwise.csv": 'Highlight,Book Title,Note,Tags,Highlighted at\n"油菜花",站,好,"a,b",2020-01-01\n',
}
"""Files of notes of other programs, by name."""

NAMES = (*FORMATS.values(), "a.sqlite3", "hypothesis.json", "a.csv.json", "a.qde", *NOTES)


class Files(dict[str, bytes]):
    """Contents of files by name, of which Hypothesis does not print every byte."""

    def __repr__(self) -> str:
        return f"Files of {', '.join(self)}"


@pytest.fixture
def valid(library: Library, tmp_path: Path) -> Files:
    """The content of a valid file of each format, by name."""
    article = library.articles.add(draft("春天的小站", "油菜花开了，列车停两分钟。", "站长说：再见。"))[0]
    library.annotations.annotate_quote(article, "油菜花", tags=["细节/花"], note="三月 𠮷😀")
    library.articles.tag(article, ["铁路"])
    files = Files()
    for kind, name in FORMATS.items():
        export(Selection(library), format_of(kind), tmp_path / name)
        files[name] = (tmp_path / name).read_bytes()
    with ZipFile(BytesIO(files["a.qdpx"])) as archive:
        files["a.qde"] = archive.read("project.qde")
    files["hypothesis.json"] = (
        '{"rows": [{"id": "x", "uri": "https://a.cn/", "user": "acct:a@b", "text": "注", "tags": ["甲"], '
        '"target": [{"source": "https://a.cn/", "selector": [{"type": "TextQuoteSelector", '
        '"exact": "油菜花"}]}]}], "total": 1}'
    ).encode()
    files["a.csv.json"] = '{"name": "甲", "colour": "azure"}\n{"name": "乙", "colour": ""}\n'.encode()
    with closing(sqlite3.connect(tmp_path / "a.sqlite3")) as database:
        database.executescript(TABLES + LOG)
        database.execute("INSERT INTO projects VALUES (1, 'p', '', '2020-01-01 00:00:00')")
        database.execute(
            "INSERT INTO documents VALUES (1, '文', '', '', '2020-01-01 00:00:00', 1, '', '<p>春天</p>')"
        )
        database.execute("INSERT INTO highlights VALUES (1, 1, 0, 6, '')")
        database.execute("INSERT INTO tags VALUES (1, 1, '甲', '')")
        database.execute("INSERT INTO highlight_tags VALUES (1, 1)")
        database.execute(
            "INSERT INTO commands VALUES (1, '2020-01-01', 'li', '{\"type\":\"highlight_add\"}')"
        )
        database.commit()
    files["a.sqlite3"] = (tmp_path / "a.sqlite3").read_bytes()
    files.update((name, content.encode()) for name, content in NOTES.items())
    return files


def flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def without_a_part(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randint(1, 64) :]


def doubled(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    end = start + chance.randint(1, 4096)
    return data[:end] + data[start:]


def nested(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    opening = chance.choice([b"[", b'{"a":', b"<a>", b"(", b"<Code>"])
    return data[:place] + opening * chance.choice([10, 3000, 100_000]) + data[place:]


def with_strange_values(data: bytes, chance: random.Random) -> bytes:
    old = chance.choice([b"1", b"0", b'"', b"2020", b":", b",", b"guid", b"{", b"}"])
    new = chance.choice([b"-1", b"1e999", b"9" * 5000, b"null", b"\0", b"\xff", "\U0010ffff".encode(), b"[]"])
    return data.replace(old, new, chance.randint(1, 5))


CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    flipped,
    cut,
    without_a_part,
    doubled,
    nested,
    with_strange_values,
)


def changed(name: str, data: bytes, chance: random.Random) -> bytes:
    """Change a file; of an archive, sometimes an entry, so that the change is behind its checksum."""
    change = chance.choice(CHANGES)
    if not name.endswith((".qdpx", ".pizhu", ".xlsx")) or chance.random() < 0.3:
        return change(data, chance)
    out = BytesIO()
    with ZipFile(BytesIO(data)) as archive, ZipFile(out, "w", ZIP_DEFLATED) as written:
        chosen = chance.choice(archive.namelist())
        for entry in archive.namelist():
            content = archive.read(entry)
            written.writestr(entry, change(content, chance) if entry == chosen and content else content)
    return out.getvalue()


@given(seed=st.integers(0, 1 << 32))
@settings(
    max_examples=by_length(short=5, long=25),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_changed_file_gives_articles_or_sentences(
    valid: Files, library: Library, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    for name in NAMES:
        path = tmp_path / "changed" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(changed(name, valid[name], chance))
        if is_bundle(path):
            import_bundle(library, path)
        else:
            try:
                library.articles.add_all(piece.article for piece in read_file(path))
            except PizhuError as error:
                assert str(error).endswith(".")  # noqa: PT017 - it may also succeed


def test_the_valid_files_are_valid(valid: Files, library: Library, tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / name).write_bytes(valid[name])
        if is_bundle(tmp_path / name):
            assert isinstance(import_bundle(library, tmp_path / name), Merged)
        else:
            assert name == "a.md"
