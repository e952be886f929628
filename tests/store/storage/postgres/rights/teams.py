"""A library with a team on a server, whose members have logins of their own."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from store.library import Library, open_library
from store.location import ServerLocation
from store.model.tables.member import Role
from store.model.tag import Tag
from store.storage.document_store import PATIENCE
from tests.conftest import draft
from tests.postgres_server import ADMINISTRATOR

WORDS = "站长在月台上种了一排油菜花。"
Row = tuple[object, ...]


class ServerTeam:
    """A database with a library that is not the administrator's: its owner may create roles, and no more."""

    def __init__(self, socket: Path, folder: Path) -> None:
        """Make a database on the server at ``socket``; ``folder`` is for what clients keep."""
        self._socket, self._folder = socket, folder
        mark = os.urandom(5).hex()
        self.database, self.owner = f"库 {mark}", f"馆长 {mark}"
        self.schema = f'编“码" {mark}'
        self._logins = [self.owner]
        self.mark = mark
        with self.administrator("postgres") as session:
            session.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEROLE").format(sql.Identifier(self.owner)))
            session.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(self.database), sql.Identifier(self.owner)
                )
            )
        members = ("周", "林夏", "陈一", "裁")
        logins = [self.login(member) for member in members]
        with self.opened(self.owner, "周") as library:
            self.articles = [
                library.articles.add(draft(f"第{number}篇：{WORDS}", title=f"文章{number}"))[0]
                for number in range(3)
            ]
            library.codebook.write([Tag(name="花")])
            library.team.members.add(["周"], Role.MANAGER)
            library.team.members.add(["林夏", "陈一"])
            library.team.members.add(["裁"], Role.ADJUDICATOR)
            library.team.rounds.open(blind=True)
            library.team.assignments.assign(
                [(article, coder) for article in self.articles[:2] for coder in ("林夏", "陈一")]
            )
            for member, login in zip(members, logins, strict=True):
                library.rights.allow(library.team.roster.member(member), login)

    # Roles

    def login(self, name: str) -> str:
        """Create a login on the server and return its name."""
        login = f"{name} {self.mark}"
        with self.administrator("postgres") as session:
            session.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(login)))
        self._logins.append(login)
        return login

    def allow(self, member: str) -> str:
        """Let a member of the team in with a new login, as the owner; return the login."""
        login = self.login(member)
        with self.opened(self.owner, "周") as library:
            library.rights.allow(library.team.roster.member(member), login)
        return login

    # Connections

    def administrator(self, database: str) -> psycopg.Connection:
        """Connect as who runs the server."""
        return psycopg.connect(host=str(self._socket), user=ADMINISTRATOR, dbname=database, autocommit=True)

    def connected(self, login: str) -> psycopg.Connection:
        """Connect as a login, for plain SQL that names no schema."""
        connection = psycopg.connect(
            host=str(self._socket), user=login, dbname=self.database, autocommit=True
        )
        connection.execute(sql.SQL("SET search_path = {}").format(sql.Identifier(self.schema)))
        return connection

    def member(self, name: str) -> psycopg.Connection:
        """Connect as the login of a member."""
        return self.connected(f"{name} {self.mark}")

    def address(self, login: str) -> str:
        """Return the address of the library for a login."""
        return (
            f"postgresql:///{quote(self.database)}?host={self._socket}&user={quote(login)}"
            f"&schema={quote(self.schema)}"
        )

    def opened(self, login: str, creator: str = "", *, patience: float = PATIENCE) -> Library:
        """Open the library as a login."""
        place = ServerLocation(self.address(login), self._folder / quote(login))
        return open_library(place, creator=creator, patience=patience)

    def reader(self, name: str) -> Library:
        """Open the library as the login of a member, whose settings name somebody else."""
        library = self.opened(f"{name} {self.mark}", "somebody")
        library.resync()
        return library

    def drop(self) -> None:
        """Drop the database and every role."""
        with self.administrator("postgres") as session:
            session.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self.database))
            )
            groups = session.execute(
                "SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s)", (f"{self.database}.",)
            ).fetchall()
            for (name,) in [*groups, *((login,) for login in self._logins[::-1])]:
                session.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(str(name))))


@contextmanager
def server_team(socket: Path, folder: Path) -> Iterator[ServerTeam]:
    """A library with the manager 周, coders 林夏 and 陈一 and adjudicator 裁, in an open, blind round."""
    team = ServerTeam(socket, folder)
    try:
        yield team
    finally:
        team.drop()


def marked(library: Library, article: str, note: str) -> str:
    """Mark words of an article; return the ID of the annotation."""
    return library.annotations.annotate_quote(article, "月台", note=note).id


def notes(connection: psycopg.Connection) -> list[str]:
    """Return the notes that a role sees."""
    return asked(connection, "SELECT body->>'note' FROM annotations ORDER BY 1")


def asked(connection: psycopg.Connection, query: str, *values: object) -> list[str]:
    """Return the first column of what a role is answered."""
    rows: Sequence[Row] = connection.execute(query.encode(), values or None).fetchall()
    return [str(row[0]) for row in rows]


def changed(connection: psycopg.Connection, query: str, *values: object) -> int:
    """Return how many rows a statement of a role changes; nothing of it stays if it is refused."""
    return connection.execute(query.encode(), values or None).rowcount
