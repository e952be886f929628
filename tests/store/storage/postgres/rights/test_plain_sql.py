"""What the database permits members of a team who leave the program out and write SQL themselves."""

from __future__ import annotations

import json

import psycopg
import pytest
from psycopg import errors, sql

from tests.postgres_server import ADMINISTRATOR
from tests.store.storage.postgres.rights.teams import ServerTeam, asked, changed, marked, notes

REFUSED = errors.InsufficientPrivilege
MARK = (
    '{"id": "x", "start": 0, "end": 1, "exact": "文", "prefix": "", "suffix": "", "kind": "tagging", '
    '"tags": ["花"], "created": "2026", "modified": "2026", "creator": "%s", "note": "假的"}'
)


@pytest.fixture
def blind(team: ServerTeam) -> ServerTeam:
    """A team whose coders have both marked words of the first article, which is blind, and the third."""
    for name in ("林夏", "陈一"):
        with team.reader(name) as library:
            for number in (0, 2):
                marked(library, team.articles[number], f"{name}{number}")
    with team.reader("周") as library:
        marked(library, team.articles[0], "周0")
    return team


def refused(connection: psycopg.Connection, query: str, *values: object) -> bool:
    """Whether the database refuses a statement with an error, or lets it change nothing."""
    try:
        return changed(connection, query, *values) == 0
    except REFUSED:
        return True


def whole(team: ServerTeam) -> list[tuple[object, ...]]:
    """Return all that the tables have, as the one who runs the server sees it."""
    found: list[tuple[object, ...]] = []
    with team.administrator(team.database) as connection:
        for table in (
            "articles",
            "annotations",
            "documents",
            "journal",
            "changes",
            "library",
            "lock",
            "rights",
        ):
            place = sql.Identifier(team.schema, table)
            found += connection.execute(
                sql.SQL("SELECT t::text FROM {} t ORDER BY 1").format(place)
            ).fetchall()
    return found


# Reading


@pytest.mark.long
def test_a_coder_reads_articles_texts_and_the_codebook(team: ServerTeam) -> None:
    with team.member("林夏") as connection:
        assert len(asked(connection, "SELECT text FROM articles")) == 3
        assert asked(connection, "SELECT body->>'name' FROM documents WHERE kind = 'codebook'") == ["花"]


@pytest.mark.long
def test_an_article_is_blind_for_each_coder_until_their_own_work_is_done(blind: ServerTeam) -> None:
    with blind.member("林夏") as one, blind.member("陈一") as two, blind.member("裁") as adjudicator:
        assert notes(one) == sorted(["林夏0", "林夏2", "陈一2", "周0"])  # what a manager prepared is seen
        assert notes(two) == sorted(["陈一0", "林夏2", "陈一2", "周0"])
        everything = sorted(["林夏0", "陈一0", "林夏2", "陈一2", "周0"])
        assert notes(adjudicator) == everything
        with blind.reader("林夏") as library:
            library.team.assignments.finish(blind.articles[0])
        assert notes(one) == everything
        assert "林夏0" not in notes(two)
        with blind.reader("林夏") as library:
            library.team.assignments.finish(blind.articles[0], done=False)
        assert "陈一0" not in notes(one)
        with blind.opened(blind.owner, "周") as owner:
            owner.team.rounds.close()
        assert notes(one) == notes(two) == everything


QUESTIONS = (
    "SELECT signer FROM annotations WHERE body->>'note' = '陈一0'",
    "SELECT count(*)::text FROM annotations GROUP BY article HAVING count(*) > 2",
    (
        "WITH hidden AS MATERIALIZED (SELECT * FROM annotations) SELECT body->>'note' FROM hidden "
        "WHERE body->>'note' = '陈一0'"
    ),
    (
        "SELECT n.body->>'note' FROM articles a JOIN LATERAL "
        "(SELECT * FROM annotations n WHERE n.article = a.article) n ON n.body->>'note' = '陈一0'"
    ),
    "SELECT body->>'note' FROM annotations WHERE body->>'note' = '陈一0' FOR UPDATE",
    "TABLE annotations INTERSECT SELECT * FROM annotations WHERE body->>'note' = '陈一0'",
    "SELECT convert_from(line, 'UTF8') FROM journal WHERE position(convert_to('陈一0', 'UTF8') in line) > 0",
    "UPDATE annotations SET body = body WHERE body->>'note' = '陈一0' RETURNING body->>'note'",
    "DELETE FROM annotations WHERE body->>'note' = '陈一0' RETURNING body->>'note'",
)


def test_no_question_shows_what_is_hidden(blind: ServerTeam) -> None:
    with blind.member("林夏") as connection:
        for query in QUESTIONS:
            assert asked(connection, query) == [], query
    with blind.administrator(blind.database) as everybody:
        everybody.execute(sql.SQL("SET search_path = {}").format(sql.Identifier(blind.schema)))
        everybody.autocommit = False
        for query in QUESTIONS:
            assert asked(everybody, query), query  # who sees everything finds it
            everybody.rollback()


@pytest.mark.long
def test_a_function_that_tells_what_it_is_given_is_not_given_what_is_hidden(blind: ServerTeam) -> None:
    told: list[str] = []
    with blind.member("林夏") as connection:
        connection.add_notice_handler(lambda notice: told.append(str(notice.message_primary)))
        connection.execute(
            "CREATE FUNCTION pg_temp.tell(jsonb) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 "
            "AS $$ BEGIN RAISE NOTICE '%', $1->>'note'; RETURN true; END $$"
        )
        asked(connection, "SELECT document FROM annotations WHERE pg_temp.tell(body)")
    assert "林夏0" in told
    assert "陈一0" not in told


@pytest.mark.long
def test_an_insertion_in_conflict_with_a_hidden_annotation_shows_and_changes_nothing(
    blind: ServerTeam,
) -> None:
    with blind.administrator(blind.database) as everybody:
        everybody.execute(sql.SQL("SET search_path = {}").format(sql.Identifier(blind.schema)))
        (document,) = asked(everybody, "SELECT document FROM annotations WHERE body->>'note' = '陈一0'")
    before = whole(blind)
    with blind.member("林夏") as connection, pytest.raises(REFUSED):
        connection.execute(
            "INSERT INTO annotations (article, document, place, body) VALUES (%s, %s, 1, %s::jsonb) "
            "ON CONFLICT (article, document) DO UPDATE SET body = EXCLUDED.body RETURNING annotations.body",
            (blind.articles[0], document, MARK % "林夏"),
        )
    assert whole(blind) == before


@pytest.mark.long
def test_a_coder_makes_no_objects_in_the_schema_of_the_library(team: ServerTeam) -> None:
    with team.member("林夏") as connection:
        for statement in (
            "CREATE TABLE shadow (x text)",
            "CREATE VIEW all_of_it AS SELECT * FROM annotations",
            "CREATE FUNCTION member_of_user(text) RETURNS text LANGUAGE sql AS $$ SELECT '陈一' $$",
            "CREATE TRIGGER copy AFTER INSERT ON annotations FOR EACH ROW EXECUTE FUNCTION keep_annotation()",
            "CREATE POLICY more ON annotations USING (true)",
            "ALTER TABLE annotations DISABLE ROW LEVEL SECURITY",
            "ALTER TABLE annotations NO FORCE ROW LEVEL SECURITY",
            "TRUNCATE annotations",
        ):
            with pytest.raises(REFUSED):
                changed(connection, statement)
        with pytest.raises(REFUSED):
            connection.execute("SET row_security = off; SELECT * FROM annotations")


@pytest.mark.long
def test_nobodys_objects_take_the_place_of_those_that_the_policies_mean(blind: ServerTeam) -> None:
    with blind.member("林夏") as connection:
        connection.execute("CREATE TEMP TABLE rights (role text, member text)")
        connection.execute("CREATE TEMP TABLE documents (kind text, document text, body jsonb)")
        connection.execute("INSERT INTO pg_temp.rights VALUES (current_user, '裁')")
        connection.execute(
            "CREATE FUNCTION pg_temp.pg_has_role(name, oid, text) RETURNS boolean "
            "LANGUAGE sql AS 'SELECT true'"
        )
        connection.execute(
            sql.SQL("SET search_path = pg_temp, {}, pg_catalog").format(sql.Identifier(blind.schema))
        )
        assert "陈一0" not in notes(connection)
        assert asked(connection, "SELECT right_of_user()") == ["coder"]


@pytest.mark.long
def test_no_function_of_the_library_has_the_rights_of_its_owner_or_an_open_search_path(
    team: ServerTeam,
) -> None:
    with team.administrator(team.database) as connection:
        found = connection.execute(
            "SELECT prosecdef, proconfig FROM pg_proc WHERE pronamespace = "
            "(SELECT oid FROM pg_namespace WHERE nspname = %s)",
            (team.schema,),
        ).fetchall()
    assert len(found) == 12
    assert {(is_definer, tuple(settings)) for is_definer, settings in found} == {
        (False, ("search_path=pg_catalog, pg_temp",))
    }


@pytest.mark.long
def test_the_group_of_coders_is_no_way_round_the_policies(blind: ServerTeam) -> None:
    with blind.member("林夏") as connection:
        (group,) = asked(
            connection,
            "SELECT rolname FROM pg_roles "
            "WHERE starts_with(rolname, current_database() || '.') AND rolname LIKE '% coder'",
        )
        connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(group)))
        assert notes(connection) == []
        assert asked(connection, "SELECT text FROM articles") == []


# Writing


@pytest.mark.long
def test_a_coder_writes_annotations_in_their_own_names_only(team: ServerTeam) -> None:
    article, insert = (
        team.articles[0],
        ("INSERT INTO annotations (article, document, place, body) VALUES (%s, %s, 1, %s::jsonb)"),
    )
    with team.member("林夏") as connection:
        assert changed(connection, insert, article, "1", MARK % "林夏") == 1
        assert changed(connection, insert, article, "2", MARK % "林夏/1") == 1
        for number, other in enumerate(
            ("陈一", "陈一/1", "林夏/0", "林夏/x", "林夏/1/1", "林", "林夏 ", "周", "")
        ):
            with pytest.raises(REFUSED):
                changed(connection, insert, article, f"9{number}", MARK % other)
        for body in ("{}", "[]", '"林夏"', '{"creator": null}', '{"creator": ["林夏"]}'):
            with pytest.raises(REFUSED):
                changed(connection, insert, article, "8", body)
        for damage in (
            {"start": "0"}, {"end": -1}, {"rev": 1.5}, {"tags": "花"}, {"tags": [1]}, {"note": None},
            {"orphan": "no"}, {"kind": "x"}, {"kind": None}, {"id": 1},
        ):  # fmt: skip
            spoilt = json.dumps({**json.loads(MARK % "林夏"), **damage})
            with pytest.raises(REFUSED):  # nobody could read the article any more
                changed(connection, insert, article, "8", spoilt)
        for place in (
            {"start": 1}, {"start": 2}, {"end": 0}, {"end": 2}, {"end": 10_000}, {"end": 999_999_999_999},
            {"start": 999_999_999_998, "end": 999_999_999_999}, {"exact": "x"}, {"exact": ""},
            {"orphan": False, "end": 99},
        ):  # fmt: skip
            wrong = json.dumps({**json.loads(MARK % "林夏"), **place})
            with pytest.raises(REFUSED, match="no words of the article"):
                changed(connection, insert, article, "8", wrong)
            with pytest.raises(REFUSED, match="no words of the article"):
                changed(connection, "UPDATE annotations SET body = %s::jsonb WHERE document = '1'", wrong)
        orphan = json.dumps({**json.loads(MARK % "林夏"), "orphan": True, "start": 7, "end": 7})
        assert changed(connection, insert, article, "3", orphan) == 1
        with pytest.raises(REFUSED):  # of an article that is not there
            changed(connection, insert, "0" * 16, "7", MARK % "林夏")
        with pytest.raises(errors.Error):
            changed(
                connection,
                "INSERT INTO annotations (article, document, place, body, signer) "
                "VALUES (%s, '6', 1, '{}', '林夏')",
                article,
            )


@pytest.mark.long
def test_a_coder_writes_no_annotation_under_a_key_that_is_no_id(team: ServerTeam) -> None:
    insert = "INSERT INTO annotations (article, document, place, body) VALUES (%s, %s, 1, %s::jsonb)"
    with team.member("林夏") as connection:
        for key in ("007", "x1", "-5", "１２", "1_0", " 5", "", "1e3", "+7", "9007199254740992"):
            with pytest.raises(errors.CheckViolation):
                changed(connection, insert, team.articles[0], key, MARK % "林夏")
        assert changed(connection, insert, team.articles[0], "9007199254740991", MARK % "林夏") == 1


@pytest.mark.long
def test_nobody_changes_who_made_an_annotation(blind: ServerTeam) -> None:
    to = "jsonb_set(body, '{creator}', '\"%s\"')"
    with blind.member("林夏") as connection:
        before = whole(blind)
        for name in ("陈一", "林夏/1", "林夏"):
            assert refused(connection, f"UPDATE annotations SET body = {to % name} WHERE signer = '陈一'")
        for name in ("陈一", "陈一/1", "林夏/7"):
            assert refused(connection, f"UPDATE annotations SET body = {to % name} WHERE signer = '林夏'")
        assert refused(connection, "UPDATE annotations SET body = body - 'creator'")
        assert refused(connection, "UPDATE annotations SET article = %s", blind.articles[1])
        assert refused(connection, "DELETE FROM annotations WHERE signer <> '林夏'")
        assert whole(blind) == before
        own = "UPDATE annotations SET body = body || '{\"note\": \"改\"}' WHERE signer = '林夏'"
        assert changed(connection, own) == 2


FORBIDDEN = (
    'UPDATE articles SET body = body || \'{"title": "改", "rev": 99}\'',
    'UPDATE articles SET body = body || \'{"tags": ["花"], "rev": 99}\'',
    "UPDATE articles SET body = body || '{\"rev\": 0}'",
    "UPDATE articles SET body = body - 'rev'",
    "UPDATE articles SET body = '{}'",
    """UPDATE articles SET body = body || '{"position": "x", "rev": 2}'""",
    """UPDATE articles SET body = body || '{"status": "x", "rev": 2}'""",
    """UPDATE articles SET body = body || '{"rev": "2"}'""",
    """UPDATE articles SET body = body || '{"rev": 9000000000000000000}'""",
    "INSERT INTO changes (change, number, writer, articles) VALUES ('x', 999999, 'x', '{}')",
    "UPDATE articles SET text = '改'",
    "UPDATE articles SET article = 'x'",
    "INSERT INTO articles (article, body, number, write) VALUES ('0123456789abcdef', '{}', 1, 1)",
    "DELETE FROM articles",
    "INSERT INTO documents (kind, document, place, body) VALUES ('codebook', '1', 1, '{\"name\": \"新\"}')",
    "INSERT INTO documents (kind, document, place, body) VALUES ('members', '1', 1, '{\"member\": \"新\"}')",
    "UPDATE documents SET body = body || '{\"description\": \"改\"}' WHERE kind = 'codebook'",
    "UPDATE documents SET body = body || '{\"role\": \"manager\"}' WHERE kind = 'members'",
    "UPDATE documents SET body = body || '{\"closed\": \"2026\"}' WHERE kind = 'rounds'",
    "UPDATE documents SET body = body || '{\"blind\": false}' WHERE kind = 'rounds'",
    "UPDATE documents SET body = body || '{\"done\": \"2026\"}' WHERE body->>'coder' = '陈一'",
    "UPDATE documents SET body = body || '{\"adjudicated\": \"2026\"}' WHERE kind = 'assignments'",
    "UPDATE documents SET body = body || '{\"article\": \"0\"}' WHERE kind = 'assignments'",
    "UPDATE documents SET body = body || '{\"coder\": \"陈一\"}' WHERE kind = 'assignments'",
    "UPDATE documents SET kind = 'members' WHERE kind = 'assignments'",
    "DELETE FROM documents",
    "UPDATE library SET number = number + 2, token = 'x'",
    "UPDATE library SET number = 0, token = 'x'",
    "UPDATE library SET program = 'x'",
    "DELETE FROM library",
    "INSERT INTO lock VALUES ('another')",
    "UPDATE lock SET name = 'another'",
    "DELETE FROM lock",
    "DELETE FROM changes",
    "UPDATE changes SET writer = 'x'",
    "INSERT INTO journal (role, person, position, line) VALUES ('周', '周', 1, 'x')",
    "UPDATE journal SET line = 'x'",
    "DELETE FROM journal WHERE role <> current_user",
    "INSERT INTO rights VALUES (current_user || 'x', '周')",
    "UPDATE rights SET member = '周'",
    "DELETE FROM rights",
)


def test_a_coder_changes_nothing_else(blind: ServerTeam) -> None:
    before = whole(blind)
    with blind.member("林夏") as connection:
        for statement in FORBIDDEN:
            assert refused(connection, statement), statement
            assert whole(blind) == before, statement


@pytest.mark.long
def test_a_coder_says_that_their_own_work_is_done(team: ServerTeam) -> None:
    with team.member("林夏") as connection:
        done = "UPDATE documents SET body = body || '{\"done\": \"2026\"}' WHERE body->>'coder' = '林夏'"
        assert changed(connection, done) == 2
        assert refused(connection, done.replace('"2026"', "2026"))  # a number, which nobody could read
        assert changed(connection, done.replace('"done": "2026"', '"done": "", "seen": ""')) == 2
        assert asked(connection, "SELECT body->>'seen' FROM documents WHERE body->>'coder' = '林夏'") == [
            "2026",
            "2026",
        ]  # that they have seen what others marked cannot be taken back


@pytest.mark.long
def test_an_adjudicator_changes_what_was_decided_and_nothing_else(blind: ServerTeam) -> None:
    with blind.member("裁") as connection:
        before = whole(blind)
        assert refused(connection, 'UPDATE annotations SET body = body || \'{"note": "改"}\'')
        assert refused(connection, "DELETE FROM annotations")
        assert refused(connection, 'UPDATE documents SET body = body || \'{"done": "2"}\'')
        assert refused(connection, 'UPDATE articles SET body = body || \'{"title": "改", "rev": 99}\'')
        assert whole(blind) == before
        decided = "UPDATE documents SET body = body || '{\"adjudicated\": \"2\"}' WHERE kind = 'assignments'"
        assert changed(connection, decided) == 4


@pytest.mark.long
def test_an_adjudicator_writes_decisions_and_results_alone(blind: ServerTeam) -> None:
    decision = '{"case": "c", "outcome": "%s", "by": "裁", "at": "2026"}'
    with blind.member("裁") as connection:
        decide = f"UPDATE annotations SET body = body || '{{\"decision\": {decision % 'taken'}}}'"
        assert changed(connection, decide) == 5
        assert refused(connection, decide.replace('"taken"', '"x"'))
        assert refused(connection, decide.replace('\'{"decision"', '\'{"note": "改", "decision"'))
        copy = (
            "INSERT INTO annotations (article, document, place, body) "
            "SELECT article, '7', place, "
            f'body || \'{{"creator": "%s", "decision": {decision % "%s"}}}\' FROM annotations LIMIT 1'
        )
        assert refused(connection, copy % ("adjudicated/1", "taken"))
        assert refused(connection, copy % ("林夏/1", "result"))
        assert changed(connection, copy % ("adjudicated/1", "result")) == 1
        assert changed(connection, "DELETE FROM annotations WHERE body->>'creator' = 'adjudicated/1'") == 1
    with blind.member("林夏") as connection:
        assert refused(connection, copy % ("adjudicated/1", "result"))


DECISION = '{"case": "c", "outcome": "%s", "by": "%s", "at": "2026"}'
DECIDE = f"UPDATE annotations SET body = body || '{{\"decision\": {DECISION}}}' WHERE signer = '林夏'"

EXPLAIN = "UPDATE annotations SET body = jsonb_set(body, '{decision,reason}', '\"x\"') WHERE signer = '林夏'"


def test_a_coder_does_not_decide(blind: ServerTeam) -> None:
    insert = "INSERT INTO annotations (article, document, place, body) VALUES (%s, '7', 1, %s::jsonb)"
    with blind.member("林夏") as connection:
        before = whole(blind)
        for outcome in ("taken", "rejected", "result"):
            for by in ("林夏", "裁", "周", "王安"):
                assert refused(connection, DECIDE % (outcome, by))
                decided = MARK.replace("}", f', "decision": {DECISION % (outcome, by)}}}') % "林夏"
                assert refused(connection, insert, blind.articles[2], decided)
        assert whole(blind) == before
        assert changed(
            connection, insert, blind.articles[2], MARK.replace("}", ', "decision": null}') % "林夏"
        )


@pytest.mark.long
def test_a_coder_keeps_or_takes_away_what_was_decided_on_their_annotation(blind: ServerTeam) -> None:
    with blind.member("裁") as connection:
        assert changed(connection, DECIDE % ("taken", "裁")) == 2
    with blind.member("林夏") as connection:
        own = "UPDATE annotations SET body = body || '{\"note\": \"改\"}' WHERE signer = '林夏'"
        assert changed(connection, own) == 2
        before = whole(blind)
        for outcome, by in (("rejected", "裁"), ("taken", "林夏"), ("result", "裁")):
            assert refused(connection, DECIDE % (outcome, by))
        assert refused(connection, EXPLAIN)
        assert whole(blind) == before
        null = "UPDATE annotations SET body = body || '{\"decision\": null}' WHERE signer = '林夏'"
        assert changed(connection, null) == 2
        assert refused(connection, DECIDE % ("taken", "裁"))
        assert (
            changed(connection, "UPDATE annotations SET body = body - 'decision' WHERE signer = '林夏'") == 2
        )
        assert refused(connection, DECIDE % ("taken", "裁"))


@pytest.mark.long
def test_an_adjudicator_decides_in_their_own_name(blind: ServerTeam) -> None:
    with blind.member("裁") as connection:
        before = whole(blind)
        for coder in ("林夏", "陈一"):
            assert refused(connection, DECIDE % ("taken", coder))
        assert refused(connection, DECIDE % ("result", "裁"))  # then it could be changed and deleted as one
        assert whole(blind) == before
    with blind.member("周") as connection:
        assert changed(connection, DECIDE % ("taken", "周")) == 2
    with blind.member("裁") as connection:
        before = whole(blind)
        for outcome, by in (("rejected", "周"), ("taken", "王安")):
            assert refused(connection, DECIDE % (outcome, by))
        assert whole(blind) == before
        assert changed(connection, EXPLAIN) == 2
        assert changed(connection, DECIDE % ("rejected", "裁")) == 2
        assert changed(connection, DECIDE % ("taken", "周")) == 2  # as undo does


# Libraries of older versions


@pytest.mark.parametrize("name", ["馆长", "管理员"])
def test_rights_of_an_older_version_are_renewed_when_the_owner_opens_the_library(
    blind: ServerTeam, name: str
) -> None:
    owner = blind.owner if name == "馆长" else ADMINISTRATOR
    with blind.connected(owner) as connection:
        connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(blind.owner)))
        connection.execute("DROP FUNCTION version_of_rights()")
        connection.execute(
            "CREATE OR REPLACE FUNCTION keep_annotation() RETURNS trigger LANGUAGE plpgsql "
            "SET search_path = pg_catalog, pg_temp AS 'BEGIN RETURN NEW; END'"
        )
        connection.execute("ALTER TABLE annotations DROP CONSTRAINT is_document_id")
    blind.reader("林夏").close()  # who may not
    with blind.member("林夏") as connection:
        assert changed(connection, DECIDE % ("taken", "裁")) == 2
        assert changed(connection, "UPDATE annotations SET body = body - 'decision' WHERE signer = '林夏'")
    blind.opened(owner, "周").close()
    with blind.member("林夏") as connection:
        assert refused(connection, DECIDE % ("taken", "裁"))
        with pytest.raises(errors.CheckViolation):
            changed(
                connection,
                "INSERT INTO annotations (article, document, place, body) VALUES (%s, '007', 1, %s::jsonb)",
                blind.articles[2],
                MARK % "林夏",
            )
    test_public_is_granted_nothing(blind)
    test_every_table_of_documents_has_policies_that_its_owner_is_under_too(blind)


@pytest.mark.long
def test_rights_of_a_newer_version_are_left_alone(blind: ServerTeam) -> None:
    with blind.connected(blind.owner) as connection:
        connection.execute(
            "CREATE OR REPLACE FUNCTION version_of_rights() RETURNS integer LANGUAGE sql IMMUTABLE "
            "SET search_path = pg_catalog, pg_temp AS 'SELECT 999'"
        )
        blind.opened(blind.owner, "周").close()
        assert asked(connection, "SELECT version_of_rights()") == ["999"]


@pytest.mark.long
def test_a_coder_only_takes_back_that_their_articles_are_adjudicated(blind: ServerTeam) -> None:
    with blind.member("裁") as connection:
        decided = "UPDATE documents SET body = body || '{\"adjudicated\": \"%s\"}' WHERE kind = 'assignments'"
        assert changed(connection, decided % "2026") == 4
    with blind.member("林夏") as connection:
        before = whole(blind)
        assert refused(connection, decided % "2027")
        assert whole(blind) == before
        assert changed(connection, decided % "") == 4
        assert refused(connection, decided % "2026")


@pytest.mark.long
def test_a_manager_changes_documents_and_not_the_rights(blind: ServerTeam) -> None:
    with blind.member("周") as connection:
        assert len(notes(connection)) == 5
        assert changed(connection, 'UPDATE annotations SET body = body || \'{"note": "改"}\'') == 5
        assert changed(connection, "UPDATE documents SET body = body WHERE kind = 'members'") == 4
        assert changed(connection, "UPDATE articles SET text = '改'") == 3
        before = whole(blind)
        for statement in (
            "INSERT INTO rights VALUES ('x', '周')",
            "DELETE FROM rights",
            "UPDATE library SET number = 0",
            "DELETE FROM journal WHERE role <> current_user",
        ):
            assert refused(connection, statement)
        assert len(set(asked(connection, "SELECT role FROM journal"))) == 1
        assert whole(blind) == before


@pytest.mark.long
def test_a_change_of_the_team_is_one_of_rights(blind: ServerTeam) -> None:
    with blind.member("林夏") as connection, blind.opened(blind.owner, "周") as owner:
        from store.model.tables.member import Role

        owner.team.members.set_role("林夏", Role.ADJUDICATOR)
        assert "陈一0" in notes(connection)
        owner.team.members.set_role("林夏", Role.CODER)
        assert "陈一0" not in notes(connection)
        owner.team.members.set_role("林夏", Role.MANAGER)  # what was granted is still a coder's
        assert refused(connection, "DELETE FROM articles")


@pytest.mark.long
def test_what_was_marked_in_a_blind_round_stays_when_the_work_is_done(blind: ServerTeam) -> None:
    article = blind.articles[0]
    with blind.reader("林夏") as library:
        library.team.assignments.finish(article)
    before = whole(blind)
    with blind.member("林夏") as connection:
        for statement in (
            'UPDATE annotations SET body = body || \'{"note": "改"}\' WHERE article = %s',
            "DELETE FROM annotations WHERE signer = '林夏' AND article = %s",
        ):
            assert refused(connection, statement, article)
        with pytest.raises(REFUSED):
            changed(
                connection,
                "INSERT INTO annotations (article, document, place, body) VALUES (%s, '1', 1, %s::jsonb)",
                article,
                MARK % "林夏/1",
            )
        assert whole(blind) == before
        with blind.opened(blind.owner, "周") as owner:
            owner.team.rounds.close()
        assert changed(connection, "DELETE FROM annotations WHERE signer = '林夏' AND article = %s", article)


# Others


@pytest.mark.long
def test_a_stranger_and_a_revoked_login_have_nothing(team: ServerTeam) -> None:
    stranger = team.login("路人")
    with team.opened(team.owner, "周") as owner:
        owner.rights.revoke("林夏")
    for login in (stranger, f"林夏 {team.mark}"):
        with team.connected(login) as connection:
            for table in ("articles", "annotations", "documents", "journal", "changes", "library", "rights"):
                with pytest.raises(REFUSED):
                    connection.execute(sql.SQL("SELECT 1 FROM {}").format(sql.Identifier(team.schema, table)))


@pytest.mark.long
def test_public_is_granted_nothing(team: ServerTeam) -> None:
    with team.administrator(team.database) as connection:
        found = connection.execute(
            "SELECT relname, relacl::text FROM pg_class "
            "WHERE relnamespace = %s::regnamespace AND relkind = 'r'"
            " UNION SELECT proname, proacl::text FROM pg_proc WHERE pronamespace = %s::regnamespace"
            " UNION SELECT nspname, nspacl::text FROM pg_namespace WHERE oid = %s::regnamespace",
            (sql.Identifier(team.schema).as_string(connection),) * 3,
        ).fetchall()
    assert len(found) > 10
    for name, granted in found:
        assert granted is not None, name  # else what is granted is the default
        assert not any(each.startswith("=") for each in granted.strip("{}").replace('"', "").split(",")), name


@pytest.mark.long
def test_every_table_of_documents_has_policies_that_its_owner_is_under_too(team: ServerTeam) -> None:
    with team.administrator(team.database) as connection:
        found = connection.execute(
            "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class "
            "WHERE relnamespace = %s::regnamespace AND relkind = 'r'",
            (sql.Identifier(team.schema).as_string(connection),),
        ).fetchall()
        assert {name for name, has_policies in found if has_policies} == {
            "articles", "annotations", "documents", "journal", "changes", "library", "lock", "rights",
        }  # fmt: skip
        index = [name for name, has_policies in found if not has_policies]
        assert index
    for member in ("林夏", "裁"):  # what a list counts would tell what is hidden
        with team.member(member) as connection:
            for table in index:
                name = sql.Identifier(team.schema, table).as_string(connection)
                asked = "SELECT has_table_privilege(%s, 'SELECT, INSERT, UPDATE, DELETE')"
                assert connection.execute(asked, (name,)).fetchone() == (False,)


@pytest.mark.long
def test_only_logins_of_the_team_are_in_the_groups(team: ServerTeam) -> None:
    with team.administrator(team.database) as connection:
        found = connection.execute(
            "SELECT g.rolname, u.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid "
            "JOIN pg_roles u ON u.oid = m.member WHERE starts_with(g.rolname, %s) AND u.rolname <> %s",
            (team.database, team.owner),
        ).fetchall()
    members = {(group.rpartition(" ")[2], login.split()[0]) for group, login in found}
    assert members == {("coder", "林夏"), ("coder", "陈一"), ("coder", "裁"), ("manager", "周")}
