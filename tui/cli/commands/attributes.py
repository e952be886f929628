"""The command `attributes`: lists the attributes that the library defines, and changes them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from store.errors import UsageError
from store.language import _, lazy
from tui.cli.command import Action, command_with_actions
from tui.cli.exit_codes import DONE
from tui.cli.opened_library import opened_library
from tui.cli.output.attributes import print_attributes, print_changed_values


def list_attributes(options: Namespace) -> int:
    """List the attributes, each with the number of articles that have a value."""
    with opened_library(options, create=False) as library:
        print_attributes(options.json, library.attributes.all(), library.attributes.uses())
    return DONE


def add_attribute(options: Namespace) -> int:
    """Define an attribute."""
    from store.model.tables.attribute import AttributeKind

    name = options.arguments[0]
    kind = options.kind or (AttributeKind.CHOICE if options.choices else AttributeKind.TEXT)
    with opened_library(options, create=True) as library:
        added = library.attributes.add(name, AttributeKind(kind), [options.choices], options.description)
        print_attributes(options.json, [added], {})
    return DONE


def rename_attribute(options: Namespace) -> int:
    """Rename an attribute wherever it has values."""
    old, new = options.arguments
    with opened_library(options) as library:
        before = library.attributes.get(old).name
        articles = library.attributes.rename(old, new)
        print_changed_values(options.json, before, library.attributes.get(new).name, articles)
    return DONE


def remove_attribute(options: Namespace) -> int:
    """Remove an attribute, and with --force its values."""
    with opened_library(options) as library:
        name = library.attributes.get(options.arguments[0]).name
        print_changed_values(options.json, name, "", library.attributes.remove(name, force=options.force))
    return DONE


def describe_attribute(options: Namespace) -> int:
    """Set the description of an attribute."""
    name, description = options.arguments
    with opened_library(options) as library:
        changed = library.attributes.describe(name, description)
        print_attributes(options.json, [changed], library.attributes.uses())
    return DONE


def set_choices(options: Namespace) -> int:
    """Set the values of a choice."""
    name, *choices = options.arguments
    with opened_library(options) as library:
        changed = library.attributes.set_choices(name, choices)
        print_attributes(options.json, [changed], library.attributes.uses())
    return DONE


def _kind(typed: str) -> str:
    from store.model.tables.attribute import AttributeKind

    kinds = {
        "文本": "text",
        "文字": "text",
        "数字": "number",
        "数": "number",
        "日期": "date",
        "选项": "choice",
    }
    kind = kinds.get(typed, typed.lower())
    if kind not in set(AttributeKind):
        raise UsageError(
            _(
                "There is no kind {kind!r}: write --kind text, number, date or choice.",
                kind=typed,
            )
        )
    return kind


def _add_attributes_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--kind", type=_kind, metavar="KIND", help=_("add: text (the default), number, date or choice")
    )
    parser.add_argument(
        "--choices", default="", metavar="A,B,C", help=_("add: the values of a choice, separated by commas")
    )
    parser.add_argument("--description", default="", metavar="TEXT", help=_("add: what it means"))
    parser.add_argument("--force", action="store_true", help=_("remove: remove its values too"))


ATTRIBUTES = command_with_actions(
    "attributes",
    lazy("List the attributes of articles that the library defines, or change them."),
    Action(
        "list",
        "",
        lazy("List the attributes, each with the number of articles that have a value."),
        list_attributes,
    ),
    Action(
        "add",
        "NAME",
        lazy("Define an attribute, such as the region or the circulation."),
        add_attribute,
        options="[--kind KIND] [--choices A,B,C] [--description TEXT]",
    ),
    Action("rename", "OLD NEW", lazy("Rename an attribute everywhere."), rename_attribute),
    Action("describe", "NAME TEXT", lazy("Set the description of an attribute."), describe_attribute),
    Action("choices", "NAME A,B,C", lazy("Set the values of a choice."), set_choices),
    Action(
        "remove",
        "NAME",
        lazy("Remove an attribute; with --force also one that articles have values of."),
        remove_attribute,
        options="[--force]",
    ),
    examples=(
        "attributes add 地区 --choices 华东,华南,华北",
        "attributes add 发行量 --kind number",  # untranslated: a command
        "attributes choices 地区 华东,华南,华北,西北",
    ),
    metavar="NAME",
    configure=_add_attributes_options,
)
