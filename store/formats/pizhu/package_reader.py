"""Reads what comes back from a package, and unpacks packages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from store.errors import BadBackup, BadInput, DamagedFile
from store.formats.pizhu.package_files import BASE, KEPT_PACKAGE, MANIFEST, damaged, read_manifest
from store.formats.pizhu.records import failure_reason
from store.formats.shared.json_reading.located_json import JSON_ERRORS
from store.formats.shared.zip_archive import ARCHIVE_ERRORS, open_archive, read_entry
from store.importing.limits import MAX_PIECE_BYTES, MAX_TEXT_BYTES, check_json
from store.language import _
from store.model.article import digest, is_article_id
from store.model.edits import ARTICLE, THE_ONE
from store.model.package import Package, PackagedArticle, PackagedTables, PackageManifest
from store.progress import Progress, no_progress
from store.reasons import reason_of
from store.storage.folder.backup import restore
from store.storage.folder.tinydb_storage import decode
from store.storage.os_errors import ErrorTranslator
from store.storage.raw_documents import RawDocument
from store.storage.regular_file import read_regular


def read_package(archive: ZipFile, path: Path, report: Callable[[str], None]) -> Package | None:
    """Return what comes back in a package; None if it is the first one, which nobody has worked on.

    :param report: called with a sentence for each article that cannot be read.
    :raises BadInput: the package is damaged.
    """
    manifest = read_manifest(archive, path)
    if not manifest.returned:
        return None
    names = set(archive.namelist())
    ids = (
        name.removeprefix(f"{BASE}articles/")[3:-5] for name in names if name.startswith(f"{BASE}articles/")
    )
    there = {article for article in ids if is_article_id(article) and _stem(article) + ".json" in names}
    return Package(
        manifest=manifest,
        base=_tables(archive, f"{BASE}library.json"),
        theirs=_tables(archive, "library.json"),
        ids=frozenset(there),
        read=lambda wanted: _articles(path, wanted, report),
    )


def _articles(path: Path, wanted: Iterable[str], report: Callable[[str], None]) -> Iterator[PackagedArticle]:
    with open_archive(path) as archive:
        for article in wanted:
            try:
                yield _article(archive, article)
            except (*JSON_ERRORS, BadInput, *ARCHIVE_ERRORS) as error:
                report(
                    _(
                        "The article {id} was left out: {reason}",
                        id=article[:8],
                        reason=failure_reason(error),
                    )
                )


def _article(archive: ZipFile, article: str) -> PackagedArticle:
    stem = _stem(article)
    base, theirs = _tables(archive, f"{BASE}{stem}.json"), _tables(archive, f"{stem}.json")
    text = read_entry(
        archive, _entry(archive, f"{stem}.txt", _("its text is missing")), MAX_TEXT_BYTES
    ).decode()
    if THE_ONE not in theirs.get(ARTICLE, {}) or THE_ONE not in base.get(ARTICLE, {}):
        raise BadInput(_("its record is empty"))
    if theirs[ARTICLE][THE_ONE].get("digest") != digest(text):
        raise BadInput(_("its text does not match the digest in its record"))
    return PackagedArticle(article, base, theirs, text)


def _stem(article: str) -> str:
    return f"articles/{article[:2]}/{article}"


def _entry(archive: ZipFile, name: str, otherwise: str) -> ZipInfo:
    """Return an entry of the archive.

    :raises BadInput: there is none, in the words of ``otherwise``.
    """
    try:
        return archive.getinfo(name)
    except KeyError as error:
        raise BadInput(otherwise) from error


def _tables(archive: ZipFile, name: str) -> PackagedTables:
    """Return the documents of a record.

    :raises BadInput: it is missing, too large or damaged.
    """
    data = read_entry(archive, _entry(archive, name, _("it has no {name}", name=name)), MAX_PIECE_BYTES)
    check_json(data, name)
    try:
        tables = decode(data, Path(name))
    except DamagedFile as error:
        raise BadInput(
            _(
                "{name} in the package is damaged ({reason}): ask for the package again.",
                name=name,
                reason=reason_of(error.__cause__ or error),
            )
        ) from error
    return {
        table: {
            int(key): each.fields if isinstance(each, RawDocument) else each for key, each in found.items()
        }
        for table, found in tables.items()
    }


def unpack(path: Path, folder: Path, progress: Progress = no_progress) -> tuple[PackageManifest, int]:
    """Unpack a package to an empty folder as a library; return its manifest and how many articles it has.

    :param progress: called with files done and files in total.
    :raises BadInput: the file is no package, is damaged, or may be malicious.
    :raises PizhuError: the folder is not empty, or cannot be written.
    """
    from store.formats.pizhu.archive_reader import read
    from store.formats.pizhu.package_files import manifest_of

    read(path)  # names, kinds and sizes of its entries are checked
    manifest = manifest_of(path)
    with ErrorTranslator(path, "read"):
        content = read_regular(path)
    is_extra = lambda name: name == MANIFEST or name.startswith(BASE)  # noqa: E731
    try:
        count = restore(path, folder, progress, is_extra=is_extra, beside={KEPT_PACKAGE: content})
    except BadBackup as error:
        raise damaged(path, error.__cause__ or error) from error
    return manifest, count
