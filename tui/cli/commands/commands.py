"""What each command does. All return an exit code; refusals are raised, and told by ``cli``."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import PizhuError, UsageError
from store.library import Library, open_library
from store.model.article import BlockKind, Status
from store.model.new_annotations import place_of
from store.storage.folder.folder_store import FolderStore
from tui.cli import output
from tui.cli.exit_codes import DONE, SOME_FAILED
from tui.cli.progress_bar import progress_bar
from tui.config import expanded, library_root, load_config, login_name
from tui.daily_backup import back_up_today

if TYPE_CHECKING:
    from store.exporting.selection import Selection
    from store.formats.markup.templates import Template


def import_(options: Namespace) -> int:
    """Import files and folders, in one step: one file that fails does not stop the others.

    Files that bring annotations along from other libraries and programs are merged.
    """
    from store.importing.batch import RejectedFile, find_files, import_bundle, import_files
    from store.importing.registry import is_bundle
    from store.storage.undo_log import StepGroup

    paths = [Path(name) for name in options.paths]
    bundles = [path for path in paths if is_bundle(path) and not path.is_dir()]
    files, refused = find_files(path for path in paths if path not in bundles)
    group = StepGroup(f"import {len(files) + len(bundles)} files") if len(files) + len(bundles) > 1 else None
    failed, taken = len(refused), 0
    for each in refused:
        output.import_failed(options.json, each)
    with _library(options) as library, progress_bar("Importing") as progress:
        try:
            for done, arrived in enumerate(import_files(library, files, group), 1):
                progress(done, len(files))
                if isinstance(arrived, RejectedFile):
                    failed += 1
                    output.import_failed(options.json, arrived)
                else:
                    taken += 1
                    output.imported(options.json, arrived)
        except KeyboardInterrupt:
            output.warn(
                f"Stopped: {output.number_of(taken, 'file')} of {len(files):,} are in the library; "
                "`pizhu undo` takes them out again."
            )
            raise
        for path in bundles:
            merged = import_bundle(library, path, progress, group)
            if isinstance(merged, RejectedFile):
                failed += 1
                output.import_failed(options.json, merged)
            else:
                failed += bool(merged.left_out)
                output.merged(options.json, path, merged)
    return SOME_FAILED if failed else DONE


def list_(options: Namespace) -> int:
    """List all articles, or those that a query means."""
    with _library(options, create=False) as library:
        query = library.codebook.query(" ".join(options.query))
        rows = library.articles.filtered(query).rows() if query else library.articles.rows()
        output.listing(options.json, rows, library.ids.short, query)
        return SOME_FAILED if library.damage() else DONE


def search(options: Namespace) -> int:
    """Find the articles in which words stand, and where."""
    with _library(options, create=False) as library:
        found = library.texts.search(options.text, limit=options.limit)
        output.search_results(options.json, options.text, found, library.ids.short)
        return SOME_FAILED if library.damage() else DONE


def show(options: Namespace) -> int:
    """Show one article whole."""
    with _library(options, create=False) as library:
        article, annotations = library.articles.open(library.ids.resolve(options.id))
    if options.creator:
        people = sorted({mark.creator for mark in annotations})
        annotations = tuple(mark for mark in annotations if mark.is_by(options.creator))
        if people and not annotations:
            output.warn(f"No annotation of it is by {options.creator}; they are by {', '.join(people)}.")
    output.article(options.json, article, annotations)
    return DONE


def annotate(options: Namespace) -> int:
    """Mark a quote; with tags, wherever its words stand if that is wanted."""
    if options.everywhere:
        return _annotate_everywhere(options)
    if not options.id:
        raise UsageError("Name the article: `pizhu annotate ID --quote TEXT`.")
    with _library(options) as library:
        annotation = library.annotations.annotate_quote(
            library.ids.resolve(options.id),
            options.quote,
            occurrence=options.occurrence,
            tags=options.tags,
            note=options.note,
        )
    output.taken_for(options.tags, annotation.tags)
    output.annotation(options.json, annotation)
    return DONE


def _annotate_everywhere(options: Namespace) -> int:
    from store.tags.autocoding import places, places_in, tag_everywhere

    if not options.tags or options.note:
        raise UsageError("With --everywhere, name the tags by --tag, and no note.")
    with _library(options) as library, progress_bar("Tagging") as progress:
        if options.id:
            found = places_in(library.articles.get(library.ids.resolve(options.id)), options.quote, most=None)
        else:
            found = places(library, options.quote, most=None)
        tags = library.codebook.names(options.tags)
        output.taken_for(options.tags, tags)
        output.tagged_everywhere(options.json, len(found), tag_everywhere(library, found, tags, progress))
    return DONE


def place(options: Namespace) -> int:
    """Put an annotation on other words: one that lost its own, above all."""
    with _library(options) as library:
        article = library.ids.resolve(options.id)
        annotation = library.annotations.resolve(article, options.annotation)
        start, end = place_of(library.articles.get(article).text, options.quote, options.occurrence)
        placed = library.annotations.place(article, annotation.id, start, end)
    output.annotation(options.json, placed)
    return DONE


def tag(options: Namespace) -> int:
    """Put tags on an article."""
    with _library(options) as library:
        article = library.ids.resolve(options.id)
        kept = library.articles.tag(article, options.tags)
        output.taken_for(options.tags, kept)
        output.tagged(options.json, article, kept)
    return DONE


def untag(options: Namespace) -> int:
    """Take tags off an article."""
    with _library(options) as library:
        article = library.ids.resolve(options.id)
        output.tagged(options.json, article, library.articles.untag(article, options.tags))
    return DONE


def suggest(options: Namespace) -> int:
    """Suggest tags for an article or for words of it, or have some never suggested again."""
    from tui.cli.commands.suggestions import suggest as suggest_or_dismiss

    with _library(options, create=False) as library:
        return suggest_or_dismiss(library, library.ids.resolve(options.id), options)


def tags(options: Namespace) -> int:
    """List the tags with their uses, or change them wherever they are used."""
    if options.deed == "list":
        with _library(options, create=False) as library:
            output.tags(options.json, library.codebook.tags(), library.codebook.uses())
        return DONE
    from tui.cli.commands.tag_edits import code

    with _library(options) as library:
        return code(library, options)


def notes(options: Namespace) -> int:
    """List the notes of the library."""
    from store.notes.all_notes import NoteKind
    from store.notes.all_notes import notes as every

    wanted = {NoteKind.QUESTION: options.questions, NoteKind.TODO: options.todos}
    with _library(options, create=False) as library:
        found = every(
            library,
            options.query,
            tags=library.codebook.known(options.tags),
            creator=options.creator,
            kinds=[kind for kind, is_wanted in wanted.items() if is_wanted],
            newest_first=options.newest,
        )
        output.notes(options.json, found, library.ids.short)
    return DONE


def links(options: Namespace) -> int:
    """List the links in the notes of an article or annotation, and the notes that link to it, or to a tag."""
    from store.note_syntax.wikilinks import links_in, parsed
    from store.notes.backlinks import backlinks, notes_on, one_target, targets

    link = parsed(options.target.removeprefix("[[").removesuffix("]]"))
    if link is None:
        raise UsageError(f"{options.target!r} names nothing: write an ID, a title or #TAG, as in [[…]].")
    with _library(options, create=False) as library:
        target = one_target(library, link)
        is_none = True
        for note in notes_on(library, target):
            for each in links_in(note.note):
                is_none = False
                found = targets(library, each, note.article)
                output.link(options.json, note, each, found, library.ids.short)
        for note in backlinks(library, target):
            is_none = False
            output.backlink(options.json, note, library.ids.short)
        if is_none and not options.json:
            output.no_links(link)
    return DONE


def agreement(options: Namespace) -> int:
    """Tell how far two coders agree, or who has coded."""
    from store.tags.intercoder_agreement import agreement as agreed
    from store.tags.intercoder_agreement import coders

    if len(options.coders) not in (0, 2):
        raise UsageError("Name two coders: `pizhu agreement A B`; without any, all are listed.")
    with _library(options, create=False) as library:
        articles = [library.ids.resolve(name) for name in options.articles]
        if options.coders:
            first, second = options.coders
            rows = agreed(library, first, second, articles, options.overlap)
            output.agreement(options.json, rows, first, second)
        else:
            output.coders(options.json, coders(library, articles))
    return DONE


def word(options: Namespace) -> int:
    """Tell what is known of a word."""
    from store.tags.word_profile import word_card

    with _library(options, create=False) as library:
        output.word(options.json, word_card(library, options.word))
    return DONE


def words(options: Namespace) -> int:
    """List the user dictionary as jieba has it, or change it."""
    from store.library.user_dictionary import parse

    if options.deed == "list":
        with _library(options, create=False) as library:
            output.words(options.json, library.dictionary.words())
        return DONE
    if not options.words or (options.deed == "split" and len(options.words) != 2):
        raise UsageError(
            "Name them: `pizhu words join WORD…`, `split A B`, `remove WORD…` or `import FILE…`."
        )
    with _library(options) as library, library.one_step(f"words: {options.deed}"):
        dictionary = library.dictionary
        if options.deed == "join":
            for each in options.words:
                dictionary.join(each)
        elif options.deed == "split":
            dictionary.split(*options.words)
        elif options.deed == "remove":
            dictionary.remove(options.words)
        else:
            for name in options.words:
                dictionary.add(parse(_lines(expanded(name))))
        output.words(options.json, dictionary.words())
    return DONE


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read as a user dictionary in UTF-8: {error}.") from error


def note(options: Namespace) -> int:
    """Write the note on an article."""
    with _library(options) as library:
        article = library.ids.resolve(options.id)
        library.articles.write_note(article, options.text)
        output.changed(options.json, article, "note", library.articles.get(article).note)
    return DONE


def status(options: Namespace) -> int:
    """Set how far an article is read."""
    with _library(options) as library:
        article = library.ids.resolve(options.id)
        library.articles.set_status(article, Status(options.status))
        output.changed(options.json, article, "status", options.status)
    return DONE


def star(options: Namespace) -> int:
    """Star an article, or take the star off."""
    with _library(options) as library:
        article = library.ids.resolve(options.id)
        library.articles.set_starred(article, starred=not options.off)
        output.changed(options.json, article, "starred", not options.off)
    return DONE


def block(options: Namespace) -> int:
    """Correct the kind of a block."""
    with _library(options) as library:
        article = library.ids.resolve(options.id)
        library.articles.set_block_kind(article, options.number, BlockKind(options.kind))
        output.changed(options.json, article, "kind", options.kind)
    return DONE


def remove(options: Namespace) -> int:
    """Remove articles: all that are named, or none."""
    with _library(options) as library:
        articles = [library.ids.resolve(reference) for reference in options.ids]
        library.articles.remove(articles)
    for article in articles:
        output.changed(options.json, article, "removed", value=True)
    return DONE


def undo(options: Namespace) -> int:
    """Take the last change back, also one that another process made."""
    with _library(options) as library:
        output.turned(options.json, "undone", library.undo())
    return DONE


def redo(options: Namespace) -> int:
    """Do again what was taken back last."""
    with _library(options) as library:
        output.turned(options.json, "redone", library.redo())
    return DONE


def check(options: Namespace) -> int:
    """Read every file of the library and tell of every damage; mend it if that is wanted."""
    from store.storage.folder import check as checking
    from store.storage.folder.repair import repair

    disk = FolderStore(library_root(getattr(options, "library", None))[0], on_wait=output.warn)
    with progress_bar("Checking") as progress:
        if options.repair:
            mended, aside = repair(disk, progress)
            output.repaired(options.json, mended, aside)
        remaining = 0
        for damage in checking.check(disk, progress):
            remaining += 1
            output.damaged(options.json, damage)
    if not options.json:
        output.checked(remaining, sum(1 for _ in disk.ids()))
    return SOME_FAILED if remaining else DONE


def backup(options: Namespace) -> int:
    """Write the library to a zip archive, or see to the backup of the day."""
    if options.daily == bool(options.file):
        raise UsageError("Name the file of the backup, or ask for the one of the day with --daily.")
    with _library(options, create=False) as library, progress_bar("Backing up") as progress:
        if options.daily:
            output.backed_up_daily(options.json, back_up_today(library, load_config()))
            return DONE
        path = expanded(options.file)
        if path.exists() and path.suffix.lower() != ".zip":
            raise UsageError(f"{path} is there already and no zip archive: choose another name.")
        output.backed_up(options.json, "backup", path, library.back_up(path, progress))
    return DONE


def restore(options: Namespace) -> int:
    """Make the library in a backup anew, in an empty folder."""
    from store.storage.folder import backup as archives

    folder = expanded(options.folder)
    with progress_bar("Restoring") as progress:
        articles = archives.restore(expanded(options.file), folder, progress)
    output.backed_up(options.json, "restored", folder, articles)
    return DONE


def export(options: Namespace) -> int:
    """Write the chosen articles and their notes, or all in the order they were added, in a format."""
    from store.exporting import export as write
    from store.exporting import format_of
    from store.exporting.selection import Selection

    kind = format_of(options.format)
    template = _template(options)
    with _library(options, create=False) as library, progress_bar("Exporting") as progress:
        chosen = [library.ids.resolve(reference) for reference in options.articles]
        tags = library.codebook.known(options.tags)
        selection = Selection(library, articles=chosen, tags=tags, progress=progress)
        put = template.writer() if template else kind.writer()
        is_whole = True
        if _names_a_folder(options):
            is_whole = _export_folder(options, selection, template)
        elif options.output != "-":
            path = expanded(options.output)
            write(selection, kind, path, force=options.force, write=put)
            output.exported(options.json, kind.name, path, len(selection))
        elif not kind.is_text and sys.stdout.isatty():
            raise UsageError(f"{kind.name} is nothing to be read on a terminal: name a file with -o.")
        elif not options.json:
            sys.stdout.flush()
            put(selection, sys.stdout.buffer)
        elif kind.is_text:
            printed = BytesIO()
            put(selection, printed)
            output.export_text(kind.name, printed.getvalue().decode(), len(selection))
        else:
            raise UsageError(f"{kind.name} is no text that a line of JSON could hold: name a file with -o.")
        for sentence in selection.damage.values():
            output.warn(sentence)
        is_whole = is_whole and not selection.damage and (options.articles or not library.damage())
        return DONE if is_whole else SOME_FAILED


def _names_a_folder(options: Namespace) -> bool:
    """Whether an export is to be a folder of files: there is one, or the path ends as that of one does."""
    if options.output.endswith(("/", os.sep)) and options.format != "markdown":
        raise UsageError(f"{options.output} names a folder, which only markdown is written to: name a file.")
    if options.output == "-" or options.format != "markdown":
        return False
    return options.output.endswith(("/", os.sep)) or expanded(options.output).is_dir()


def _template(options: Namespace) -> Template | None:
    """The template of an export, if there is one."""
    if options.template is None:
        return None
    try:
        from store.formats.markup.templates import Template
    except ImportError as error:
        remedy = "install it with `pip install 'pizhu[export]'`"
        raise PizhuError(f"A template needs {error.name}: {remedy}.") from error
    return Template(expanded(options.template), options.format)


def _export_folder(options: Namespace, selection: Selection, template: Template | None) -> bool:
    """Write a file for each article to a folder; whether all could be written."""
    from store.formats.markup.markdown_folder import write_folder

    folder = expanded(options.output)
    layout = template.layout(selection) if template else None
    written = write_folder(selection, folder, force=options.force, layout=layout)
    output.exported_folder(options.json, options.format, folder, len(selection), written)
    return not written.refused


@contextmanager
def _library(options: Namespace, *, create: bool = True) -> Iterator[Library]:
    """The library that a command is about, its catalogue in step with its files.

    :param create: whether it is made where there is none; a command that only reads leaves no trace.
    """
    root, _ = library_root(getattr(options, "library", None))
    creator = load_config().creator or login_name()
    library = open_library(root, creator=creator, on_wait=output.warn, create=create)
    try:
        with progress_bar("Looking through the library") as progress:
            library.resync(progress)
        for sentence in library.damage():
            output.warn(sentence)
        yield library
    finally:
        library.close()
