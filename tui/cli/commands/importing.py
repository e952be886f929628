"""The command `import`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from tui.cli.arguments import path_argument
from tui.cli.command import Command, Usage
from tui.cli.exit_codes import DONE, SOME_FAILED
from tui.cli.opened_library import opened_library
from tui.cli.output.importing import print_imported_file, print_merged_file, print_rejected_file
from tui.cli.output.printing import Problems, warn
from tui.cli.progress_bar import progress_bar
from tui.looks.wording import number_of


def import_paths(options: Namespace) -> int:
    """Import files and folders as one step of undo; a file that fails does not stop the others.

    Files with annotations from other libraries and programs are merged.
    """
    from store.importing.batch import RejectedFile, find_files, import_bundle, import_files
    from store.importing.registry import is_bundle
    from store.storage.undo_log import StepGroup

    paths: list[Path] = options.paths
    bundles = [path for path in paths if is_bundle(path) and not path.is_dir()]
    files, rejected = find_files(path for path in paths if path not in bundles)
    group = StepGroup(f"import {len(files) + len(bundles)} files") if len(files) + len(bundles) > 1 else None
    failed, imported = len(rejected), 0
    problems = Problems("more problems; --json lists all of them")
    for each in rejected:
        print_rejected_file(options.json, each, problems)
    with opened_library(options) as library, progress_bar("Importing", quiet=options.json) as progress:
        try:
            for done, result in enumerate(import_files(library, files, group), 1):
                progress(done, len(files))
                if isinstance(result, RejectedFile):
                    failed += 1
                    print_rejected_file(options.json, result, problems)
                else:
                    imported += 1
                    print_imported_file(options.json, result, problems)
            for path in bundles:
                merged = import_bundle(library, path, progress, group)
                if isinstance(merged, RejectedFile):
                    failed += 1
                    print_rejected_file(options.json, merged, problems)
                else:
                    imported += 1
                    failed += bool(merged.left_out)
                    print_merged_file(options.json, path, merged, problems)
        except KeyboardInterrupt:
            warn(
                f"Stopped: {number_of(imported, 'file')} of {len(files) + len(bundles):,} were imported; "
                "`pizhu undo` removes what was imported."
            )
            raise
    problems.summarise()
    return SOME_FAILED if failed else DONE


def _add_import_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="+", type=path_argument, metavar="PATH", help="a file, or a folder of text files"
    )


IMPORT = Command(
    name="import",
    summary="Import text files and folders of them, and notes from .json, .jsonld, .qdpx, .pizhu and others.",
    usages=(Usage("import PATH…"),),
    configure=_add_import_arguments,
    run=import_paths,
)
