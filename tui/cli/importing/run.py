"""One run of the command `import`: what is imported, how it is read, and what became of it."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path

from store.errors import PizhuError
from store.importing.batch import RejectedFile, import_bundle, import_read, label_of, preview_read
from store.importing.inputs.arguments import Inputs, find_inputs, read_inputs, read_stream
from store.importing.limits import MAX_FILE_BYTES
from store.importing.parallel import ReadResult, read_files
from store.importing.piece import Piece
from store.importing.registry import is_bundle, read_bundle
from store.importing.totals import Totals
from store.language import _, lazy
from store.library import Library
from store.library.attributes.attributes import accepted
from store.model.article import Article
from store.model.bundle import Merged
from store.model.tables.attribute import ArticleAttribute
from store.progress import Progress, no_progress
from store.storage.history.undo_log import StepGroup
from store.wording import counted
from tui.cli.exit_codes import DONE, SOME_FAILED
from tui.cli.importing.interruption import Interruption
from tui.cli.importing.options import batch_options, name_of_standard_input, read_options
from tui.cli.output.importing import (
    print_imported_file,
    print_merged_file,
    print_previewed_article,
    print_rejected_file,
    print_totals,
)
from tui.cli.output.printing import Problems, print_text, warn
from tui.cli.progress_bar import progress_bar


class Import:
    """One run of the command."""

    def __init__(self, options: Namespace, attributes: Sequence[ArticleAttribute] = ()) -> None:
        """Check the options, and find the files.

        :param attributes: the attributes of the library.
        :raises UsageError: an option is not valid.
        """
        self.as_json: bool = options.json
        self._attributes = attributes
        self.said, self.reading = batch_options(options, attributes), read_options(options, attributes)
        self._name = name_of_standard_input(options)
        watched = [str(options.watch)] if options.watch and options.watch.is_dir() else []
        with progress_bar(_("Looking for files"), quiet=self.as_json):
            self.inputs: Inputs = find_inputs([*options.paths, *watched], self.reading)
        self.totals = Totals(skipped=self.inputs.skipped)
        self.problems = Problems(lazy("and {number:,} more problems; --json lists all of them."))
        self._typed: BytesIO | None = None
        """What was typed or pasted at the terminal."""
        self._done = set[Path | str]()
        """Files, addresses and others of which everything was written."""
        self._done_before = 0
        """How many of them belong to former steps of undo."""
        for each in self.inputs.refused:
            if not (watched and str(each.path) == watched[0]):  # files may appear in an empty folder
                self._refuse(each)

    def _read(self, progress: Progress) -> Iterator[ReadResult]:
        """Yield what was read of each file, address and standard input."""
        total = self.inputs.count
        for done, result in enumerate(read_inputs(self.inputs, self._read_standard_input), 1):
            yield result
            progress(done, total)

    def _read_standard_input(self) -> list[Piece]:
        return read_stream(self._typed or sys.stdin.buffer, self._name, self.reading)

    def take_typed_text(self) -> None:
        """Read standard input now if it is a terminal, before a progress bar covers what is typed."""
        if self.inputs.standard_input and sys.stdin.isatty():
            warn(
                _("Paste or type the text; ctrl+z and enter ends it, ctrl+c drops it.")
                if sys.platform == "win32"
                else _("Paste or type the text; ctrl+d on a line of its own ends it, ctrl+c drops it.")
            )
            self._typed = BytesIO(sys.stdin.buffer.read(MAX_FILE_BYTES + 1))

    def into(self, library: Library, progress: Progress) -> None:
        """Import everything as one step of undo; what fails does not stop the others.

        :raises KeyboardInterrupt: ctrl+c was pressed; everything that was written is in the totals.
        """
        count = self.inputs.count
        group = StepGroup(label_of(count)) if count > 1 else None
        with Interruption() as interruption:
            self._import(library, self._read(progress), group, interruption)
            self._merge(library, self.inputs.bundles, progress, group, interruption)

    def _import(
        self,
        library: Library,
        read: Iterator[ReadResult],
        group: StepGroup | None,
        interruption: Interruption,
    ) -> None:
        for result in import_read(library, read, group, self.said, interruption.delayed):
            if isinstance(result, RejectedFile):
                self._refuse(result)
            else:
                self.totals.add(result)
                print_imported_file(self.as_json, result, self.problems)
            self._done.add(result.address or result.path)

    def _merge(
        self,
        library: Library,
        bundles: list[Path],
        progress: Progress,
        group: StepGroup | None,
        interruption: Interruption,
    ) -> None:
        for path in bundles:
            merged = Merged()
            if group is not None:
                group.label = label_of(len(self._done) - self._done_before + 1)

            def report(done: int, total: int) -> None:
                progress(done, total)
                interruption.check()

            result: Merged | RejectedFile = merged
            try:
                with interruption.delayed():
                    result = import_bundle(library, path, report, group, merged)
                    self._done.add(path)
            finally:
                is_whole = path in self._done and not isinstance(result, RejectedFile)
                if is_whole or merged.is_step:
                    self.totals.merge(merged)
                    print_merged_file(self.as_json, path, merged, self.problems)
                if isinstance(result, RejectedFile):
                    self._refuse(result)

    def watch(self, library: Library, folder: Path) -> None:
        """Import what appears or changes in a folder, until ctrl+c."""
        from store.importing.inputs.watching import watch_folder

        if not self.as_json:
            print_text(_("Watching {folder}: ctrl+c ends it.", folder=folder))
        for files in watch_folder(folder):
            group = StepGroup(label_of(len(files))) if len(files) > 1 else None
            self._done -= set(files)
            self._done_before = len(self._done)
            bundles = [path for path in files if is_bundle(path)]
            articles = [path for path in files if path not in bundles]
            with Interruption() as interruption:
                self._import(library, read_files(articles, self.inputs.options), group, interruption)
                self._merge(library, bundles, no_progress, group, interruption)

    def preview(self, library: Library, progress: Progress) -> None:
        """Read everything, and print what would come in."""
        look = library.merger.preview(self._preview_articles(library, progress))
        for path in self.inputs.bundles:
            try:
                merged = look(read_bundle(path))
            except PizhuError as error:
                self._refuse(RejectedFile(path, str(error)))
            else:
                self.totals.merge(merged)
                print_merged_file(self.as_json, path, merged, self.problems, is_preview=True)

    def _preview_articles(self, library: Library, progress: Progress) -> list[Article]:
        """Print what would come in of what is no bundle, and return the articles that there would be."""
        is_known = partial(_is_known, library)
        articles = library.articles.preview()
        for result, piece in preview_read(articles, self._read(progress), self.said):
            if isinstance(result, RejectedFile):
                self._refuse(result)
            elif piece is not None:
                self.totals.add(result)
                taken, _refused = accepted(self._attributes, piece.article.draft.attributes)
                print_previewed_article(self.as_json, result, piece, is_known, taken)
        return articles.articles() if self.inputs.bundles else []

    def stopped(self) -> None:
        """Say what was done before ctrl+c, and print the total."""
        done, files = len(self._done), counted(self.inputs.count, "file", "files")
        warn(
            _(
                "Stopped after {count:,} of {files}; `pizhu undo` removes what was imported.",
                count=done,
                files=files,
            )
            if self.totals.changed
            else _("Stopped after {count:,} of {files}; nothing was changed.", count=done, files=files)
        )
        self.end()

    def end(self, *, is_preview: bool = False) -> int:
        """Print the total, and return the exit code."""
        self.problems.summarise()
        print_totals(self.as_json, self.totals, is_preview=is_preview)
        return SOME_FAILED if self.totals.failed or self.totals.incomplete else DONE

    def _refuse(self, rejected: RejectedFile) -> None:
        self.totals.refuse(rejected)
        print_rejected_file(self.as_json, rejected, self.problems)


def _is_known(library: Library, article: str) -> bool:
    return library.articles.row(article) is not None
