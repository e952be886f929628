"""Taguette projects: byte offsets in HTML become offsets in paragraphs."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import BadInput
from store.formats.taguette.text_offsets import DocumentText
from store.importing.registry import read_bundle
from store.library import Library
from store.model.tag import Tag

TABLES = """
CREATE TABLE projects (id INTEGER PRIMARY KEY, name VARCHAR, description TEXT, created DATETIME);
CREATE TABLE documents (id INTEGER PRIMARY KEY, name VARCHAR, description TEXT, filename VARCHAR,
    created DATETIME, project_id INTEGER, text_direction VARCHAR, contents TEXT);
CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id INTEGER, start_offset INTEGER,
    end_offset INTEGER, snippet TEXT);
CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id INTEGER, path VARCHAR, description TEXT);
CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);
"""
LOG = "CREATE TABLE commands (id INTEGER PRIMARY KEY, date DATETIME, user_login VARCHAR, payload TEXT);"
HTML = "<h1>春天&amp;小站</h1>\n<p>列车<b>𠮷野</b>🙂停</p><p>两\n分钟</p>\n<p>a\n b</p>"


def offsets(words: str, text: str = "春天&小站\n列车𠮷野🙂停两\n分钟\na\n b") -> tuple[int, int]:
    start = text.index(words)
    return len(text[:start].encode()), len(text[: start + len(words)].encode())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "taguette.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(TABLES + LOG)
        created = "2019-04-18 12:00:00.123456"
        database.execute("INSERT INTO projects VALUES (1, 'p', '', ?)", (created,))
        database.execute(
            "INSERT INTO documents VALUES (7, '文', '说明', 'a.html', ?, 1, 'LEFT_TO_RIGHT', ?)",
            (created, HTML),
        )
        database.execute(
            "INSERT INTO documents VALUES (8, '空', '', 'b.html', ?, 1, 'LEFT_TO_RIGHT', ' ')", (created,)
        )
        places = [
            offsets("𠮷野🙂"),
            offsets("停两"),
            offsets("两\n分"),
            offsets("\n", "春天&小站\n"),
            offsets("天&小站\n列"),
        ]
        for number, text_offset in enumerate(places, 1):
            database.execute("INSERT INTO highlights VALUES (?, 7, ?, ?, '')", (number, *text_offset))
        database.execute("INSERT INTO tags VALUES (1, 1, 'interesting', 'why'), (2, 1, '主题. 山/水', '')")
        database.execute("INSERT INTO highlight_tags VALUES (1, 2), (1, 1), (2, 1), (9, 1), (1, 99)")
        added = json.dumps({"type": "highlight_add", "highlight_id": 1})
        database.execute("INSERT INTO commands VALUES (1, '2020-01-02 03:04:05', 'admin', ?)", (added,))
        database.execute("INSERT INTO commands VALUES (2, '2020-01-02 03:04:05', 'admin', 'no json')")
        database.commit()
    return path


def test_a_project_has_texts_highlights_and_tags(path: Path) -> None:
    bundle = read_bundle(path)
    (article,) = bundle.pieces
    assert article.draft is not None
    assert article.draft.text == "春天&小站\n列车𠮷野🙂停\n两分钟\na b"
    assert (article.draft.title, article.note, article.added) == ("文", "说明", "2019-04-18T12:00:00.123Z")
    assert [annotation.exact for annotation in article.annotations] == [
        "𠮷野🙂",
        "停\n两",
        "两分",
        "天&小站\n列",
    ]
    assert [annotation.tags for annotation in article.annotations] == [
        ("interesting", "主题/山／水"),
        ("interesting",),
        (),
        (),
    ]
    assert [annotation.creator for annotation in article.annotations] == ["admin", "", "", ""]
    assert article.annotations[0].created == "2020-01-02T03:04:05.000Z"
    assert bundle.tags == (Tag(name="interesting", description="why"), Tag(name="主题/山／水"))
    assert bundle.left_out == [
        "“空” was left out: its text is empty or larger than 48 MiB.",
        "Left out: highlights without text (1).",
    ]


def test_importing_again_adds_nothing_and_does_not_change_the_file(path: Path, library: Library) -> None:
    before = path.read_bytes()
    merged = library.merger.merge(read_bundle(path), "import")
    assert (merged.articles_added, merged.annotations_added) == (1, 4)
    again = library.merger.merge(read_bundle(path), "import")
    assert (again.articles_known, again.annotations_known, again.conflicts) == (1, 4, [])
    assert path.read_bytes() == before


def test_an_older_project_without_a_log_is_read(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("DROP TABLE commands")
    (article,) = read_bundle(path).pieces
    assert {annotation.creator for annotation in article.annotations} == {""}


def test_another_database_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as database:
        database.execute("CREATE TABLE projects (id)")
    with pytest.raises(BadInput, match="not a Taguette project"):
        read_bundle(other)
    other.write_bytes(b"no database at all")
    with pytest.raises(BadInput, match="not a SQLite database"):
        read_bundle(other)


def test_a_damaged_database_is_refused(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
    with pytest.raises(BadInput, match="cannot be read as a Taguette project"):
        list(read_bundle(path).pieces)


def test_cells_of_unexpected_types_are_handled(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE highlights SET start_offset = 'x' WHERE id = 1")
        database.execute("UPDATE documents SET name = x'ff', created = 5, description = NULL")
        database.execute("UPDATE tags SET path = '' WHERE id = 1")
        database.commit()
    bundle = read_bundle(path)
    (article,) = bundle.pieces
    assert len(article.annotations) == 3


paragraphs = st.lists(
    st.text(st.sampled_from("山水𠮷🙂é&<a"), min_size=1, max_size=8), min_size=1, max_size=5
)


@given(
    paragraphs=paragraphs,
    places=st.tuples(st.integers(0, 60), st.integers(0, 60)),
    gap=st.sampled_from(["", "\n", " \n "]),
)
def test_a_highlight_covers_the_same_text(paragraphs: list[str], places: tuple[int, int], gap: str) -> None:
    document = DocumentText(gap.join(f"<p>{escape(words)}</p>" for words in paragraphs))
    assert document.text == "\n".join(paragraphs)
    seen = gap.join(paragraphs)
    start, end = sorted(min(text_offset, len(seen)) for text_offset in places)
    first, last = document.text_range(len(seen[:start].encode()), len(seen[:end].encode()))
    wanted = seen[start:end]
    assert document.text[first:last].replace("\n", "") == "".join(wanted.split())


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE documents ADD COLUMN more TEXT AS (printf('%.*c', 900000000, 'x'))",
        "ALTER TABLE documents RENAME TO others; CREATE VIEW documents AS SELECT * FROM others",
        "DROP TABLE tags; CREATE VIRTUAL TABLE tags USING fts5(id, path, description)",
        "ALTER TABLE commands RENAME TO others; CREATE VIEW commands AS SELECT * FROM others",
    ],
)
def test_a_project_with_computed_tables_is_refused(path: Path, change: str) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.executescript(change)
    with pytest.raises(BadInput, match=r"its table \w+ is computed"):
        read_bundle(path)


def test_too_many_highlights_and_too_long_quotes_are_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from store.formats.shared import quotes
    from store.formats.taguette import reader

    monkeypatch.setattr(quotes, "MAX_QUOTED", 3)
    bundle = read_bundle(path)
    assert list(bundle.pieces) == []
    assert "left out: it has more than 3 characters in its quotes together" in bundle.left_out[0]
    monkeypatch.setattr(reader, "MAX_ANNOTATIONS", 2)
    bundle = read_bundle(path)
    assert list(bundle.pieces) == []
    assert "left out: it has more than 2 highlights" in bundle.left_out[0]
    monkeypatch.setattr(reader, "_MAX_HIGHLIGHTS", 2)
    with pytest.raises(BadInput, match="more than 2 highlights"):
        read_bundle(path)


def test_a_statement_that_takes_too_long_is_stopped(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from store.formats.taguette import reader

    monkeypatch.setattr(reader, "MAX_DATABASE_STEPS", 0)
    monkeypatch.setattr(reader, "_STEPS_AT_ONCE", 1)
    with pytest.raises(BadInput, match="interrupted"):
        read_bundle(path)


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param("[" * 3000, id="deep"),
        pytest.param("[" * 5_000_000, id="deep and large"),
        pytest.param('{"a":' * 2000, id="deep objects"),
        "[]",
        "1",
        '{"type": 7}',
        "\x00",
    ],
)
def test_a_log_that_cannot_be_read_costs_no_highlight(path: Path, payload: str) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE commands SET payload = ?", (payload,))
        database.commit()
    (article,) = read_bundle(path).pieces
    assert article.annotations
    assert {annotation.creator for annotation in article.annotations} == {""}
