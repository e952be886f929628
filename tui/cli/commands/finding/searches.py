"""The command `searches`."""

from __future__ import annotations

from argparse import Namespace

from store.language import lazy
from tui.cli.command import Action, command_with_actions
from tui.cli.exit_codes import DONE
from tui.cli.opened_library import opened_library
from tui.cli.output.views.finding import print_saved_searches
from tui.cli.typed_query import warn_of_unknown_fields


def list_searches(options: Namespace) -> int:
    """List the saved searches with the number of articles that each finds."""
    with opened_library(options, create=False) as library:
        print_saved_searches(options.json, library, library.searches.all())
    return DONE


def save_search(options: Namespace) -> int:
    """Save a query under a name."""
    name, *query = options.arguments
    with opened_library(options, create=True) as library:
        print_saved_searches(options.json, library, [library.searches.save(name, " ".join(query))])
        warn_of_unknown_fields(library, " ".join(query))
    return DONE


def rename_search(options: Namespace) -> int:
    """Rename a saved search, also where other searches use it."""
    old, new = options.arguments
    with opened_library(options, create=False) as library:
        library.searches.rename(old, new)
        print_saved_searches(options.json, library, [library.searches.named(new)])
    return DONE


def remove_searches(options: Namespace) -> int:
    """Remove saved searches; the articles stay."""
    with opened_library(options, create=False) as library:
        library.searches.remove(options.arguments)
        print_saved_searches(options.json, library, library.searches.all())
    return DONE


SEARCHES = command_with_actions(
    "searches",
    lazy("List the saved searches, save a query under a name, rename or remove saved searches."),
    Action("list", "", lazy("List the saved searches with how many articles each finds."), list_searches),
    Action(
        "save", "NAME QUERY…", lazy("Save a query under a name; `@NAME` is it in any query."), save_search
    ),
    Action("rename", "OLD NEW", lazy("Rename a saved search, also where others use it."), rename_search),
    Action("remove", "NAME…", lazy("Remove saved searches; the articles stay."), remove_searches),
    examples=(
        "searches",
        "searches save 服务 'tag:服务 -is:read'",
        "searches save 新服务 '@服务 date:2020..'",
        "searches rename 服务 待读",
    ),
    metavar="WORD",
    takes_query=True,
)
