"""Writes a folder of Markdown files, one for each article, and updates it on later exports.

The last lines of an exported file are its signature: the article's ID, and a marker. What the user writes
below the marker is kept byte for byte; everything above it is replaced. Files are recognised by the
signature, so they may be renamed, and they keep their names when titles change.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import msgspec

from store.errors import UsageError
from store.exporting.file_names import FileNames, comparison_key
from store.exporting.note_links import LinkFormatter
from store.exporting.selection import Selection
from store.exporting.writing import write_error
from store.formats.markup.markdown import BLOCK_ID, article_file, link_label, tag_link
from store.language import _
from store.model.annotation import Annotation
from store.model.article import Article
from store.note_syntax.wikilinks import Link
from store.notes.backlinks import Target
from store.storage.atomic_write import AT_ONCE, TEMPORARY, Batch, make_folder

SUFFIX = ".md"
"""The suffix of the files."""

MARKER = "%% pizhu: what you write below this line stays %%"  # untranslated: content of the file
"""The line below which the user may write; a comment, which Obsidian hides."""

_SIGNATURE = rb"(?m)^%% pizhu: article (?P<id>[0-9a-f]+) %%\r?\n" + re.escape(MARKER.encode()) + rb"(?=\r?$)"

Layout = Callable[[Article, tuple[Annotation, ...], LinkFormatter, str], str]
"""Returns the content of an article's file, given a link formatter and the file's name without suffix."""


class FolderReport(msgspec.Struct):
    """The result of writing a folder."""

    files: int = 0
    """Files created or updated."""
    unchanged: int = 0
    """Files that were up to date."""
    refused: list[str] = msgspec.field(default_factory=list)
    """A message for each file not written because a file without signature has its name."""
    left: list[str] = msgspec.field(default_factory=list)
    """A message for each exported file left as it is because its article is gone, or has another file."""


def write_folder(
    selection: Selection, folder: Path, *, force: bool = False, layout: Layout | None = None
) -> FolderReport:
    """Write a file for each article of a selection, unless it is up to date.

    :param force: overwrite files that have no signature.
    :param layout: returns the content of a file; by default :func:`article_file` does.
    :raises UsageError: when the path is a file.
    :raises PizhuError: when the folder or a file cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(_("{folder} is a file, not a folder: use another path.", folder=folder))
    try:
        make_folder(folder)
        return _FolderWriter(selection, folder, layout or _default_layout(selection)).write(force=force)
    except OSError as error:
        raise write_error(folder, error) from error


def _default_layout(selection: Selection) -> Layout:
    """Return the layout used without a template."""
    return lambda article, annotations, format_link, _name: article_file(
        article, annotations, selection.library, format_link
    )


class _FolderWriter:
    """Writes one folder."""

    def __init__(self, selection: Selection, folder: Path, layout: Layout) -> None:
        self._selection = selection
        self._folder = folder
        self._layout = layout
        self._report = FolderReport()
        self._blocked: dict[str, str] = {}
        """Names of files without signature that articles need, by article ID."""
        self._names = self._assign_names()

    def _assign_names(self) -> dict[str, str]:
        """Return the file names of exported and selected articles, by article ID."""
        names = FileNames(SUFFIX)
        there: dict[str, str] = {}
        foreign: dict[str, str] = {}
        for path in sorted(self._folder.iterdir()):
            owner = _article_of(path)
            if path.name.lower().endswith(SUFFIX) and path.is_file() and not owner:
                foreign[comparison_key(path.name)] = path.name
            elif owner in there:
                twin = _(
                    "{name} is a second file of the article in {path}; it was not changed.",
                    name=path.name,
                    path=there[owner],
                )
                self._report.left.append(twin)
                names.reserve(path.name)
            else:
                names.reserve(path.name)
                if owner:
                    there[owner] = path.name
        self._report_missing_articles(there)
        wanted = set(self._selection.articles)
        titles = {row.id: row.title for row in self._selection.library.articles.rows() if row.id in wanted}
        for article in self._selection.articles:
            if article not in there:
                name = there[article] = names.assign(titles.get(article, ""), article)
                if comparison_key(name) in foreign:
                    there[article] = self._blocked[article] = foreign[comparison_key(name)]
        return there

    def _report_missing_articles(self, there: dict[str, str]) -> None:
        library = self._selection.library
        known = {row.id for row in library.articles.rows()} if there else set()
        damaged = bool(library.damage())
        for article, name in there.items():
            if article not in known and not damaged:  # it may be one of the damaged ones
                self._report.left.append(
                    _("{name} belongs to an article that no longer exists; it was not changed.", name=name)
                )

    def write(self, *, force: bool) -> FolderReport:
        """Write the files in batches."""
        batch = Batch()
        try:
            for article, annotations in self._selection:
                if article.id in self._blocked and not force:
                    self._refuse(article)
                    continue
                content = self._layout(
                    article, annotations, self._link_formatter(article.id), self._stem(article.id)
                )
                self._write_file(batch, self._folder / self._names[article.id], article.id, content)
                if len(batch) >= AT_ONCE:
                    _flush(batch)
            _flush(batch)
        except BaseException:
            batch.discard()
            raise
        return self._report

    def _refuse(self, article: Article) -> None:
        self._report.refused.append(
            _(
                "{path} was not written by pizhu, so the article {id} was not exported: rename the file, "
                "or overwrite it with --force.",
                path=self._blocked[article.id],
                id=article.id,
            )
        )

    def _write_file(self, batch: Batch, path: Path, article: str, content: str) -> None:
        """Write the file of an article, unless it is up to date."""
        before = path.read_bytes() if path.exists() else b""
        found = re.search(_SIGNATURE, before)
        # A signature inside a note is not one.
        ours = re.sub(r"(?m)^(?=%% pizhu: )", r"\\", content).rstrip("\n")
        head = f"{ours}\n\n%% pizhu: article {article} %%\n{MARKER}".encode()
        after = head + (before[found.end() :] if found else b"\n")
        if after == before:
            self._report.unchanged += 1
        else:
            batch.write(path, after)
            self._report.files += 1

    def _link_formatter(self, here: str) -> LinkFormatter:
        """Return the link formatter for the file of an article."""

        def format_link(link: Link, target: Target) -> str | None:
            if target.tag:
                return tag_link(link, target)
            if target.article not in self._names:
                return None
            file = "" if target.article == here and target.annotation else self._stem(target.article)
            block = f"#^{target.annotation.id[:BLOCK_ID]}" if target.annotation else ""
            shown = link_label(link.shown)
            return f"[[{file}{block}]]" if shown == file + block else f"[[{file}{block}|{shown}]]"

        return format_link

    def _stem(self, article: str) -> str:
        return self._names[article].removesuffix(SUFFIX)


def _article_of(path: Path) -> str:
    """Return the article ID in a file's signature; empty if it has none."""
    is_candidate = path.suffix.lower() == SUFFIX and not path.name.endswith(TEMPORARY) and path.is_file()
    found = re.search(_SIGNATURE, path.read_bytes()) if is_candidate else None
    return found["id"].decode() if found else ""


def _flush(batch: Batch) -> None:
    batch.sync()
    batch.put()
