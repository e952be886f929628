"""The commands `check`, `backup` and `restore`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from contextlib import closing

from store.errors import UsageError
from store.language import _, lazy
from tui.cli.arguments import writable_path
from tui.cli.command import Command, Usage
from tui.cli.exit_codes import DONE, SOME_FAILED
from tui.cli.opened_library import library_place, opened_library
from tui.cli.output.maintenance import (
    print_backup,
    print_check_result,
    print_daily_backup,
    print_damage,
    print_repairs,
    print_restored_library,
)
from tui.cli.output.printing import warn
from tui.cli.progress_bar import progress_bar


def check_library(options: Namespace) -> int:
    """Read every file of the library and print every problem; repair them first if asked to."""
    from store.library.checking import check_library as check
    from store.library.checking import repair_library as repair
    from store.library.opening import store_at
    from store.storage.record_check import Kind
    from tui.cli.settings_file import usable_config
    from tui.daily_backup import backup_folder

    store = store_at(library_place(options), on_wait=warn)
    with closing(store), progress_bar(_("Checking"), quiet=options.json) as progress:
        if options.repair:
            print_repairs(options.json, *repair(store, progress, backup_folder(usable_config())))
        remaining = repairable = copies = 0
        for damage in check(store, progress):
            if damage.kind is Kind.COPY:
                copies += 1
            else:
                remaining += 1
                repairable += damage.repairable
            print_damage(options.json, damage)
        articles = sum(1 for _id in store.ids())
    if not options.json:
        print_check_result(remaining, repairable, articles, copies)
    return SOME_FAILED if remaining or copies else DONE


def back_up_library(options: Namespace) -> int:
    """Write the library to a zip archive, or make the backup of the day."""
    from store.exporting import is_somebody_elses
    from tui.daily_backup import back_up_today
    from tui.settings.reading import read_settings
    from tui.user_folders import config_file, expanded

    if options.daily == bool(options.file):
        raise UsageError(_("Name the file of the backup, or use --daily."))
    with (
        opened_library(options, create=False) as library,
        progress_bar(_("Backing up"), quiet=options.json) as progress,
    ):
        if options.daily:
            config = read_settings(
                config_file()
            ).config  # what cannot be used was told when the library was opened
            print_daily_backup(options.json, back_up_today(library, config))
            return DONE
        path = expanded(options.file)
        if is_somebody_elses(path):
            raise UsageError(_("{path} exists already and is not a backup: choose another name.", path=path))
        print_backup(options.json, path, library.back_up(path, progress))
    return DONE


def restore_library(options: Namespace) -> int:
    """Create a library from a backup, in an empty folder."""
    from store.storage.folder.backup import restore
    from tui.user_folders import expanded, folder_here

    folder = folder_here(options.folder)
    with progress_bar(_("Restoring"), quiet=options.json) as progress:
        articles = restore(expanded(options.file), folder, progress)
    print_restored_library(options.json, folder, articles)
    return DONE


def _add_check_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--repair", action="store_true", help=_("repair; originals are copied to aside/ first")
    )


def _add_backup_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", nargs="?", type=writable_path, metavar="FILE.zip", help=_("the archive to write")
    )
    parser.add_argument(
        "--daily", action="store_true", help=_("make the backup of the day if it is due, as the reader does")
    )


def _add_restore_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=writable_path, metavar="FILE.zip", help=_("the backup"))
    parser.add_argument("folder", type=writable_path, metavar="DIR", help=_("the folder of the new library"))


CHECK = Command(
    name="check",
    summary=lazy("Read every file of the library and report every problem."),
    usages=(
        Usage(
            "check [--repair]", lazy("Read every file of the library, report every problem, and repair it.")
        ),
    ),
    examples=(
        "check",
        "check --repair",
    ),
    configure=_add_check_arguments,
    run=check_library,
)
BACKUP = Command(
    name="backup",
    summary=lazy("Write the library to a zip archive."),
    usages=(
        Usage(
            "backup FILE.zip|--daily",
            lazy("Write the library to a zip archive, or make the backup of the day."),
        ),
    ),
    examples=(lazy("backup 备份.zip"),),
    configure=_add_backup_arguments,
    run=back_up_library,
)
RESTORE = Command(
    name="restore",
    summary=lazy("Create a library from a backup, in an empty folder."),
    usages=(Usage("restore FILE.zip DIR"),),
    examples=(lazy("restore 备份.zip 新库"),),
    configure=_add_restore_arguments,
    run=restore_library,
)
