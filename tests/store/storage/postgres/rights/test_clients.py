"""The program as members of a team whose rights the server enforces."""

from __future__ import annotations

from collections.abc import Callable
from typing import LiteralString

import pytest
from msgspec import structs
from msgspec.structs import replace
from psycopg import sql

from store.errors import Forbidden, LibraryUnavailable, UsageError
from store.library import Library
from tests.store.storage.postgres.rights.teams import ServerTeam, marked, notes


def counted(library: Library, article: str) -> int:
    """Return how many annotations the list shows."""
    row = library.articles.row(article)
    return row.annotations if row else 0


def finished_by_both(team: ServerTeam, article: str) -> None:
    """Have both coders mark an article and finish their work on it."""
    for name in ("林夏", "陈一"):
        with team.reader(name) as library:
            marked(library, article, name)
            library.team.assignments.finish(article)


@pytest.mark.long
def test_a_coder_annotates_undoes_and_searches(team: ServerTeam) -> None:
    with team.reader("林夏") as library:
        assert library.creator == "林夏"  # as the server knows the login, whatever the settings say
        first = marked(library, team.articles[0], "甲")
        library.annotations.annotate_quote(team.articles[0], "油菜花", tags=["花"])
        assert library.undo()
        assert [each.id for each in library.annotations.of(team.articles[0])] == [first]
        assert library.redo()
        library.annotations.edit(team.articles[0], first, note="甲二")
        assert library.articles.count() == 3
    with team.member("林夏") as connection:
        assert "甲二" in notes(connection)


@pytest.mark.long
def test_a_coder_sees_what_others_have_marked_once_their_work_is_done(team: ServerTeam) -> None:
    article = team.articles[0]
    with team.reader("陈一") as other:
        marked(other, article, "陈一的")
    with team.reader("林夏") as library:
        marked(library, article, "林夏的")
        assert [each.note for each in library.annotations.of(article)] == ["林夏的"]
        assert counted(library, article) == 1
        library.team.assignments.finish(article)
        library.poll()  # as the reader does twice a second
        assert {each.note for each in library.annotations.of(article)} == {"林夏的", "陈一的"}
        assert counted(library, article) == 2


@pytest.mark.long
def test_what_a_role_may_not_do_is_told_in_one_sentence_and_nothing_is_done(team: ServerTeam) -> None:
    with team.reader("周") as manager:
        theirs = marked(manager, team.articles[2], "周的")
    with team.reader("林夏") as library:
        own = marked(library, team.articles[2], "林夏的")
        attempts: list[tuple[Callable[[], object], str]] = [
            (
                lambda: library.annotations.edit(team.articles[2], theirs, note="改"),
                "Only 周 and managers change the annotation on 「月台」: make one of your own",
            ),
            (lambda: library.annotations.delete(team.articles[2], theirs), "Only 周 and managers"),
            (
                lambda: library.annotations.annotate_quote(team.articles[2], "月台", tags=["新标签"]),
                "Only managers create tags, and there is no tag “新标签” yet",
            ),
            (
                lambda: library.articles.set_starred(team.articles[0], starred=True),
                "^Your role in the team does not allow this",
            ),
            (
                lambda: library.articles.remove([team.articles[0]]),
                "^Your role in the team does not allow this",
            ),
        ]
        for attempt, said in attempts:
            with pytest.raises(Forbidden, match=said):
                attempt()
        assert {each.id: each.note for each in library.annotations.of(team.articles[2])} == {
            theirs: "周的",
            own: "林夏的",
        }
        assert library.articles.count() == 3
        assert library.undo()  # their own last step, of which nothing is in the way


@pytest.mark.long
def test_the_reading_position_of_a_coder_is_kept(team: ServerTeam) -> None:
    with team.reader("林夏") as library:
        library.articles.set_position(team.articles[0], 3)
        assert library.articles.get(team.articles[0]).position == 3


@pytest.mark.long
def test_what_was_adjudicated_is_not_so_any_more_when_a_coder_changes_it(team: ServerTeam) -> None:
    article = team.articles[0]
    finished_by_both(team, article)
    with team.reader("裁") as library:
        comparison = library.adjudication.compare()
        coded = library.adjudication.article(comparison, article)
        assert coded
        for case in coded.cases:
            library.adjudication.take(comparison, article, case.key, list(case.answers)[:1])
        library.undo()
        library.redo()
    with team.reader("周") as library:
        library.team.rounds.close()
    with team.reader("林夏") as library:
        assert {each.state for each in library.team.assignments.work(article=article)} == {"adjudicated"}
        own = next(each for each in library.annotations.of(article) if each.creator == "林夏/1")
        library.annotations.edit(article, own.id, tags=["花"])
        assert {each.state for each in library.team.assignments.work(article=article)} == {"done"}


@pytest.mark.long
def test_an_adjudicator_decides_explains_and_undoes_after_others_have_decided(team: ServerTeam) -> None:
    article = team.articles[0]
    finished_by_both(team, article)

    def decided(library: Library, *, by: str, coder: int = 0) -> str:
        """Take the answer of a coder in the only case; return its key."""
        comparison = library.adjudication.compare()
        coded = library.adjudication.article(comparison, article)
        assert coded
        (case,) = coded.cases
        library.adjudication.take(comparison, article, case.key, [coded.coders[coder]])
        assert decisions(library) == {by}
        return case.key

    def decisions(library: Library) -> set[str]:
        return {each.decision.by for each in library.annotations.of(article) if each.decision}

    with team.reader("周") as library:
        decided(library, by="周")
    with team.reader("裁") as library:
        before = library.annotations.of(article)
        assert decisions(library) == {"周"}
        key = decided(library, by="裁", coder=1)
        assert library.undo()
        assert decisions(library) == {"周"}
        assert library.redo()
        assert library.undo()
        comparison = library.adjudication.compare()
        library.adjudication.explain(comparison, article, key, "因为")
        assert decisions(library) == {"周"}
        assert library.undo()
        library.adjudication.reopen(comparison, article, key)
        assert decisions(library) == set()
        assert library.undo()
        assert [replace(each, rev=0) for each in library.annotations.of(article)] == [
            replace(each, rev=0) for each in before
        ]
        decided(library, by="裁")
    with team.reader("周") as library:
        library.team.rounds.close()
    with team.reader("林夏") as library:
        own = next(each for each in library.annotations.of(article) if each.creator == "林夏/1")
        library.annotations.edit(article, own.id, note="改")
        assert library.undo()
        library.annotations.edit(article, own.id, tags=["花"])
        library.annotations.delete(article, own.id)


@pytest.mark.long
def test_an_adjudicator_sees_everything_and_marks_what_was_decided(team: ServerTeam) -> None:
    for name in ("林夏", "陈一"):
        with team.reader(name) as library:
            marked(library, team.articles[0], name)
            library.team.assignments.finish(team.articles[0])
    with team.reader("裁") as library:
        assert {each.note for each in library.annotations.of(team.articles[0])} == {"林夏", "陈一"}
        library.team.assignments.mark_adjudicated(team.articles[0], 1)
        marked(library, team.articles[0], "裁的")


@pytest.mark.long
def test_undo_is_per_person(team: ServerTeam) -> None:
    with team.reader("林夏") as one, team.reader("陈一") as two:
        marked(one, team.articles[0], "一")
        marked(two, team.articles[0], "二")
        assert one.undo()
        assert one.undo() is None
        assert [each.note for each in two.annotations.of(team.articles[0])] == ["二"]


@pytest.mark.long
def test_who_is_shut_out_is_told_so_in_one_sentence(team: ServerTeam) -> None:
    with team.reader("林夏") as library:
        with team.opened(team.owner, "周") as owner:
            assert [each.member for each in owner.rights.allowed()] == ["周", "林夏", "裁", "陈一"]
            owner.rights.revoke("林夏")
        shut_out = r"no right to use the library at .*: ask its owner to let you in with `pizhu rights allow`"
        with pytest.raises(LibraryUnavailable, match=shut_out):
            library.annotations.of(team.articles[0])
        with pytest.raises(LibraryUnavailable, match=shut_out):
            marked(library, team.articles[0], "乙")
    with pytest.raises(LibraryUnavailable, match=shut_out):
        team.reader("林夏")
    with team.opened(team.owner, "周") as owner, pytest.raises(UsageError, match="No login"):
        owner.rights.revoke("林夏")


@pytest.mark.long
def test_who_left_the_team_may_do_nothing(team: ServerTeam) -> None:
    with team.opened(team.owner, "周") as owner:
        owner.team.members.add(["王安"])
    login = team.allow("王安")
    with team.opened(team.owner, "周") as owner:
        owner.team.members.remove(["王安"])
        assert {each.login: each.role for each in owner.rights.allowed()}[login] == ""
    with pytest.raises(LibraryUnavailable, match="You are not in the team"):
        team.opened(login)
    with team.connected(login) as connection:
        assert notes(connection) == []


@pytest.mark.long
@pytest.mark.parametrize("name", ["周", "林夏"])
def test_only_the_owner_lets_members_in_and_shuts_them_out(team: ServerTeam, name: str) -> None:
    login = team.login("另一个")
    with team.reader(name) as library:
        member = library.team.roster.member("陈一")
        attempts: list[Callable[[], object]] = [
            lambda: library.rights.allow(member, login),
            lambda: library.rights.allow(member, "没有这个"),
            lambda: library.rights.revoke("陈一"),
            lambda: library.rights.revoke("谁也不是"),
            lambda: library.rights.sql_to_revoke("陈一"),
            lambda: library.rights.sql_to_allow(member, login),
        ]
        for attempt in attempts:
            with pytest.raises(LibraryUnavailable, match=r"Only the owner .* it is the login “馆长"):
                attempt()


@pytest.mark.long
def test_who_is_removed_from_the_team_meanwhile_is_told_so(team: ServerTeam) -> None:
    with team.opened(team.owner, "周") as owner:
        owner.team.members.add(["王安"])
    with team.opened(team.allow("王安")) as library:
        library.resync()
        with team.opened(team.owner, "周") as owner:
            owner.team.members.remove(["王安"])
        attempts: list[Callable[[], object]] = [
            lambda: library.annotations.of(team.articles[0]),
            lambda: marked(library, team.articles[0], "甲"),
            lambda: library.articles.set_position(team.articles[0], 3),
        ]
        for attempt in attempts:
            with pytest.raises(LibraryUnavailable, match="You are not in the team"):
                attempt()


@pytest.mark.long
def test_what_may_not_be_changed_is_told_before_it_is_begun(team: ServerTeam) -> None:
    article = team.articles[2]
    with team.reader("周") as manager:
        theirs = marked(manager, article, "周的")
        annotation = manager.annotations.resolve(article, theirs)
        manager.permissions.check_annotation(annotation)
        manager.permissions.check_new_tags(["新"])
        manager.permissions.check_articles()
    for name in ("林夏", "裁"):
        with team.reader(name) as library:
            own = library.annotations.resolve(article, marked(library, article, "自己的"))
            library.permissions.check_annotation(own)
            library.permissions.check_annotation(structs.replace(own, creator=f"{name}/2"))
            library.permissions.check_new_tags([])
            for refused in (annotation, structs.replace(own, creator="")):
                with pytest.raises(Forbidden, match="Only"):
                    library.permissions.check_annotation(refused)
            for check in (library.permissions.check_articles, library.permissions.check_codebook):
                with pytest.raises(Forbidden, match="Only"):
                    check()


@pytest.mark.long
def test_a_login_that_is_not_there_or_is_taken_is_refused(team: ServerTeam) -> None:
    with team.opened(team.owner, "周") as owner:
        member = owner.team.roster.member("林夏")
        with pytest.raises(UsageError, match="has no login"):
            owner.rights.allow(member, "没有这个")
        with pytest.raises(UsageError, match="陈一's already"):
            owner.rights.allow(member, f"陈一 {team.mark}")


@pytest.mark.long
@pytest.mark.parametrize("table", ["lock", "library", "articles"])
def test_who_holds_others_up_by_plain_sql_is_named(
    team: ServerTeam, table: LiteralString, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.storage.postgres.connections.LOCK_TIMEOUT", 0.3)
    with team.member("陈一") as other, team.opened(f"林夏 {team.mark}", patience=0.2) as library:
        library.resync()
        with other.transaction():
            other.execute(sql.SQL("SELECT 1 FROM {} FOR UPDATE").format(sql.Identifier(table)))
            other.execute("SET application_name = 'psql'")
            with pytest.raises(LibraryUnavailable) as raised:
                marked(library, team.articles[0], "甲")
            process = other.info.backend_pid
            said = str(raised.value)
            assert f"The role “陈一 {team.mark}” holds the lock of" in said
            assert "another program (psql) and has not let go for 0 s" in said
            assert f"end its process {process}." in said
        assert marked(library, team.articles[0], "甲")


@pytest.mark.long
@pytest.mark.parametrize("is_administrator", [False, True])
def test_the_statements_that_are_printed_do_the_same(team: ServerTeam, *, is_administrator: bool) -> None:
    login = team.login("外人")
    with team.opened(team.owner, "周") as owner:

        def run(statements: list[str]) -> None:
            assert not any("\n" in each for each in statements)
            with (
                team.administrator(team.database) if is_administrator else team.connected(team.owner)
            ) as connection:
                connection.execute("\n".join(statements).encode())

        owner.team.members.add(["王安"])
        printed = owner.rights.sql_to_allow(owner.team.roster.member("王安"), login)
        assert login not in {each.login for each in owner.rights.allowed()}
        run(printed)
        assert login in {each.login for each in owner.rights.allowed()}
        run(owner.rights.sql_to_revoke("王安"))
        assert login not in {each.login for each in owner.rights.allowed()}


@pytest.mark.long
def test_an_owner_who_may_not_create_roles_is_told_what_to_do(team: ServerTeam) -> None:
    login = team.login("外人")
    with team.administrator(team.database) as connection:
        connection.execute(sql.SQL("ALTER ROLE {} NOCREATEROLE").format(sql.Identifier(team.owner)))
    with team.opened(team.owner, "周") as owner:
        member = owner.team.roster.member("林夏")
        with pytest.raises(LibraryUnavailable, match="--print-sql"):
            owner.rights.allow(member, login)
        with team.administrator(team.database) as connection:
            connection.execute("\n".join(owner.rights.sql_to_allow(member, login)).encode())
        assert login in {each.login for each in owner.rights.allowed()}


@pytest.mark.long
def test_a_refusal_names_no_setting_where_the_login_decides_who_somebody_is(team: ServerTeam) -> None:
    with team.reader("林夏") as library:
        attempts: list[Callable[[], object]] = [
            lambda: library.team.members.add(["新人"]),
            library.team.rounds.close,
            lambda: library.team.assignments.assign([(team.articles[2], "林夏")]),
            lambda: library.team.roster.check_adjudicator(library.creator),
        ]
        for attempt in attempts:
            with pytest.raises(UsageError) as raised:
                attempt()
            assert "`creator`" not in str(raised.value)
    with team.opened(team.owner, "新人") as library, pytest.raises(UsageError, match="`creator`"):
        library.team.rounds.close()
