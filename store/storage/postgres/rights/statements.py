"""The statements that make a database enforce the rights of a team.

Two things must both permit what a role does: what is granted to the group roles of the library, table by table
and column by column, and the policies, which look at each row. What a role is in the team is not copied
anywhere: the policies read it from the documents of the team, so that a change of the team is one of rights.

No function runs with the rights of its owner, and each fixes where it finds names, so that nobody's objects
can take the place of those that are meant.
"""

from __future__ import annotations

from typing import LiteralString

from psycopg import sql

from store.storage.postgres.rights.group_roles import GroupRoles

_SEES_ALL: LiteralString = "(SELECT {schema}.right_of_user()) IN ('owner', 'manager', 'adjudicator')"
_CHANGES_ALL: LiteralString = "(SELECT {schema}.right_of_user()) IN ('owner', 'manager')"
_IS_MEMBER: LiteralString = "(SELECT {schema}.right_of_user()) IS NOT NULL"
_OWNS: LiteralString = "(SELECT {schema}.right_of_user()) = 'owner'"

IS_BLIND: LiteralString = """EXISTS (
    SELECT 1 FROM {schema}.documents d WHERE d.kind = 'assignments'
    AND d.body->>'article' = {article} AND d.body->>'coder' = (SELECT {schema}.member_of_user())
    AND coalesce(d.body->>'done', '') = '' AND coalesce(d.body->>'adjudicated', '') = ''
    AND EXISTS (
        SELECT 1 FROM {schema}.documents r WHERE r.kind = 'rounds' AND r.body->>'round' = d.body->>'round'
        AND coalesce(r.body->>'closed', '') = '' AND coalesce((r.body->>'blind')::boolean, true)
    )
)"""
"""Whether an article is assigned to the user in an open, blind round, and not done: see
:class:`store.library.team.roster.Roster`."""

_FUNCTIONS: tuple[tuple[LiteralString, LiteralString], ...] = (
    (
        "is_owner() RETURNS boolean LANGUAGE sql STABLE",
        """SELECT pg_has_role(current_user, relowner, 'MEMBER') FROM pg_class
        WHERE oid = {library}::regclass""",
    ),
    (
        # The name that the user signs with; NULL for one who is not in the team any more.
        "member_of_user() RETURNS text LANGUAGE sql STABLE",
        """SELECT m.body->>'member' FROM {schema}.rights r JOIN {schema}.documents m
        ON m.kind = 'members' AND m.body->>'member' = r.member WHERE r.role = current_user LIMIT 1""",
    ),
    (
        # What the user is: owner, manager, adjudicator or coder; NULL for a stranger.
        "right_of_user() RETURNS text LANGUAGE sql STABLE",
        """SELECT CASE WHEN {schema}.is_owner() THEN 'owner' ELSE (
            SELECT coalesce(m.body->>'role', 'coder') FROM {schema}.rights r JOIN {schema}.documents m
            ON m.kind = 'members' AND m.body->>'member' = r.member WHERE r.role = current_user LIMIT 1
        ) END""",
    ),
    (
        # Only what reading and annotating change may be changed in an article.
        "keep_article() RETURNS trigger LANGUAGE plpgsql",
        """BEGIN
            IF {schema}.right_of_user() IN ('owner', 'manager') THEN RETURN NEW; END IF;
            IF NEW.article <> OLD.article OR NEW.text IS DISTINCT FROM OLD.text
                OR NEW.body - '{{rev,position,status}}'::text[]
                    <> OLD.body - '{{rev,position,status}}'::text[]
                OR coalesce((NEW.body->>'rev')::numeric <= (OLD.body->>'rev')::numeric, true)
            THEN RAISE insufficient_privilege USING MESSAGE = 'pizhu: articles are changed by managers';
            END IF;
            RETURN NEW;
        END""",
    ),
    (
        "keep_annotation() RETURNS trigger LANGUAGE plpgsql",
        """BEGIN
            IF {schema}.right_of_user() IN ('owner', 'manager') THEN RETURN NEW; END IF;
            IF NEW.body->>'creator' IS DISTINCT FROM OLD.body->>'creator'
                OR NEW.body->>'id' IS DISTINCT FROM OLD.body->>'id'
                OR NEW.article <> OLD.article OR NEW.document <> OLD.document
            THEN RAISE insufficient_privilege USING MESSAGE = 'pizhu: who made an annotation stays';
            END IF;
            RETURN NEW;
        END""",
    ),
    (
        # A coder says that their own work is done, an adjudicator what has been decided.
        "keep_assignment() RETURNS trigger LANGUAGE plpgsql",
        """DECLARE
            what text := {schema}.right_of_user();
            is_own boolean := OLD.body->>'coder' = {schema}.member_of_user();
            kept jsonb := OLD.body;
        BEGIN
            IF what IN ('owner', 'manager') THEN RETURN NEW; END IF;
            IF OLD.kind = 'assignments' AND NEW.kind = OLD.kind AND NEW.document = OLD.document THEN
                IF what = 'adjudicator' THEN
                    kept := kept - 'adjudicated';
                    IF NEW.body ? 'adjudicated' THEN
                        kept := kept || jsonb_build_object('adjudicated', NEW.body->'adjudicated');
                    END IF;
                END IF;
                IF is_own AND coalesce(OLD.body->>'adjudicated', '') = '' THEN
                    kept := kept - 'done';
                    IF NEW.body ? 'done' THEN
                        kept := kept || jsonb_build_object('done', NEW.body->'done');
                    END IF;
                END IF;
                IF NEW.body = kept THEN RETURN NEW; END IF;
            END IF;
            RAISE insufficient_privilege USING MESSAGE = 'pizhu: the team is changed by managers';
        END""",
    ),
    (
        "keep_count() RETURNS trigger LANGUAGE plpgsql",
        """BEGIN
            IF {schema}.right_of_user() = 'owner' OR (NEW.number = OLD.number + 1 AND NEW.name = OLD.name
                AND NEW.program = OLD.program AND NEW.format = OLD.format AND NEW.token <> OLD.token)
            THEN RETURN NEW; END IF;
            RAISE insufficient_privilege USING MESSAGE = 'pizhu: a change counts as one';
        END""",
    ),
)
"""The beginning and the body of each function, in an order in which each knows those that it calls."""

_TRIGGERS = (
    ("articles", "keep_article"),
    ("annotations", "keep_annotation"),
    ("documents", "keep_assignment"),
    ("library", "keep_count"),
)

_POLICIES: tuple[tuple[LiteralString, LiteralString, LiteralString, LiteralString], ...] = (
    ("rights", "SELECT", "USING", "role = current_user OR {schema}.is_owner()"),
    ("rights", "INSERT", "CHECK", "{schema}.is_owner()"),
    ("rights", "UPDATE", "USING", "{schema}.is_owner()"),
    ("rights", "DELETE", "USING", "{schema}.is_owner()"),
    # The functions read the documents: a policy that called them here would call itself.
    ("documents", "SELECT", "USING", "true"),
    ("documents", "INSERT", "CHECK", _CHANGES_ALL),
    (
        *("documents", "UPDATE", "USING"),
        _CHANGES_ALL + " OR kind = 'assignments' AND ((SELECT {schema}.right_of_user()) = 'adjudicator' "
        "OR body->>'coder' = (SELECT {schema}.member_of_user()))",
    ),
    ("documents", "DELETE", "USING", _CHANGES_ALL),
    ("articles", "SELECT", "USING", _IS_MEMBER),
    ("articles", "INSERT", "CHECK", _CHANGES_ALL),
    ("articles", "UPDATE", "USING", _IS_MEMBER),
    ("articles", "DELETE", "USING", _CHANGES_ALL),
    (
        *("annotations", "SELECT", "USING"),
        _SEES_ALL
        + " OR "
        + _IS_MEMBER
        + " AND (signer = (SELECT {schema}.member_of_user()) OR NOT "
        + IS_BLIND.replace("{article}", "annotations.article")
        + """ OR signer = body->>'creator' AND NOT EXISTS (
            SELECT 1 FROM {schema}.documents m WHERE m.kind = 'members' AND m.body->>'member' = signer
            AND coalesce(m.body->>'role', 'coder') <> 'manager'
        ))""",
    ),
    (
        *("annotations", "INSERT", "CHECK"),
        _CHANGES_ALL + " OR signer = (SELECT {schema}.member_of_user()) AND EXISTS ("
        "SELECT 1 FROM {schema}.articles a WHERE a.article = annotations.article)",
    ),
    (
        *("annotations", "UPDATE", "USING"),
        _CHANGES_ALL + " OR signer = (SELECT {schema}.member_of_user())",
    ),
    (
        *("annotations", "DELETE", "USING"),
        _CHANGES_ALL + " OR signer = (SELECT {schema}.member_of_user())",
    ),
    ("journal", "SELECT", "USING", "role = current_user OR " + _OWNS),
    ("journal", "INSERT", "CHECK", "role = current_user"),
    ("journal", "UPDATE", "USING", "role = current_user"),
    ("journal", "DELETE", "USING", "role = current_user"),
    ("library", "SELECT", "USING", "true"),
    ("library", "UPDATE", "USING", _IS_MEMBER),
    ("lock", "SELECT", "USING", _IS_MEMBER),
    ("lock", "UPDATE", "CHECK", _IS_MEMBER + " AND name = 'lock'"),
    ("changes", "SELECT", "USING", _IS_MEMBER),
    ("changes", "INSERT", "CHECK", _IS_MEMBER),
    (
        # The news that are old enough: see `News.announce`.
        *("changes", "DELETE", "USING"),
        _CHANGES_ALL + " OR " + _IS_MEMBER + " AND number <= (SELECT max(number) - 10000 FROM {schema}.library)",
    ),
)
"""Table, statement, which rows are checked (those that are there, or those that are written), condition.

What has no policy is forbidden. An update checks the rows that it writes as those that it finds.
"""

PROTECTED = ("library", "lock", "articles", "annotations", "documents", "journal", "changes", "rights")
"""The tables with policies: all that documents are in."""

_GRANTS: tuple[LiteralString, ...] = (
    "REVOKE ALL ON SCHEMA {schema} FROM PUBLIC",
    "REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM PUBLIC",
    "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {schema} FROM PUBLIC",
    "GRANT USAGE ON SCHEMA {schema} TO {coder}, {manager}",
    "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {schema} TO {coder}, {manager}",
    "REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {coder}",
    "GRANT SELECT ON {schema}.library, {schema}.lock, {schema}.articles, {schema}.annotations, "
    "{schema}.documents, {schema}.journal, {schema}.changes, {schema}.rights TO {coder}",
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

_TABLES: tuple[LiteralString, ...] = (
    "CREATE TABLE IF NOT EXISTS {schema}.rights (role text PRIMARY KEY, member text NOT NULL)",
    # The name of the person in `lin/2`, from the document alone.
    "ALTER TABLE {schema}.annotations ADD COLUMN IF NOT EXISTS signer text "
    "GENERATED ALWAYS AS (regexp_replace(body->>'creator', '/[1-9][0-9]{{0,5}}$', '')) STORED",
    "CREATE INDEX IF NOT EXISTS assignments_of_article ON {schema}.documents "
    "((body->>'article'), (body->>'coder')) WHERE kind = 'assignments'",
)


def enforcement(schema: str, groups: GroupRoles) -> list[sql.Composed]:
    """Return the statements that make the database enforce rights. They may be run again."""
    names = {
        "schema": sql.Identifier(schema),
        "coder": sql.Identifier(groups.coder),
        "manager": sql.Identifier(groups.manager),
        "library": sql.Literal(sql.Identifier(schema, "library").as_string(None)),
    }
    statements = [sql.SQL(query).format(**names) for query in _TABLES]
    for head, body in _FUNCTIONS:
        source = sql.Literal(sql.SQL(body).format(**names).as_string(None))
        statements.append(
            sql.SQL(
                "CREATE OR REPLACE FUNCTION {schema}.{head} SET search_path = pg_catalog, pg_temp AS {body}"
            ).format(schema=names["schema"], head=sql.SQL(head), body=source)
        )
    for table in PROTECTED:
        place = sql.Identifier(schema, table)
        statements.append(sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(place))
        statements.append(sql.SQL("ALTER TABLE {} FORCE ROW LEVEL SECURITY").format(place))
    for table, function in _TRIGGERS:
        names_of_trigger = {"place": sql.Identifier(schema, table), "function": sql.Identifier(schema, function)}
        for query in (
            "DROP TRIGGER IF EXISTS keep ON {place}",
            "CREATE TRIGGER keep BEFORE UPDATE ON {place} FOR EACH ROW EXECUTE FUNCTION {function}()",
        ):
            statements.append(sql.SQL(query).format(**names_of_trigger))
    statements += _policies(schema, names)
    return statements + [sql.SQL(query).format(**names) for query in _GRANTS]


def _policies(schema: str, names: dict[str, sql.Composable]) -> list[sql.Composed]:
    statements = []
    for table, command, which, condition in _POLICIES:
        place, name = sql.Identifier(schema, table), sql.Identifier(f"pizhu {command.lower()}")
        statements.append(sql.SQL("DROP POLICY IF EXISTS {} ON {}").format(name, place))
        checked = sql.SQL(condition).format(**names)
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
