"""The statements that make a database enforce the rights of a team.

Two things must both permit what a role does: what is granted to the group roles of the library, table by
table and column by column, and the policies, which look at each row.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import LiteralString

from psycopg import sql

from store.storage.postgres.rights.functions import FUNCTIONS, TRIGGERS
from store.storage.postgres.rights.group_roles import GroupRoles
from store.storage.postgres.rights.policies import POLICIES, PROTECTED

_GRANTS: tuple[LiteralString, ...] = (
    "REVOKE ALL ON SCHEMA {schema} FROM PUBLIC",
    "REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM PUBLIC",
    "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {schema} FROM PUBLIC",
    "GRANT USAGE ON SCHEMA {schema} TO {coder}, {manager}",
    "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {schema} TO {coder}, {manager}",
    "REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {coder}",
    (
        "GRANT SELECT ON {schema}.library, {schema}.lock, {schema}.articles, {schema}.annotations, "
        "{schema}.documents, {schema}.journal, {schema}.changes, {schema}.rights TO {coder}"
    ),
    "GRANT UPDATE (number, token) ON {schema}.library TO {coder}",
    "GRANT UPDATE (name) ON {schema}.lock TO {coder}",
    "GRANT UPDATE (body, number, write) ON {schema}.articles TO {coder}",
    "GRANT INSERT (article, document, place, body), UPDATE (body), DELETE ON {schema}.annotations TO {coder}",
    "GRANT UPDATE (body) ON {schema}.documents TO {coder}",
    "GRANT INSERT, DELETE ON {schema}.journal, {schema}.changes TO {coder}",
    # The index, which is of all documents, is for those who may see all of them.
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {manager}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {manager}",
    "REVOKE ALL ON {schema}.rights, {schema}.lock, {schema}.library FROM {manager}",
    "GRANT SELECT ON {schema}.rights, {schema}.lock, {schema}.library TO {manager}",
    "GRANT UPDATE (number, token) ON {schema}.library TO {manager}",
    "GRANT UPDATE (name) ON {schema}.lock TO {manager}",
)

_OF_TRIGGER: tuple[LiteralString, ...] = (
    "DROP TRIGGER IF EXISTS keep ON {place}",
    "CREATE TRIGGER keep BEFORE {event} ON {place} FOR EACH ROW EXECUTE FUNCTION {function}()",
)

_TABLES: tuple[LiteralString, ...] = (
    "CREATE TABLE IF NOT EXISTS {schema}.rights (role text PRIMARY KEY, member text NOT NULL)",
    # The name of the person in `lin/2`, from the document alone.
    (
        "ALTER TABLE {schema}.annotations ADD COLUMN IF NOT EXISTS signer text "
        "GENERATED ALWAYS AS (regexp_replace(body->>'creator', '/[1-9][0-9]{{0,5}}$', '')) STORED"
    ),
    (
        "CREATE INDEX IF NOT EXISTS assignments_of_article ON {schema}.documents "
        "((body->>'article'), (body->>'coder')) WHERE kind = 'assignments'"
    ),
)


def enforcement(schema: str, groups: GroupRoles) -> list[sql.Composed]:
    """Return the statements that make the database enforce rights. They may be run again."""
    names = _names(schema, groups)
    statements = [sql.SQL(query).format(**names) for query in _TABLES]
    for head, source in _sources(names):
        statements.append(
            sql.SQL(
                "CREATE OR REPLACE FUNCTION {schema}.{head} SET search_path = pg_catalog, pg_temp AS {body}"
            ).format(schema=names["schema"], head=sql.SQL(head), body=sql.Literal(source))
        )
    for table in PROTECTED:
        place = sql.Identifier(schema, table)
        statements.append(sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(place))
        statements.append(sql.SQL("ALTER TABLE {} FORCE ROW LEVEL SECURITY").format(place))
    for table, event, function in TRIGGERS:
        names_of_trigger = {
            "place": sql.Identifier(schema, table),
            "event": sql.SQL(event),
            "function": sql.Identifier(schema, function),
        }
        statements += [sql.SQL(query).format(**names_of_trigger) for query in _OF_TRIGGER]
    statements += _policies(schema, names)
    return statements + [sql.SQL(query).format(**names) for query in _GRANTS]


def sources(schema: str, groups: GroupRoles) -> dict[str, str]:
    """Return the body of each function by its name, as the database has it after :func:`enforcement`."""
    return {head.partition("(")[0]: source for head, source in _sources(_names(schema, groups))}


def _names(schema: str, groups: GroupRoles) -> dict[str, sql.Composable]:
    return {
        "schema": sql.Identifier(schema),
        "coder": sql.Identifier(groups.coder),
        "manager": sql.Identifier(groups.manager),
        "library": sql.Literal(sql.Identifier(schema, "library").as_string(None)),
    }


def _sources(names: dict[str, sql.Composable]) -> Iterator[tuple[LiteralString, str]]:
    """Yield the beginning and the body of each function."""
    for head, body in FUNCTIONS:
        yield head, sql.SQL(_one_line(body)).format(**names).as_string(None)


def _policies(schema: str, names: dict[str, sql.Composable]) -> list[sql.Composed]:
    statements = []
    for table, command, which, condition in POLICIES:
        place, name = sql.Identifier(schema, table), sql.Identifier(f"pizhu {command.lower()}")
        statements.append(sql.SQL("DROP POLICY IF EXISTS {} ON {}").format(name, place))
        checked = sql.SQL(_one_line(condition)).format(**names)
        if which == "CHECK" and command == "UPDATE":  # whoever locks the row finds it
            rows = sql.SQL("USING (true) WITH CHECK ({})").format(checked)
        elif which == "CHECK":
            rows = sql.SQL("WITH CHECK ({})").format(checked)
        else:
            rows = sql.SQL("USING ({})").format(checked)
        statements.append(
            sql.SQL("CREATE POLICY {} ON {} FOR {} TO PUBLIC {}").format(name, place, sql.SQL(command), rows)
        )
    return statements


def _one_line(template: LiteralString) -> LiteralString:
    """Return a template as one line, so that what is printed has a line for each statement."""
    return " ".join(template.split())
