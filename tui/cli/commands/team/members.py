"""The command `team`: lists the members of the team and its rounds, and changes them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from store.errors import UsageError
from store.language import _, lazy
from tui.cli.command import Action, command_with_actions
from tui.cli.exit_codes import DONE
from tui.cli.opened_library import opened_library
from tui.cli.output.views.team import print_members, print_rounds

if TYPE_CHECKING:
    from store.model.tables.member import Role

_ROLES = {"编码员": "coder", "裁定者": "adjudicator", "管理者": "manager"}
"""The Chinese names of roles."""


def list_members(options: Namespace) -> int:
    """List the members with their roles and their work in the open round."""
    with opened_library(options, create=False) as library:
        print_members(options.json, library, library.team.roster.members)
    return DONE


def add_members(options: Namespace) -> int:
    """Add members to the team."""
    with opened_library(options, create=True) as library:
        print_members(options.json, library, library.team.members.add(options.arguments, _role(options.role)))
    return DONE


def change_role(options: Namespace) -> int:
    """Change the role of a member."""
    name, role = options.arguments
    with opened_library(options, create=False) as library:
        print_members(options.json, library, [library.team.members.set_role(name, _role(role))])
    return DONE


def remove_members(options: Namespace) -> int:
    """Remove members from the team; their annotations stay."""
    with opened_library(options, create=False) as library:
        library.team.members.remove(options.arguments)
        print_members(options.json, library, library.team.roster.members)
    return DONE


def change_rounds(options: Namespace) -> int:
    """List the rounds, open the next one, or close the one that is open."""
    what = options.arguments[0] if options.arguments else "list"
    if what not in ("list", "open", "close"):
        raise UsageError(_("There is no `round {what}`: write `list`, `open` or `close`.", what=what))
    with opened_library(options, create=what == "open") as library:
        if what == "open":
            print_rounds(options.json, [library.team.rounds.open(blind=not options.not_blind)])
        elif what == "close":
            print_rounds(options.json, [library.team.rounds.close()])
        else:
            print_rounds(options.json, library.team.rounds.all())
    return DONE


def _role(typed: str) -> Role:
    """Return a role by its name, in English or Chinese.

    :raises UsageError: there is no such role.
    """
    from store.model.tables.member import Role

    role = _ROLES.get(typed, typed.lower())
    if role not in set(Role):
        raise UsageError(_("There is no role {role!r}: write coder, adjudicator or manager.", role=typed))
    return Role(role)


def _add_team_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--role",
        default="coder",
        metavar="ROLE",
        help=_("add: coder (the default), adjudicator or manager"),
    )
    parser.add_argument(
        "--not-blind",
        action="store_true",
        help=_("round open: coders see what others mark while they work"),
    )


TEAM = command_with_actions(
    "team",
    lazy("List the members of the team, add or remove some, change roles, open and close rounds."),
    Action("list", "", lazy("List the members with their roles and their work."), list_members),
    Action("add", "NAME…", lazy("Add members to the team."), add_members, options="[--role ROLE]"),
    Action("role", "NAME ROLE", lazy("Make a member a coder, an adjudicator or a manager."), change_role),
    Action("remove", "NAME…", lazy("Remove members; their annotations stay."), remove_members),
    Action(
        "round",
        "[open|close]",
        lazy("List the rounds, open the next one, which is blind, or close the open one."),
        change_rounds,
        options="[--not-blind]",
    ),
    examples=(
        "team add 周屿 --role manager",  # untranslated: a command
        "team add 林夏 陈一 王安",
        "team round open",  # untranslated: a command
        "team role 陈一 adjudicator",
    ),
    metavar="NAME",
    configure=_add_team_options,
)
