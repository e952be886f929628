"""The same random edits of a library in a folder and of one on a server lead to the same documents."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from unittest.mock import patch
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from store.errors import PizhuError
from store.library import Library, open_library
from store.location import ServerLocation
from store.model.article import Status
from store.model.edits import Edit
from store.model.tables.attribute import AttributeKind
from store.progress import Progress, no_progress
from store.storage.folder.folder_store import FolderStore
from store.storage.postgres.address import parse_address
from store.storage.postgres.postgres_store import PostgresStore
from tests.conftest import draft
from tests.lengths import by_length
from tests.postgres_server import fresh_address
from tests.store.exporting.exports import exported

WORDS = ("山上有一座小庙。", "河水涨了一尺多高。", "站长每天去看两次。", "“引”与\\、𠮷、\u200b、é。")
TAGS = ("山", "水", "人/站长", "人/旅客")
NOTES = ("", "记下", "再看\n一遍", 'a "b" \\u0000 \ufdd0 {c} %s')

Step = Callable[[Library, list[str], int], object]


def _add(library: Library, _articles: list[str], number: int) -> None:
    library.articles.add(draft(WORDS[number % 4], f"第{number}号。"), tags=TAGS[: number % 3])


def _add_several(library: Library, _articles: list[str], number: int) -> None:
    library.articles.add_all([draft(f"第{number}次第{each}篇。") for each in range(3)])


def _remove(library: Library, articles: list[str], number: int) -> None:
    library.articles.remove(articles[: 1 + number % 2])


def _tag(library: Library, articles: list[str], number: int) -> None:
    library.articles.tag(articles[number % len(articles)], [TAGS[number % 4]])


def _note(library: Library, articles: list[str], number: int) -> None:
    article = articles[number % len(articles)]
    with library.one_step("note, status and star"):
        library.articles.write_note(article, NOTES[number % 4])
        library.articles.set_status(article, list(Status)[number % len(Status)])
        library.articles.set_starred(article, starred=number % 2 == 0)


def _annotate(library: Library, articles: list[str], number: int) -> None:
    article, start = articles[number % len(articles)], number % 5
    library.annotations.annotate(article, start, start + 2, tags=TAGS[: number % 3], note=NOTES[number % 4])


def _edit(library: Library, articles: list[str], number: int) -> None:
    article = articles[number % len(articles)]
    for annotation in library.annotations.of(article)[:1]:
        library.annotations.edit(article, annotation.id, note=NOTES[number % 4], tags=[TAGS[number % 4]])


def _delete(library: Library, articles: list[str], number: int) -> None:
    article = articles[number % len(articles)]
    for annotation in library.annotations.of(article)[:1]:
        library.annotations.delete(article, annotation.id)


def _rename(library: Library, _articles: list[str], number: int) -> None:
    library.codebook.rename(TAGS[number % 4], f"{TAGS[(number + 1) % 4]}/新{number}")


def _merge(library: Library, _articles: list[str], number: int) -> None:
    library.codebook.merge([TAGS[number % 4]], TAGS[(number + 1) % 4])


def _describe(library: Library, _articles: list[str], number: int) -> None:
    library.codebook.describe(TAGS[number % 4], NOTES[number % 4])


def _attribute(library: Library, articles: list[str], number: int) -> None:
    if "数" not in library.attributes.names():
        library.attributes.add("数", AttributeKind.NUMBER)
    library.articles.correct(
        articles[number % len(articles)], {"数": ("1", "-0.5", "1e21", "0.1")[number % 4]}
    )


def _undo(library: Library, _articles: list[str], _number: int) -> None:
    library.undo()


def _redo(library: Library, _articles: list[str], _number: int) -> None:
    library.redo()


STEPS: tuple[Step, ...] = (
    *(_add, _add_several, _remove, _tag, _note, _annotate, _annotate, _annotate, _edit, _delete),
    *(_rename, _merge, _describe, _attribute, _undo, _redo),
)


@contextmanager
def mirrored(mirror: PostgresStore) -> Iterator[None]:
    """Within this context, what is written to a library in a folder is written to the mirror too."""
    apply = FolderStore.apply

    def applied(
        self: FolderStore, edits: Iterable[Edit], progress: Progress = no_progress, step: bytes = b""
    ) -> int | None:
        wanted = list(edits)
        position = apply(self, wanted, progress, step)
        with mirror.locked():
            mirror.apply(wanted, step=step)
        return position

    with patch.object(FolderStore, "apply", applied):
        yield


def files_of(archive: Path) -> dict[str, object]:
    """Return the files of articles in a backup: what documents say, in whatever order, and texts."""
    with ZipFile(archive) as opened:
        return {
            name: documents_in(opened.read(name)) if name.endswith(".json") else opened.read(name)
            for name in opened.namelist()
            if name.startswith("articles/")
        }


def documents_in(content: bytes) -> list[tuple[str, str, dict[str, object]]]:
    """Return the documents of a file in their order, without checksums: table, ID and fields."""
    return [
        (table, document, {name: value for name, value in fields.items() if name != "sum"})
        for table, documents in json.loads(content).items()
        for document, fields in documents.items()
        if fields
    ]


@pytest.mark.longer
@settings(
    max_examples=by_length(short=6, long=150),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[
        Phase.explicit,
        Phase.reuse,
        Phase.generate,
    ],  # shrinking takes minutes
)
@given(
    wanted=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 99)), min_size=4, max_size=25),
    undone=st.integers(0, 8),
)
def test_the_same_edits_lead_to_the_same_library(
    postgres_socket: Path, wanted: list[tuple[Step, int]], undone: int
) -> None:
    with tempfile.TemporaryDirectory() as name, fresh_address(postgres_socket) as address:
        folder = Path(name)
        with (
            closing(PostgresStore(parse_address(address), folder / "mirror", person="tester")) as mirror,
            open_library(folder / "library", creator="tester") as library,
        ):
            mirror.create()
            with mirrored(mirror):
                for step, number in [(_add_several, 0), *wanted]:
                    articles = [row.id for row in library.articles.rows()]
                    if articles or step in (_add, _add_several, _undo, _redo):
                        with suppress(PizhuError):
                            step(library, articles, number)
            compare_backups(library, mirror, folder)
        place = ServerLocation(address, folder / "servers")
        with (
            open_library(folder / "library", creator="tester") as first,
            open_library(place, creator="tester") as second,
        ):
            compare(first, second)
            for _ in range(undone):
                assert result_of(first.undo) == result_of(second.undo)
                compare(first, second)
            for _ in range(undone):
                assert result_of(first.redo) == result_of(second.redo)
            compare(first, second)


def compare_backups(library: Library, mirror: PostgresStore, folder: Path) -> None:
    """Compare the backups of both, in which the documents of articles are the same, in the same order."""
    library.back_up(folder / "first.zip")
    mirror.back_up(folder / "second.zip")
    assert files_of(folder / "second.zip") == files_of(folder / "first.zip")


def compare(first: Library, second: Library) -> None:
    first.resync()
    second.resync()
    assert exported("json", second) == exported("json", first)
    assert second.damage() == first.damage() == []
    assert second.codebook.by_document() == first.codebook.by_document()


def result_of(undo: Callable[[], str | None]) -> str | None:
    """Return the label of the step that was undone, or why it cannot be."""
    try:
        return undo()
    except PizhuError as error:
        return str(error)
