"""The command `import`."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import UsageError
from store.model.surrogates import writable
from tui.cli.arguments import add_tags_option, path_argument, path_text
from tui.cli.command import Command, Usage
from tui.cli.exit_codes import DONE, SOME_FAILED
from tui.cli.opened_library import opened_library
from tui.cli.output.importing import (
    print_imported_file,
    print_merged_file,
    print_previewed_article,
    print_previewed_bundle,
    print_rejected_file,
    print_totals,
)
from tui.cli.output.printing import Problems, print_text, warn
from tui.cli.progress_bar import progress_bar
from tui.looks.wording import number_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.importing.inputs.arguments import Inputs
    from store.importing.inputs.batch_options import BatchOptions
    from store.importing.parallel import ReadResult
    from store.importing.piece import Piece, ReadOptions
    from store.library import Library
    from store.progress import Progress
    from store.storage.undo_log import StepGroup


class Import:
    """One run of the command: what is imported, how it is read, and what became of it."""

    def __init__(self, options: Namespace) -> None:
        """Check the options, and find the files.

        :raises UsageError: an option is not valid.
        """
        from store.importing.inputs.arguments import find_inputs
        from store.importing.totals import Totals

        self.as_json: bool = options.json
        self.said, self.reading, self._name = _said(options), _reading(options), _name(options)
        watched = [str(options.watch)] if options.watch and options.watch.is_dir() else []
        self.inputs: Inputs = find_inputs([*options.paths, *watched])
        self.totals = Totals(skipped=self.inputs.skipped)
        self.problems = Problems("more problems; --json lists all of them")
        for each in self.inputs.refused:
            if not (watched and str(each.path) == watched[0]):  # files may appear in an empty folder
                self.totals.refuse(each)
                print_rejected_file(self.as_json, each, self.problems)

    def read(self, progress: Progress) -> Iterator[ReadResult]:
        """Yield what was read of each file, address and standard input."""
        from store.importing.inputs.arguments import read_inputs

        total = self.inputs.count
        for done, result in enumerate(read_inputs(self.inputs, self.reading, self._read_standard_input), 1):
            yield result
            progress(done, total)

    def _read_standard_input(self) -> list[Piece]:
        from store.importing.inputs.arguments import read_stream

        return read_stream(sys.stdin.buffer, self._name, self.reading)

    def into(self, library: Library, progress: Progress) -> None:
        """Import everything as one step of undo; what fails does not stop the others."""
        from store.storage.undo_log import StepGroup

        count = self.inputs.count
        group = StepGroup(f"import {count} files") if count > 1 else None
        self._import(library, self.read(progress), group)
        self._merge(library, self.inputs.bundles, progress, group)

    def _merge(
        self, library: Library, bundles: list[Path], progress: Progress, group: StepGroup | None
    ) -> None:
        from store.importing.batch import RejectedFile, import_bundle

        for path in bundles:
            merged = import_bundle(library, path, progress, group)
            if isinstance(merged, RejectedFile):
                self.totals.refuse(merged)
                print_rejected_file(self.as_json, merged, self.problems)
            else:
                self.totals.merged += 1
                if merged.left_out:
                    self.totals.incomplete += 1
                print_merged_file(self.as_json, path, merged, self.problems)

    def _import(self, library: Library, read: Iterator[ReadResult], group: StepGroup | None) -> None:
        from store.importing.batch import RejectedFile, import_read

        for result in import_read(library, read, group, self.said):
            self.totals.add(result)
            if isinstance(result, RejectedFile):
                print_rejected_file(self.as_json, result, self.problems)
            else:
                print_imported_file(self.as_json, result, self.problems)

    def watch(self, library: Library, folder: Path) -> None:
        """Import what appears or changes in a folder, until ctrl+c."""
        from store.importing.inputs.watching import watch_folder
        from store.importing.parallel import read_files
        from store.importing.registry import is_bundle
        from store.progress import no_progress
        from store.storage.undo_log import StepGroup

        if not self.as_json:
            print_text(f"Watching {folder}: ctrl+c ends it.")
        for files in watch_folder(folder):
            group = StepGroup(f"import {len(files)} files") if len(files) > 1 else None
            bundles = [path for path in files if is_bundle(path)]
            articles = [path for path in files if path not in bundles]
            self._import(library, read_files(articles, self.reading), group)
            self._merge(library, bundles, no_progress, group)

    def preview(self, library: Library, progress: Progress) -> None:
        """Read everything, and print what would come in."""
        from store.errors import PizhuError
        from store.importing.batch import RejectedFile
        from store.importing.registry import read_bundle
        from store.library.ingest import Outcome
        from store.model.article import digest

        seen: set[str] = set()
        for place, pieces in self.read(progress):
            if isinstance(pieces, str):
                address = "" if isinstance(place, Path) else place
                rejected = RejectedFile(Path(place), pieces, address)
                self.totals.refuse(rejected)
                print_rejected_file(self.as_json, rejected, self.problems)
                continue
            for piece in self.said.applied_to(pieces, place):
                draft = piece.article.draft
                outcome = (
                    Outcome.UNCHANGED
                    if (text := digest(draft.text)) in seen
                    else library.articles.outcome_of(draft)
                )
                seen.add(text)
                self.totals.count(outcome)
                print_previewed_article(self.as_json, str(place), piece, outcome)
        for path in self.inputs.bundles:
            try:
                articles = sum(1 for _ in read_bundle(path).pieces)
            except PizhuError as error:
                self.totals.refuse(RejectedFile(path, str(error)))
                print_rejected_file(self.as_json, RejectedFile(path, str(error)), self.problems)
            else:
                self.totals.merged += 1
                print_previewed_bundle(self.as_json, path, articles)

    def end(self, *, is_preview: bool = False) -> int:
        """Print the total, and return the exit code."""
        self.problems.summarise()
        print_totals(self.as_json, self.totals, is_preview=is_preview)
        return SOME_FAILED if self.totals.failed or self.totals.incomplete else DONE


def import_paths(options: Namespace) -> int:
    """Import files, folders, addresses and standard input; print a total.

    Files with annotations from other libraries and programs are merged.
    """
    if not options.paths and options.watch is None:
        raise UsageError("Name what to import: a file, a folder, an address, or - for standard input.")
    if options.watch is not None and not options.watch.is_dir():
        raise UsageError(f"{options.watch}: there is no such folder to watch; check the path.")
    importing = Import(options)
    if options.dry_run:
        with opened_library(options, create=False) as library, progress_bar("Reading") as progress:
            importing.preview(library, progress)
        return importing.end(is_preview=True)
    with opened_library(options) as library:
        try:
            with progress_bar("Importing") as progress:
                importing.into(library, progress)
        except KeyboardInterrupt:
            done = sum(importing.totals.outcomes.values()) + importing.totals.merged
            warn(
                f"Stopped: {number_of(done, 'file')} of {importing.inputs.count:,} were imported; "
                "`pizhu undo` removes what was imported."
            )
            importing.end()
            raise
        if options.watch is not None:
            try:
                importing.watch(library, options.watch)
            except KeyboardInterrupt:  # the way to end it
                return importing.end()
    return importing.end()


def _said(options: Namespace) -> BatchOptions:
    """Return what the options say about all articles.

    :raises UsageError: a field or the pattern is not valid.
    """
    from store.importing.inputs.batch_options import BatchOptions
    from store.importing.inputs.file_name_pattern import FileNamePattern
    from store.library.corrections import checked
    from store.model.tag import clean_tag_names

    return BatchOptions(
        fields=checked(dict(map(_assignment, options.fields))),
        tags=clean_tag_names(options.tags),
        pattern=FileNamePattern(options.name) if "{" in options.name else None,
    )


def _name(options: Namespace) -> str:
    """Return the name of standard input."""
    name: str = options.name
    return "" if "{" in name else name


def _reading(options: Namespace) -> ReadOptions:
    """Return how files are read.

    :raises UsageError: a column or the pattern that splits a text is not valid.
    """
    import re

    from store.importing.piece import ReadOptions
    from store.importing.splitting import is_line_of_marks
    from store.library.corrections import field_named

    columns = dict(_assignment(each) for each in options.map.split(",") if each.strip())
    try:
        re.compile("" if is_line_of_marks(options.split) else options.split)
    except re.error as error:
        raise UsageError(f"--split {options.split!r} is not a regular expression: {error}.") from None
    return ReadOptions(
        columns={field_named(name) or name.strip(): column for name, column in columns.items()},
        split=options.split,
    )


def _assignment(argument: str) -> tuple[str, str]:
    """Return the name and the value in ``name=value``."""
    name, sign, value = argument.partition("=")
    if not (sign and name.strip()):
        raise UsageError(f"{argument!r} sets nothing: write a field and its value, such as source=人民日报.")
    return name.strip(), value.strip()


def _add_import_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        type=path_text,
        metavar="PATH",
        help="a file, a folder, a pattern such as 'clips/**/*.txt', an address, or - for standard input",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="read everything and print what would come in; write nothing"
    )
    parser.add_argument(
        "--watch",
        type=path_argument,
        metavar="FOLDER",
        help="import the folder, and then what appears or changes in it until ctrl+c",
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        type=writable,
        metavar="FIELD=VALUE",
        dest="fields",
        help="give all articles this source, date, column…; may be repeated",
    )
    add_tags_option(parser, "give all articles this tag; may be repeated")
    parser.add_argument(
        "--name",
        default="",
        type=writable,
        metavar="PATTERN",
        help="what file names say, such as '{date}-{title}': date, title, author, source, column, or {} for"
        " anything; with -, the name of standard input",
    )
    parser.add_argument(
        "--map",
        default="",
        type=writable,
        metavar="FIELD=COLUMN,…",
        help="the columns or keys of a table for title, text, date…",
    )
    parser.add_argument(
        "--split",
        default="",
        type=writable,
        metavar="LINE",
        help="what begins the next article of a text: titles (标题：…), numbers (第…篇), chapters (第…章),"
        " pages (…日报 2020年3月24日 …版), documents (Document 1 of 12), gaps (three empty lines), a line of"
        " the text such as =====, or a regular expression",
    )


IMPORT = Command(
    name="import",
    summary="Import articles from files, folders, addresses and -, and notes from other programs.",
    usages=(
        Usage("import PATH… [--dry-run]"),
        Usage(
            "import PATH… [--set FIELD=VALUE] [--tag T]",
            "Import articles with this source, date, column… and tag.",
        ),
        Usage("import PATH… [--name PATTERN]", "Import articles whose file names are like '{date}-{title}'."),
        Usage(
            "import PATH… [--map FIELD=COLUMN,…] [--split LINE]",
            "Import tables with these columns, and texts of several articles.",
        ),
        Usage("import --watch FOLDER", "Import what appears or changes in a folder, until ctrl+c."),
    ),
    configure=_add_import_arguments,
    run=import_paths,
)
