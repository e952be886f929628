"""Notes as a folder of Markdown, a file an article, which can be written again and again.

The last lines of a file that is ours tell of which article it is, and that what stands below them is the
user's: that stays as it is, byte for byte, while all above it is written anew. A file is known by those
lines, whatever it is called, so that it may be renamed, and keeps its name when the title changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import msgspec

from store.errors import UsageError
from store.exporting.file_names import Names, same_name
from store.exporting.note_links import Spelling
from store.exporting.selection import Selection
from store.exporting.writing import write_error
from store.formats.markup.markdown import BLOCK_ID, alias, article_file, tag_link
from store.model.annotation import Annotation
from store.model.article import Article
from store.note_syntax.wikilinks import Link
from store.notes.backlinks import Target
from store.storage.atomic_write import AT_ONCE, TEMPORARY, Batch, make_folder

ENDING = ".md"
"""How the files end."""

MARKER = "%% pizhu: what you write below this line stays %%"
"""The line below which a file is the user's; a comment, which Obsidian does not show."""

_OURS = rb"(?m)^%% pizhu: article (?P<id>[0-9a-f]+) %%\r?\n" + re.escape(MARKER.encode()) + rb"(?=\r?$)"

Layout = Callable[[Article, tuple[Annotation, ...], Spelling, str], str]
"""What stands in the file of an article: given how links are written, and the file's name without its end."""


class Written(msgspec.Struct):
    """What became of the files of a folder."""

    files: int = 0
    """Files that are new, or were changed."""
    unchanged: int = 0
    """Files that were as they should be."""
    refused: list[str] = msgspec.field(default_factory=list)
    """A sentence for each file that was not written, because one that is not ours stands there."""
    left: list[str] = msgspec.field(default_factory=list)
    """A sentence for each file of ours that was left as it is, because its article is gone."""


def write_folder(
    selection: Selection, folder: Path, *, force: bool = False, layout: Layout | None = None
) -> Written:
    """Write a file for each article of a selection, where that is not there already.

    :param force: whether files that are not ours may be overwritten.
    :param layout: what stands in each file; by default what :func:`article_file` gives.
    :raises UsageError: there is a file where the folder is to be.
    :raises PizhuError: it cannot be written there.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file and no folder: name another place.")
    try:
        make_folder(folder)
        return _Folder(selection, folder, layout or _plain(selection)).write(force=force)
    except OSError as error:
        raise write_error(folder, error) from error


def _plain(selection: Selection) -> Layout:
    """The files as they are without a template."""
    return lambda article, marks, spell, _name: article_file(article, marks, selection.library, spell)


class _Folder:
    """A folder while it is being written."""

    def __init__(self, selection: Selection, folder: Path, layout: Layout) -> None:
        self._selection = selection
        self._folder = folder
        self._layout = layout
        self._written = Written()
        self._in_the_way: dict[str, str] = {}
        """Files that are not ours where those of articles are to be, by the IDs of the articles."""
        self._names = self._named()

    def _named(self) -> dict[str, str]:
        """The names of files by the IDs of their articles: of those there are, and of those to be written."""
        names = Names(ENDING)
        there: dict[str, str] = {}
        foreign: dict[str, str] = {}
        for path in sorted(self._folder.iterdir()):
            owner = _owner(path)
            if path.name.lower().endswith(ENDING) and path.is_file() and not owner:
                foreign[same_name(path.name)] = path.name
            elif owner in there:
                twin = f"{path.name} is a second file of the article in {there[owner]}: it is left as it is."
                self._written.left.append(twin)
                names.take(path.name)
            else:
                names.take(path.name)
                if owner:
                    there[owner] = path.name
        self._tell_of_those_gone(there)
        wanted = set(self._selection.articles)
        titles = {row.id: row.title for row in self._selection.library.articles.rows() if row.id in wanted}
        for article in self._selection.articles:
            if article not in there:
                name = there[article] = names.new(titles.get(article, ""), article)
                if same_name(name) in foreign:
                    there[article] = self._in_the_way[article] = foreign[same_name(name)]
        return there

    def _tell_of_those_gone(self, there: dict[str, str]) -> None:
        library = self._selection.library
        known = {row.id for row in library.articles.rows()} if there else set()
        damaged = bool(library.damage())
        for article, name in there.items():
            if article not in known and not damaged:  # one that is damaged may be any of them
                self._written.left.append(f"{name} is of an article that is gone: it is left as it is.")

    def write(self, *, force: bool) -> Written:
        """Write what is to be written, some files at a time."""
        batch = Batch()
        try:
            for article, marks in self._selection:
                if article.id in self._in_the_way and not force:
                    self._refuse(article)
                    continue
                content = self._layout(article, marks, self._spell_in(article.id), self._stem(article.id))
                self._put(batch, self._folder / self._names[article.id], article.id, content)
                if len(batch) >= AT_ONCE:
                    _finish(batch)
            _finish(batch)
        except BaseException:
            batch.discard()
            raise
        return self._written

    def _refuse(self, article: Article) -> None:
        self._written.refused.append(
            f"{self._in_the_way[article.id]} is there already and not written by pizhu, so that the article "
            f"{article.id} was left out: rename it, or overwrite it with --force."
        )

    def _put(self, batch: Batch, path: Path, article: str, content: str) -> None:
        """Write the file of an article, unless it is as it should be."""
        before = path.read_bytes() if path.exists() else b""
        found = re.search(_OURS, before)
        # Whoever has a line of ours in a note means nothing by it.
        ours = re.sub(r"(?m)^(?=%% pizhu: )", r"\\", content).rstrip("\n")
        head = f"{ours}\n\n%% pizhu: article {article} %%\n{MARKER}".encode()
        after = head + (before[found.end() :] if found else b"\n")
        if after == before:
            self._written.unchanged += 1
        else:
            batch.write(path, after)
            self._written.files += 1

    def _spell_in(self, here: str) -> Spelling:
        """How links are written in the file of an article."""

        def spell(link: Link, target: Target) -> str | None:
            if target.tag:
                return tag_link(link, target)
            if target.article not in self._names:
                return None
            file = "" if target.article == here and target.annotation else self._stem(target.article)
            block = f"#^{target.annotation.id[:BLOCK_ID]}" if target.annotation else ""
            shown = alias(link.shown)
            return f"[[{file}{block}]]" if shown == file + block else f"[[{file}{block}|{shown}]]"

        return spell

    def _stem(self, article: str) -> str:
        return self._names[article].removesuffix(ENDING)


def _owner(path: Path) -> str:
    """Of which article a file is, by its ID; empty when it is not ours."""
    is_candidate = path.suffix.lower() == ENDING and not path.name.endswith(TEMPORARY) and path.is_file()
    found = re.search(_OURS, path.read_bytes()) if is_candidate else None
    return found["id"].decode() if found else ""


def _finish(batch: Batch) -> None:
    batch.sync()
    batch.put()
