"""The command `tags`: lists the codebook and changes it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import UsageError
from store.language import _, lazy
from tui.cli.command import Action, command_with_actions
from tui.cli.exit_codes import DONE
from tui.cli.opened_library import opened_library
from tui.cli.output.tags import (
    print_exported_codebook,
    print_recoded_tags,
    print_split_tag,
    print_tag_profile,
    print_tags,
)

if TYPE_CHECKING:
    from store.library import Library
    from store.library.codebook import Codebook


def list_tags(options: Namespace) -> int:
    """List the tags, each with the number of its uses."""
    with opened_library(options, create=False) as library:
        print_tags(options.json, library.codebook.tags(), library.codebook.uses())
    return DONE


def show_tag(options: Namespace) -> int:
    """Show what the library knows of a tag."""
    from store.tags.profile import tag_card

    with opened_library(options) as library:
        (name,) = library.codebook.names(options.arguments)
        print_tag_profile(options.json, tag_card(library, name))
    return DONE


def rename_tag(options: Namespace) -> int:
    """Rename a tag and the tags below it."""
    old, new = options.arguments
    with opened_library(options) as library:
        articles = library.codebook.rename(old, new)
        print_recoded_tags(options.json, [old], library.codebook.names([new])[0], articles)
    return DONE


def merge_tags(options: Namespace) -> int:
    """Merge tags into another."""
    *old, new = options.arguments
    with opened_library(options) as library:
        articles = library.codebook.merge(old, new)
        print_recoded_tags(options.json, old, library.codebook.names([new])[0], articles)
    return DONE


def move_tags(options: Namespace) -> int:
    """Move tags under another, or to the top."""
    *tags, parent = options.arguments
    with opened_library(options) as library:
        if not parent.strip():
            raise UsageError(_("Name the tag to move it under, or / for the top."))
        articles = library.codebook.move(tags, parent.strip("/"))
        print_recoded_tags(options.json, tags, parent, articles)
    return DONE


def delete_tags(options: Namespace) -> int:
    """Delete tags, and remove them from all articles and annotations."""
    with opened_library(options) as library:
        articles = library.codebook.delete(*options.arguments)
        print_recoded_tags(options.json, options.arguments, "", articles)
    return DONE


def split_tag(options: Namespace) -> int:
    """Give some uses of a tag another one: those whose quote or note contains the words."""
    tag, into, *words = options.arguments
    with opened_library(options) as library:
        print_split_tag(options.json, tag, into, _split(library, tag, into, *words))
    return DONE


def _split(library: Library, tag: str, into: str, words: str = "") -> int:
    from store.chinese.folding import fold
    from store.tags.usage import split, uses_of

    (name,), (new,), wanted = library.codebook.names([tag]), library.codebook.names([into]), fold(words)
    if name == new:
        raise UsageError(_("The tag “{name}” cannot be split into itself: choose another name.", name=name))
    library.codebook.uses_of(name)  # raises UsageError for an unknown tag
    found = [
        use
        for use in uses_of(library, name)
        if wanted in fold(use.words) or (use.annotation and wanted in fold(use.annotation.note))
    ]
    return split(library, name, found, new)


def describe_tag(options: Namespace) -> int:
    """Set the description of a tag."""
    tag, description = options.arguments
    with opened_library(options) as library:
        library.codebook.describe(tag, description)
        _print_changed(options, library.codebook, [tag])
    return DONE


def colour_tags(options: Namespace) -> int:
    """Set the colour of tags."""
    *tags, colour = options.arguments
    with opened_library(options) as library:
        library.codebook.colour(tags, colour)
        _print_changed(options, library.codebook, tags)
    return DONE


def alias_tag(options: Namespace) -> int:
    """Set the other names of a tag."""
    tag, *names = options.arguments
    with opened_library(options) as library:
        library.codebook.alias(tag, names)
        _print_changed(options, library.codebook, [tag])
    return DONE


def identify_tag(options: Namespace) -> int:
    """Set or remove the identity of a tag."""
    tag, *identity = options.arguments
    with opened_library(options) as library:
        library.codebook.identify(tag, identity[0] if identity else "")
        _print_changed(options, library.codebook, [tag])
    return DONE


def pin_tag(options: Namespace) -> int:
    """Pin a tag to a digit, or unpin it."""
    tag, *digit = options.arguments
    with opened_library(options) as library:
        library.codebook.pin(tag, digit[0] if digit else "")
        _print_changed(options, library.codebook, [tag])
    return DONE


def import_codebook(options: Namespace) -> int:
    """Add the tags of a codebook file."""
    from store.formats.codebook.files import parse
    from store.importing.input_file import read_input
    from store.importing.limits import MAX_CODEBOOK_BYTES
    from tui.user_folders import expanded

    with opened_library(options, create=True) as library:
        path = expanded(options.arguments[0])
        data = read_input(path, MAX_CODEBOOK_BYTES, _("too large for a codebook"))
        label = f"import the codebook {path.name}"  # untranslated: a label in the journal
        library.codebook.write(parse(data, path.name), label)
        print_tags(options.json, library.codebook.tags(), library.codebook.uses())
    return DONE


def export_codebook(options: Namespace) -> int:
    """Write the codebook to a file."""
    from tui.user_folders import expanded

    with opened_library(options) as library:
        path = expanded(options.arguments[0])
        _export(library.codebook, path, force=options.force)
        print_exported_codebook(options.json, path, len(library.codebook.tags()))
    return DONE


def _export(codebook: Codebook, path: Path, *, force: bool) -> None:
    from store.exporting import export_text
    from store.formats.codebook.files import render

    suffix = path.suffix.lower()
    content = render(codebook.tags(), suffix)
    if path.exists() and not force:
        raise UsageError(_("{path} exists already; use --force to overwrite it.", path=path))
    export_text(path, [content], suffixes=(suffix,), force=force)


def _print_changed(options: Namespace, codebook: Codebook, tags: Iterable[str]) -> None:
    changed = codebook.names(tags)
    print_tags(options.json, [tag for tag in codebook.tags() if tag.name in changed], codebook.uses())


def _add_tags_options(parser: ArgumentParser) -> None:
    parser.add_argument("--force", action="store_true", help=_("export: overwrite the file"))


TAGS = command_with_actions(
    "tags",
    lazy("List the tags, or change the codebook."),
    Action("list", "", lazy("List the tags, each with the number of its uses."), list_tags),
    Action("show", "TAG", lazy("Show the uses of a tag, who uses it, and examples."), show_tag),
    Action("rename", "OLD NEW", lazy("Rename a tag everywhere."), rename_tag),
    Action("merge", "FROM… INTO", lazy("Merge tags into one."), merge_tags),
    Action("move", "TAG… UNDER", lazy("Move tags under another tag, or to the top with /."), move_tags),
    Action(
        "split",
        "TAG NEW [WORDS]",
        lazy("Replace a tag by a new one where the quote or note contains WORDS."),
        split_tag,
    ),
    Action("delete", "TAG…", lazy("Delete tags everywhere."), delete_tags),
    Action("describe", "TAG TEXT", lazy("Set the description of a tag."), describe_tag),
    Action("colour", "TAG… COLOUR", lazy("Set the colour of tags."), colour_tags),
    Action("alias", "TAG [NAME…]", lazy("Set the other names of a tag."), alias_tag),
    Action(
        "identify",
        "TAG [ADDRESS]",
        lazy("Set what a tag stands for: an address, or an ID such as CBDB:1762; without it, remove it."),
        identify_tag,
    ),
    Action("pin", "TAG [DIGIT]", lazy("Pin a tag to a digit key; without DIGIT, unpin it."), pin_tag),
    Action(
        "import",
        "FILE.qdc|.csv|.json",
        lazy("Add the tags of a REFI-QDA, CSV or JSON codebook."),
        import_codebook,
    ),
    Action(
        "export",
        "FILE.qdc|.csv|.json",
        lazy("Write the codebook as REFI-QDA, CSV or JSON."),
        export_codebook,
        options="[--force]",
    ),
    examples=(
        "tags",
        "tags rename 老人 主题/老人",
        "tags merge 老年 长者 主题/老人",
        lazy("tags identify 人物/王安石 CBDB:1762"),
        lazy("tags export 编码簿.qdc"),
    ),
    metavar="TAG",
    configure=_add_tags_options,
)
