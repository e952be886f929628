"""Texts that are divided into words once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.chinese.words import Segmenter
from store.index.sqlite import sqlite_word_cuts
from store.index.sqlite.sqlite_word_cuts import FILE, SqliteWordCuts
from store.index.word_cuts import WordCuts

TEXT = "站长 open source\n种花。"


class CountingSegmenter(Segmenter):
    """A segmenter that counts the texts that it divides."""

    divided = 0

    def spans(self, text: str, *, guess: bool = True) -> list[tuple[int, int]]:
        self.divided += 1
        return super().spans(text, guess=guess)


def test_a_text_is_divided_once_also_by_a_later_process(tmp_path: Path) -> None:
    segmenter = CountingSegmenter()
    first = WordCuts(lambda: SqliteWordCuts(tmp_path))
    spans = first.spans(TEXT, segmenter)
    assert first.spans(TEXT, segmenter) == spans
    first.close()
    later = WordCuts(lambda: SqliteWordCuts(tmp_path))
    assert later.spans(TEXT, segmenter) == spans == Segmenter().spans(TEXT)
    later.close()
    assert segmenter.divided == 1


def test_another_recipe_divides_the_text_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    segmenter = CountingSegmenter()
    cuts = WordCuts(lambda: SqliteWordCuts(tmp_path))
    cuts.spans(TEXT, segmenter)
    monkeypatch.setattr(segmenter, "recipe", lambda _text: "another")
    cuts.spans(TEXT, segmenter)
    cuts.close()
    assert segmenter.divided == 2


def test_without_a_store_nothing_is_kept() -> None:
    segmenter, cuts = CountingSegmenter(), WordCuts()
    cuts.spans(TEXT, segmenter)
    cuts.spans(TEXT, segmenter)
    cuts.close()
    assert segmenter.divided == 2


def test_a_damaged_file_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database" * 1000)
    cuts = SqliteWordCuts(tmp_path)
    cuts.put(b"key", b"\1\2")
    cuts.close()
    again = SqliteWordCuts(tmp_path)
    assert again.get(b"key") == b"\1\2"
    again.close()


def test_a_file_that_another_process_holds_is_not_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_word_cuts, "BUSY_TIMEOUT", 0)
    first = SqliteWordCuts(tmp_path)
    first.put(b"key", b"\1")
    first.close()
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        cuts = SqliteWordCuts(tmp_path)
        assert cuts.get(b"key") is None
        cuts.put(b"lost", b"\2")
        cuts.flush()
        holder.execute("COMMIT")
    assert cuts.get(b"key") == b"\1"
    cuts.put(b"kept", b"\3")
    cuts.close()
    later = SqliteWordCuts(tmp_path)
    assert (later.get(b"key"), later.get(b"kept")) == (b"\1", b"\3")
    later.close()


def test_a_folder_that_is_not_there_keeps_nothing(tmp_path: Path) -> None:
    cuts = SqliteWordCuts(tmp_path / "nowhere")
    cuts.put(b"key", b"\1")
    cuts.flush()
    assert cuts.get(b"key") is None
    cuts.close()


def test_a_file_that_is_too_large_is_begun_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cuts = SqliteWordCuts(tmp_path)
    cuts.put(b"key", b"\1")
    cuts.close()
    monkeypatch.setattr(sqlite_word_cuts, "MOST_BYTES", 1)
    again = SqliteWordCuts(tmp_path)
    assert again.get(b"key") is None
    again.close()


@given(st.text("字a \n，", max_size=700) | st.just("a" * 600))
def test_what_is_kept_is_what_the_segmenter_found(text: str) -> None:
    class Kept(dict[bytes, bytes]):
        def put(self, key: bytes, cuts: bytes) -> None:
            self[key] = cuts

        def flush(self) -> None:
            pass

        def close(self) -> None:
            pass

    segmenter, kept = Segmenter(), Kept()
    cuts = WordCuts(lambda: kept)
    assert cuts.spans(text, segmenter) == segmenter.spans(text)
    assert cuts.spans(text, segmenter) == segmenter.spans(text)
