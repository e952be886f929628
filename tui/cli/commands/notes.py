"""The commands `note`, `notes` and `links`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import LibraryUnavailable, NoLibrary, UnknownArticle, UsageError
from store.language import _, lazy
from store.model.surrogates import writable
from tui.cli.arguments import add_article_id, add_tags_option
from tui.cli.command import Command, Usage
from tui.cli.exit_codes import DONE
from tui.cli.opened_library import library_place, opened_library
from tui.cli.output.articles import print_changed_field
from tui.cli.output.notes import print_backlink, print_drafts, print_link, print_no_links, print_notes
from tui.cli.output.printing import warn
from tui.cli.output.views.blindness import tell_blindness

if TYPE_CHECKING:
    from store.library import Library
    from store.model.note_draft import StoredDraft
    from store.note_syntax.wikilinks import Link


def write_note(options: Namespace) -> int:
    """Write the note on an article."""
    with opened_library(options) as library:
        article = library.ids.resolve(options.id)
        library.articles.write_note(article, options.text)
        print_changed_field(options.json, article, "note", library.articles.get(article).note)
    return DONE


def list_notes(options: Namespace) -> int:
    """List the notes of the library that match all options."""
    from store.notes.all_notes import NoteKind, notes

    if options.drafts:
        return _list_drafts(options)
    kinds = {
        NoteKind.QUESTION: options.questions,
        NoteKind.TODO: options.todos,
        NoteKind.MOVED: options.moved,
    }
    with opened_library(options, create=False) as library:
        tell_blindness(library)
        found = notes(
            library,
            options.query,
            tags=library.codebook.known(options.tags),
            creator=options.creator,
            kinds=[kind for kind, is_wanted in kinds.items() if is_wanted],
            newest_first=options.newest,
            with_moved=options.moved,
        )
        print_notes(options.json, found, library.ids.short)
    return DONE


def list_remarks(options: Namespace) -> int:
    """List the notes that are for somebody: with @name."""
    from store.note_syntax.remarks import whom
    from store.notes.all_notes import notes

    with opened_library(options, create=False) as library:
        found = notes(library, newest_first=options.newest, remark=whom(options.name, library.creator))
        print_notes(options.json, found, library.ids.short)
    return DONE


def _list_drafts(options: Namespace) -> int:
    """List the drafts of notes that contain the query."""
    from store.chinese.folding import fold
    from tui.unsaved_notes import unsaved_notes

    filters = ("tags", "creator", "questions", "todos", "moved", "newest")
    if any(getattr(options, name) for name in filters):
        raise UsageError(
            _("--drafts lists notes that were not saved: only words to be found in them can be added to it.")
        )
    words = fold(options.query)
    drafts = [*_stored_drafts(options), *unsaved_notes()]
    print_drafts(options.json, [each for each in drafts if words in fold(each.searched)], options.query)
    return DONE


def _stored_drafts(options: Namespace) -> list[StoredDraft]:
    """Return the drafts of the library. Those of one on a server are on this machine, and need no server."""
    from store.library.opening import store_at

    try:
        with opened_library(options) as library:
            return library.drafts.stored()
    except NoLibrary:
        raise
    except LibraryUnavailable as error:
        place = library_place(options)
        if isinstance(place, Path):
            raise
        warn(str(error))
        return store_at(place).drafts.stored()


def list_links(options: Namespace) -> int:
    """List the links in the notes of an article, annotation or tag, and the notes that link to it."""
    from store.note_syntax.wikilinks import links_in, parse_link
    from store.notes.backlinks import backlinks, notes_on, one_target, targets

    link = parse_link(options.target.removeprefix("[[").removesuffix("]]"))
    if link is None:
        raise UsageError(
            _(
                "{target!r} is not a link target: write an ID, a title or #TAG, as in [[…]].",
                target=options.target,
            )
        )
    with opened_library(options, create=False) as library:
        link = _with_whole_id(library, link)
        target = one_target(library, link)
        is_empty = True
        for note in notes_on(library, target):
            for each in links_in(note.note):
                is_empty = False
                found = targets(library, each, note.article)
                print_link(options.json, note, each, found, library.ids.short)
        for note in backlinks(library, target):
            is_empty = False
            print_backlink(options.json, note, library.ids.short)
        if is_empty and not options.json:
            print_no_links(link)
    return DONE


def _with_whole_id(library: Library, link: Link) -> Link:
    """A link whose article is named by an ID, which other commands allow to be short, with the whole ID.

    :raises AmbiguousId: a shortened ID is the start of several.
    """
    from msgspec.structs import replace

    if not link.article or library.links.by_name(link.article):
        return link
    try:
        return replace(link, article=library.ids.resolve(link.article))
    except UnknownArticle:
        return link  # what it may be named by is told for links


def _add_note_arguments(parser: ArgumentParser) -> None:
    add_article_id(parser)
    parser.add_argument("text", metavar="TEXT", type=writable, help=_("the note; an empty one removes it"))


def _add_notes_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "query", nargs="?", default="", type=writable, metavar="QUERY", help=_("words in the notes")
    )
    add_tags_option(parser, _("only notes with this tag; may be repeated"))
    parser.add_argument("--creator", default="", type=writable, metavar="NAME", help=_("only notes by NAME"))
    parser.add_argument(
        "--questions", action="store_true", help=_("only notes that begin with a question mark")
    )
    parser.add_argument(
        "--todos", action="store_true", help=_("only notes with an open to-do: - [ ] or TODO")
    )
    parser.add_argument(
        "--moved",
        action="store_true",
        help=_("only annotations that stand on changed words, with or without a note"),
    )
    parser.add_argument("--newest", action="store_true", help=_("print the notes changed last first"))
    parser.add_argument(
        "--drafts", action="store_true", help=_("print notes that were written but not saved")
    )


def _add_remarks_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "name",
        nargs="?",
        default="",
        type=writable,
        metavar="NAME",
        help=_(
            "for whom, with or without @; `me` for the name that signs your annotations (default: anybody)"
        ),
    )
    parser.add_argument("--newest", action="store_true", help=_("print the notes changed last first"))


def _add_links_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "target",
        type=writable,
        metavar="ID|#TAG",
        help=_("an article by ID or title, ID#^ANNOTATION, or #TAG, as between [[ and ]]"),
    )


NOTE = Command(
    name="note",
    summary=lazy("Write the note on an article; an empty one removes it."),
    usages=(Usage("note ID TEXT"),),
    examples=("note 3f9c12 '与[[春天的小站]]对读'",),
    configure=_add_note_arguments,
    run=write_note,
)
NOTES = Command(
    name="notes",
    summary=lazy("List the notes of the library, on articles and on annotations."),
    usages=(
        Usage(
            "notes [QUERY] [--tag T]… [--creator NAME] [--questions] [--todos] [--moved] [--newest]",
            lazy("List the notes on articles and on annotations."),
        ),
        Usage(
            "notes [QUERY] --drafts",
            lazy("Print the notes that were written but not saved, and their files."),
        ),
    ),
    examples=(
        "notes --todos",
        "notes 数字 --tag 核实 --newest",
        "notes --drafts",
    ),
    configure=_add_notes_arguments,
    run=list_notes,
)
REMARKS = Command(
    name="remarks",
    summary=lazy("List the notes that are for somebody: with @name."),
    usages=(Usage("remarks [NAME] [--newest]"),),
    examples=("remarks me --newest", lazy("remarks 林夏")),
    configure=_add_remarks_arguments,
    run=list_remarks,
)
LINKS = Command(
    name="links",
    summary=lazy("List the links in the notes of an article, and the notes that link to it."),
    usages=(Usage("links ID|#TAG"),),
    examples=(
        "links 3f9c12",
        "links '#主题/老人'",
    ),
    configure=_add_links_arguments,
    run=list_links,
)
