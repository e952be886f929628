"""The commands `merge-file` and `git`."""

from __future__ import annotations

import shlex
import shutil
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from store.language import _, lazy
from store.model.surrogates import writable
from tui.cli.arguments import path_argument, writable_path
from tui.cli.command import Action, Command, Usage, command_with_actions
from tui.cli.exit_codes import DONE, SOME_FAILED
from tui.cli.opened_library import library_folder
from tui.cli.output.printing import print_json, print_text, warn


def merge_file(options: Namespace) -> int:
    """Merge two versions of a file of a library into the second file: a merge driver of git."""
    from store.errors import BadInput
    from store.storage.folder.merging.files import merge_files
    from store.storage.folder.merging.git import texts_of
    from store.storage.os_errors import sentence_about
    from store.storage.regular_file import read_regular
    from store.storage.three_way.merge_conflict import sentences

    name = options.path or str(options.ours)
    try:
        base, ours, theirs = (read_regular(path) for path in (options.base, options.ours, options.theirs))
        merged = merge_files(
            name,
            base,
            ours,
            theirs,
            lambda digests: texts_of(Path(options.path), digests) if options.path else {},
        )
        options.ours.write_bytes(merged.content)
    except OSError as error:
        raise BadInput(sentence_about(error, options.ours, "read")) from error
    where = f"{name} ({merged.title})" if merged.title else name
    told = sentences(merged.conflicts, writable(where))
    if options.json:
        print_json(path=writable(name), conflicts=told)
    else:
        for sentence in told:
            warn(sentence)
    return SOME_FAILED if told else DONE


def print_git_state(options: Namespace) -> int:
    """Say which parts of the set-up are there."""
    return _set_up(options, library_folder(options), is_written=False)


def set_up_git(options: Namespace) -> int:
    """Have git merge the files of a library by annotations."""
    from tui.user_folders import expanded

    folder = expanded(options.arguments[0]) if options.arguments else library_folder(options)
    return _set_up(options, folder, is_written=True)


def _set_up(options: Namespace, folder: Path, *, is_written: bool) -> int:
    from store.storage.folder.merging.git import set_up

    steps = set_up(folder, _program(), is_written=is_written)
    for step in steps:
        if options.json:
            print_json(place=writable(step.place), line=step.line, done=step.is_done or is_written)
            continue
        values = {"place": writable(step.place), "line": step.line}
        if step.is_done:
            print_text(_("{place}: {line} is there already", **values))
        elif is_written:
            print_text(_("{place}: {line} was added", **values))
        else:
            print_text(_("{place}: {line} is missing", **values))
    is_complete = is_written or all(step.is_done for step in steps)
    if not is_complete and not options.json:
        print_text(_("`pizhu git setup` adds what is missing."))
    return DONE if is_complete else SOME_FAILED


def _program() -> str:
    """Return how git calls this program: its name if that is enough, else its path."""
    if shutil.which("pizhu"):
        return "pizhu"
    return f"{shlex.quote(Path(sys.executable).as_posix())} -m tui"


def _add_merge_file_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "base", type=path_argument, metavar="BASE", help=_("the version that both were made from; %%O of git")
    )
    parser.add_argument(
        "ours", type=path_argument, metavar="OURS", help=_("one version, replaced by the result; %%A of git")
    )
    parser.add_argument(
        "theirs", type=path_argument, metavar="THEIRS", help=_("the other version; %%B of git")
    )
    parser.add_argument(
        "path",
        nargs="?",
        type=writable_path,
        metavar="PATH",
        help=_("its path in the library; %%P of git"),
    )


MERGE_FILE = Command(
    name="merge-file",
    summary=lazy(
        "Merge two versions of a file of a library, annotation by annotation: a merge driver of git."
    ),
    usages=(Usage("merge-file BASE OURS THEIRS [PATH]"),),
    examples=("merge-file base.json ours.json theirs.json",),  # untranslated: a command
    configure=_add_merge_file_arguments,
    run=merge_file,
    takes_files=True,
)
GIT = command_with_actions(
    "git",
    lazy("Have git merge the files of a library, annotation by annotation."),
    Action("status", "", lazy("Say what git knows of this library."), print_git_state),
    Action(
        "setup",
        "[DIR]",
        lazy("Set git up for the library: merge driver, attributes, ignored files."),
        set_up_git,
    ),
    metavar="DIR",
    examples=("git setup",),
)
