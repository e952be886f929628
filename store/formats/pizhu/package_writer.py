"""Writes packages: a small library as a zip archive, to be unpacked, worked on and brought back.

The first package has a manifest beside the files of the library. Unpacked, it is kept in the folder, so that
the package that comes back has the former records too: they tell what was changed and what was deleted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec

from store.errors import PizhuError, UsageError
from store.formats.pizhu.archive_writer import COMPRESSION_LEVEL, add_entry
from store.formats.pizhu.package_files import (
    BASE,
    KEPT_PACKAGE,
    MANIFEST,
    base_records,
    manifest_of,
)
from store.language import _
from store.library import Library
from store.model.annotation import timestamp
from store.model.edits import ANNOTATIONS
from store.model.package import PackagedTables, PackageManifest
from store.progress import Progress, no_progress
from store.storage.folder.tinydb_storage import Tables, decode, encode


def kept_package(library: Library) -> tuple[Path, PackageManifest] | None:
    """Return the package that a library was unpacked from, and its manifest; None if it is no such library.

    :raises BadInput: the package is damaged.
    """
    path = Path(library.location) / KEPT_PACKAGE
    return (path, manifest_of(path)) if path.is_file() else None


def write_package(
    library: Library,
    articles: Iterable[str],
    person: str,
    out: IO[bytes],
    *,
    with_annotations: bool = False,
    progress: Progress = no_progress,
) -> int:
    """Write a package for a person; return how many articles are in it.

    :param with_annotations: whether it has what others have annotated and the notes on articles too.
    """
    manifest = PackageManifest(person=person, packer=library.creator, made=timestamp())
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=COMPRESSION_LEVEL) as archive:
        wanted = list(articles)
        _write_library(archive, manifest, library, person, wanted)
        return _write_articles(archive, library, wanted, None if with_annotations else person, progress)


def write_returned_package(library: Library, out: IO[bytes], progress: Progress = no_progress) -> int:
    """Write the package that goes back from an unpacked one; return how many articles are in it.

    :raises UsageError: the library was not unpacked from a package.
    """
    kept = kept_package(library)
    if kept is None:
        raise UsageError(_("Name the person whom the package is for: `--for NAME`."))
    path, manifest = kept
    articles = [row.id for row in reversed(library.articles.rows())]
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=COMPRESSION_LEVEL) as archive:
        returned = msgspec.structs.replace(manifest, returned=True, made=timestamp())
        _write_library(archive, returned, library, None, articles)
        count = _write_articles(archive, library, articles, None, progress)
        for name, content in base_records(path):
            seen = _without(content, library.packages.hidden(Path(name).stem))
            add_entry(archive, f"{BASE}{name}", seen)
        return count


def _write_library(
    archive: ZipFile, manifest: PackageManifest, library: Library, person: str | None, articles: Sequence[str]
) -> None:
    add_entry(archive, MANIFEST, msgspec.json.encode(manifest))
    add_entry(archive, "library.json", encode(_stored(library.packages.library(person, frozenset(articles)))))


def _write_articles(
    archive: ZipFile, library: Library, wanted: Sequence[str], creator: str | None, progress: Progress
) -> int:
    count = 0
    for article, tables, text in _articles(library, wanted, creator):
        progress(count, len(wanted))
        stem = f"articles/{article[:2]}/{article}"
        add_entry(archive, f"{stem}.json", encode(_stored(tables)))
        add_entry(archive, f"{stem}.txt", text.encode())
        count += 1
    return count


def _articles(
    library: Library, wanted: Iterable[str], creator: str | None
) -> Iterator[tuple[str, PackagedTables, str]]:
    for article in wanted:
        try:
            tables, text = library.packages.article(article, creator)
        except PizhuError:
            continue  # it is damaged, which was told when the library was opened
        yield article, tables, text


def _without(record: bytes, hidden: Collection[int]) -> bytes:
    """Return a former record without annotations that the packer does not see.

    They are not in the record that comes back: nobody must take them for deleted.
    """
    if not hidden:
        return record
    tables = decode(record, Path())
    left = {key: each for key, each in tables.get(ANNOTATIONS, {}).items() if int(key) not in hidden}
    return encode({**tables, ANNOTATIONS: left})


def _stored(tables: PackagedTables) -> Tables:
    return {name: {str(key): fields for key, fields in table.items()} for name, table in tables.items()}
