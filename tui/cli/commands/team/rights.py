"""The command `rights`: lists who may use a library on a server, lets members in and shuts them out."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from store.language import _, lazy
from tui.cli.command import Action, command_with_actions
from tui.cli.exit_codes import DONE
from tui.cli.opened_library import opened_library
from tui.cli.output.views.rights import print_lines, print_rights


def list_rights(options: Namespace) -> int:
    """List the logins of the server that may use the library."""
    with opened_library(options, create=False) as library:
        print_rights(options.json, library.rights.allowed())
    return DONE


def allow_member(options: Namespace) -> int:
    """Let a member of the team in, or print the statements that would."""
    (name,) = options.arguments
    with opened_library(options, create=False) as library:
        rights, member = library.rights, library.team.roster.member(name)
        login = options.login or member.member
        if options.print_sql:
            print_lines(rights.sql_to_allow(member, login))
            return DONE
        rights.allow(member, login)
        print_rights(options.json, [each for each in rights.allowed() if each.login == login])
    return DONE


def revoke_member(options: Namespace) -> int:
    """Shut a member out, or print the statements that would."""
    (name,) = options.arguments
    with opened_library(options, create=False) as library:
        rights, known = library.rights, library.team.roster.find(name)
        member = known.member if known else name
        if options.print_sql:
            print_lines(rights.sql_to_revoke(member))
            return DONE
        rights.revoke(member)
        print_rights(options.json, rights.allowed())
    return DONE


def _add_rights_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--login",
        metavar="LOGIN",
        help=_("allow: the member's login on the server (default: the name of the member)"),
    )
    parser.add_argument(
        "--print-sql",
        action="store_true",
        help=_("change nothing; print the SQL, for somebody who may create roles on the server"),
    )


RIGHTS = command_with_actions(
    "rights",
    lazy("List who may use a library on a server, let members of the team in, or shut them out."),
    Action("list", "", lazy("List the logins that may use the library."), list_rights),
    Action(
        "allow",
        "NAME",
        lazy("Let a member of the team in, with the rights of their role."),
        allow_member,
        options="[--login LOGIN] [--print-sql]",
    ),
    Action("revoke", "NAME", lazy("Shut a member out."), revoke_member, options="[--print-sql]"),
    examples=(
        "rights",
        "rights allow 林夏 --login linxia",  # untranslated: a command
        "rights revoke 林夏",
    ),
    metavar="NAME",
    configure=_add_rights_options,
)
