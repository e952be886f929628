"""The rights of a library on a server: which login is which member of the team.

A login is a role of the server that somebody connects as. What a member may do follows from their role in the
team; :mod:`.statements` has the database enforce it from the first member on who is allowed in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import LiteralString

from psycopg import sql

from store.errors import LibraryUnavailable, UsageError
from store.language import _
from store.model.tables.member import Member, Role
from store.storage.document_store import AllowedLogin
from store.storage.postgres.address import LONGEST_SCHEMA, PostgresAddress
from store.storage.postgres.connections import Connections, Session
from store.storage.postgres.failures import not_in_team
from store.storage.postgres.rights.group_roles import GroupRoles, group_roles
from store.storage.postgres.rights.statements import enforcement
from store.storage.postgres.troubles.answer_limit import answers_within

OWNER = "owner"
"""The right of who owns the library; those of members are called as their roles."""

PATIENCE = 600
"""Seconds that a statement may take here: the first one rewrites the table of annotations."""


class Rights:
    """The rights of one library. Only its owner changes them."""

    def __init__(self, connections: Connections, address: PostgresAddress) -> None:
        """The rights of the library at ``address``, which ``connections`` lead to."""
        self._connections = connections
        self._address = address

    def allowed(self) -> list[AllowedLogin]:
        """Return the logins that are members, sorted by member; to others than the owner only their own."""
        return self._connections.read(_allowed)

    def allow(self, member: Member, login: str) -> None:
        """Let the login of a member use the library, with the rights of their role in the team.

        :raises UsageError: the server has no such login, or it is another member's.
        :raises LibraryUnavailable: the user does not own the library, or may not create roles.
        """
        self._run(lambda session: self._statements_to_allow(session, member, login))

    def sql_to_allow(self, member: Member, login: str) -> list[str]:
        """Return the statements of :meth:`allow`, for somebody who may run them."""
        return self._printed(lambda session: self._statements_to_allow(session, member, login))

    def revoke(self, member: str) -> None:
        """Shut a member out.

        :raises UsageError: no login is theirs.
        :raises LibraryUnavailable: the user does not own the library.
        """
        self._run(lambda session: self._statements_to_revoke(session, member))

    def sql_to_revoke(self, member: str) -> list[str]:
        """Return the statements of :meth:`revoke`, for somebody who may run them."""
        return self._printed(lambda session: self._statements_to_revoke(session, member))

    # Statements

    def _run(self, compose: Callable[[Session], Sequence[sql.Composed]]) -> None:
        """Run statements, all of them or none."""

        def work(session: Session) -> None:
            self._check_user(session)
            statements = compose(session)
            self._check_may_create_roles(session)
            with answers_within(PATIENCE), session.transaction():
                for statement in statements:
                    session.connection.execute(statement)

        self._connections.read(work)

    def _printed(self, compose: Callable[[Session], Sequence[sql.Composed]]) -> list[str]:
        def lines(session: Session) -> list[str]:
            self._check_user(session)
            return [f"{statement.as_string(session.connection)};" for statement in compose(session)]

        return ["BEGIN;", *self._connections.read(lines), "COMMIT;"]  # untranslated: SQL

    def _check_user(self, session: Session) -> None:
        """Check that the user owns the library.

        :raises LibraryUnavailable: they do not.
        """
        found = session.first("SELECT pg_has_role(current_user, %s, 'MEMBER')", owner_of(session))
        if not (found and found[0]):
            raise LibraryUnavailable(
                _(
                    "Only the owner of the library at {address} does this: it is the login “{owner}”.",
                    address=self._address,
                    owner=owner_of(session),
                )
            )

    def _check_may_create_roles(self, session: Session) -> None:
        """Check that the user may create roles.

        :raises LibraryUnavailable: they may not.
        """
        found = session.first(
            "SELECT rolcreaterole OR rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user"
        )
        if not (found and found[0]):
            raise LibraryUnavailable(
                _(
                    "You may not create roles on the server of {address}: add `--print-sql`, and give what "
                    "it prints to whoever runs the server.",
                    address=self._address,
                )
            )

    def _statements_to_allow(self, session: Session, member: Member, login: str) -> list[sql.Composed]:
        self._check_login(session, member, login)
        groups = self._groups(session)
        wanted, other = groups.coder, groups.manager
        if member.role is Role.MANAGER:
            wanted, other = other, wanted
        statements = [sql.SQL("SET LOCAL statement_timeout = {}").format(sql.Literal(PATIENCE * 1000))]
        there = {name for (name,) in session.rows("SELECT rolname FROM pg_catalog.pg_roles")}
        statements += [
            sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(name))
            for name in (groups.coder, groups.manager)
            if name not in there
        ]
        statements += [
            _as_role(owner_of(session)),
            *enforcement(session.schema, groups),
            self._inserted(session.schema, member.member, login),
            sql.SQL("SET LOCAL ROLE NONE").format(),
        ]
        if login in _members_of(session, other):
            statements.append(_membership("REVOKE {} FROM {}", other, login))
        if login not in _members_of(session, wanted):
            statements.append(_membership("GRANT {} TO {}", wanted, login))
        return statements

    def _inserted(self, schema: str, member: str, login: str) -> sql.Composed:
        return sql.SQL(
            "INSERT INTO {}.rights (role, member) VALUES ({}, {}) "
            "ON CONFLICT (role) DO UPDATE SET member = EXCLUDED.member"
        ).format(sql.Identifier(schema), sql.Literal(login), sql.Literal(member))

    def _check_login(self, session: Session, member: Member, login: str) -> None:
        found = session.first("SELECT rolcanlogin FROM pg_catalog.pg_roles WHERE rolname = %s", login)
        if found is None or not found[0] or len(login.encode()) > LONGEST_SCHEMA:
            raise UsageError(
                _(
                    "The server of {address} has no login “{login}”: create it with `createuser --pwprompt`, "
                    "or name another one with `--login`.",
                    address=self._address,
                    login=login,
                )
            )
        taken = [
            each for each in (_allowed(session) if _are_enforced(session) else []) if each.login == login
        ]
        if taken and taken[0].member != member.member:
            raise UsageError(
                _(
                    "The login “{login}” is {member}'s already: revoke their rights first.",
                    login=login,
                    member=taken[0].member,
                )
            )

    def _statements_to_revoke(self, session: Session, member: str) -> list[sql.Composed]:
        known = [each for each in _allowed(session) if each.member == member]
        if not known:
            raise UsageError(_("No login of the server is {member}'s: see `pizhu rights`.", member=member))
        groups, schema = self._groups(session), sql.Identifier(session.schema)
        statements = [
            _membership("REVOKE {} FROM {}", group, each.login)
            for each in known
            for group in (groups.coder, groups.manager)
            if each.login in _members_of(session, group)
        ]
        return [
            *statements,
            _as_role(owner_of(session)),
            sql.SQL("DELETE FROM {}.rights WHERE member = {}").format(schema, sql.Literal(member)),
        ]

    def _groups(self, session: Session) -> GroupRoles:
        return group_roles(session.connection.info.dbname, session.schema)


def right_of_user(session: Session) -> tuple[str, str] | None:
    """Return the name that the user signs with, empty for an owner who is not in the team, and their right.

    The right is ``owner``, ``manager``, ``adjudicator`` or ``coder``; empty for who has none. None as long as
    the database enforces no rights.
    """
    if not _are_enforced(session):
        return None
    found = session.first(
        "SELECT coalesce({schema}.member_of_user(), ''), coalesce({schema}.right_of_user(), '')"
    )
    return (str(found[0]), str(found[1])) if found else ("", "")


def check_membership(session: Session, address: PostgresAddress) -> None:
    """Check that the user is somebody for whom the database has rights, if it enforces any.

    :raises LibraryUnavailable: they are not in the team any more.
    """
    right = right_of_user(session)
    if right is not None and not right[1]:
        raise not_in_team(address)


def _are_enforced(session: Session) -> bool:
    return bool(
        session.rows(
            "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = %s AND tablename = 'rights'",
            session.schema,
        )
    )


def _allowed(session: Session) -> list[AllowedLogin]:
    if not _are_enforced(session):
        return []
    rows = session.rows(
        "SELECT r.member, r.role, "
        "CASE WHEN m.kind IS NULL THEN '' ELSE coalesce(m.body->>'role', 'coder') END "
        "FROM {schema}.rights r LEFT JOIN {schema}.documents m "
        "ON m.kind = 'members' AND m.body->>'member' = r.member ORDER BY r.member, r.role"
    )
    return [AllowedLogin(member, login, role) for member, login, role in rows]


def owner_of(session: Session) -> str:
    """Return the role that owns the library."""
    found = session.first(
        "SELECT tableowner FROM pg_catalog.pg_tables WHERE schemaname = %s AND tablename = 'library'",
        session.schema,
    )
    return str(found[0]) if found else ""


def _as_role(name: str) -> sql.Composed:
    """Return the statement after which what is created is somebody's, whoever runs it."""
    return sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(name))


def _members_of(session: Session, group: str) -> set[str]:
    """Return the logins that were granted a group directly."""
    rows = session.rows(
        "SELECT u.rolname FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_roles g ON g.oid = m.roleid "
        "JOIN pg_catalog.pg_roles u ON u.oid = m.member WHERE g.rolname = %s",
        group,
    )
    return {name for (name,) in rows}


def _membership(statement: LiteralString, group: str, login: str) -> sql.Composed:
    return sql.SQL(statement).format(sql.Identifier(group), sql.Identifier(login))
