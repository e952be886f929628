"""Teams: members with roles, rounds, assignments and states; kept, undone, exported, merged, repaired."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import UsageError
from store.exporting import FORMATS, export
from store.exporting.selection import Selection
from store.importing.registry import read_bundle
from store.library import Library, open_library
from store.library.transactions import Change
from store.model.bundle import Bundle
from store.model.tables.assignment import Assignment, WorkState
from store.model.tables.coding_round import CodingRound
from store.model.tables.member import Member, Role
from store.model.tables.team import TeamRecords
from store.storage.folder.check import check
from store.storage.folder.folder_store import FolderStore
from store.storage.folder.repair import repair
from tests.conftest import draft
from tests.store.library.team.teams import WORDS, assign, opened, with_team


def states(library: Library) -> dict[str, WorkState]:
    """Return the state of each assignment, by coder and title."""
    titles = {row.id: row.title for row in library.articles.rows()}
    return {
        f"{each.assignment.coder} {titles[each.assignment.article]}": each.state
        for each in library.team.assignments.work()
    }


@pytest.mark.long
def test_a_team_is_still_there_after_reopening_the_library(root: Path) -> None:
    articles = with_team(root, "林", "陈")
    assign(root, [(articles[0], "林"), (articles[0], "陈"), (articles[1], "林")])
    with opened(root, "林") as library:
        assert [(each.member, each.role) for each in library.team.members.all()] == [
            *(("周", Role.MANAGER), ("林", Role.CODER), ("陈", Role.CODER))
        ]
        assert [(each.round, each.blind, each.is_open) for each in library.team.rounds.all()] == [
            (1, True, True)
        ]
        assert states(library) == {
            "林 文章0": WorkState.NEW,
            "林 文章1": WorkState.NEW,
            "陈 文章0": WorkState.NEW,
        }
        assert not list(check(FolderStore(root)))


def test_work_goes_from_new_to_in_progress_to_done_and_back(root: Path) -> None:
    first, *_others = with_team(root, "林", "陈")
    assign(root, [(first, "林"), (first, "陈")])
    with opened(root, "林") as library:
        library.annotations.annotate_quote(first, "站长", tags=["人物"])
        assert states(library) == {"林 文章0": WorkState.IN_PROGRESS, "陈 文章0": WorkState.NEW}
        done = library.team.assignments.finish(first)
        assert done.done
        assert states(library)["林 文章0"] is WorkState.DONE
        assert library.undo() == "done with “文章0”"
        assert states(library)["林 文章0"] is WorkState.IN_PROGRESS
        library.redo()
        library.team.assignments.finish(first, done=False)
        assert states(library)["林 文章0"] is WorkState.IN_PROGRESS


def test_annotations_in_a_round_are_signed_with_its_number(root: Path) -> None:
    first, second, _third = with_team(root, "林")
    assign(root, [(first, "林")])
    with opened(root, "林") as library:
        assert library.annotations.annotate_quote(first, "站长").creator == "林/1"
        assert library.annotations.annotate_quote(second, "站长").creator == "林"
    with opened(root, "周") as library:
        library.team.rounds.close()
        library.team.rounds.open()
        library.team.assignments.assign([(first, "林")])
    with opened(root, "林") as library:
        assert library.annotations.annotate_quote(first, "月台").creator == "林/2"


def test_a_library_without_a_team_signs_as_before(library: Library, station: str) -> None:
    assert library.annotations.annotate(station, 0, 2).creator == "tester"


def test_an_article_that_is_adjudicated_stays_as_it_is(root: Path) -> None:
    first, *_others = with_team(root, "林", "陈")
    assign(root, [(first, "林"), (first, "陈")])
    with opened(root, "周") as library:
        library.team.assignments.mark_adjudicated(first, 1)
        assert set(states(library).values()) == {WorkState.ADJUDICATED}
    with opened(root, "林") as library, pytest.raises(UsageError, match="has been adjudicated"):
        library.team.assignments.finish(first, done=False)


def test_only_a_manager_changes_a_team_that_has_one(root: Path) -> None:
    first, *_others = with_team(root, "林")
    with opened(root, "林") as library:
        for change in (
            lambda: library.team.members.add(["陈"]),
            lambda: library.team.members.set_role("林", Role.MANAGER),
            lambda: library.team.members.remove(["周"]),
            library.team.rounds.close,
            lambda: library.team.assignments.assign([(first, "林")]),
        ):
            with pytest.raises(UsageError, match="Only a manager of the team does this: 周"):
                change()


def test_bad_input_is_one_sentence_that_names_the_thing(root: Path) -> None:
    first, *_others = with_team(root, "林一")
    with opened(root, "周") as library:
        team = library.team
        with pytest.raises(UsageError, match="did you mean “林一”"):
            team.assignments.assign([(first, "林")])
        with pytest.raises(UsageError, match="no member “王”"):
            team.members.set_role("王", Role.CODER)
        with pytest.raises(UsageError, match="in the team already, as coder"):
            team.members.add(["林一"])
        with pytest.raises(UsageError, match="slashes"):
            team.members.add(["林/1"])
        with pytest.raises(UsageError, match="Round 1 is still open"):
            team.rounds.open()
        with pytest.raises(UsageError, match="no round 7"):
            team.assignments.assign([(first, "林一")], 7)
        team.assignments.assign([(first, "林一")])
        with pytest.raises(UsageError, match="1 assignment of these already, such as “文章0” to 林一"):
            team.assignments.assign([(first, "林一")])
        assert team.assignments.assign([(first, "林一")], skip=True) == []
        with pytest.raises(UsageError, match="“林一” still has 1 assigned article"):
            team.members.remove(["林一"])
        team.rounds.close()
        with pytest.raises(UsageError, match="Round 1 is closed"):
            team.assignments.assign([(first, "林一")], 1)
    with opened(root, "王") as library, pytest.raises(UsageError, match="“王” is not in the team"):
        library.team.assignments.finish(first)


def test_removing_an_article_removes_its_assignments_and_undo_brings_them_back(root: Path) -> None:
    first, second, _third = with_team(root, "林")
    assign(root, [(first, "林"), (second, "林")])
    with opened(root, "周") as library:
        library.articles.remove([first])
        assert set(states(library)) == {"林 文章1"}
        library.undo()
        assert set(states(library)) == {"林 文章0", "林 文章1"}


def test_another_process_is_heard_of(root: Path) -> None:
    first, *_others = with_team(root, "林")
    with opened(root, "林") as library:
        heard: list[Change] = []
        library.subscribe(heard.append)
        assert library.team.assignments.work() == []
        assign(root, [(first, "林")])
        library.poll()
        assert heard[-1].team
        assert len(library.team.assignments.work()) == 1


@pytest.mark.parametrize("kind", ["json", "jsonl", "pizhu"])
def test_a_team_comes_with_an_export_of_the_whole_library_and_back(
    root: Path, tmp_path: Path, kind: str
) -> None:
    first, *_others = with_team(root, "林", "陈")
    assign(root, [(first, "林"), (first, "陈")])
    path = tmp_path / f"all{FORMATS[kind].suffixes[0]}"
    with opened(root, "林") as library:
        library.annotations.annotate_quote(first, "站长")
        library.team.assignments.finish(first)
        export(Selection(library), FORMATS[kind], path)
    with open_library(tmp_path / "other") as other:
        known, _ = other.articles.add(draft("第0篇：站长在月台上。", WORDS, title="文章0"))
        result = other.merger.merge(read_bundle(path), "merge")
        assert (result.members_added, result.assignments_added, result.left_out) == (3, 2, [])
        assert known != first
        assert {each.assignment.article for each in other.team.assignments.work()} == {known}
        assert states(other) == {"林 文章0": WorkState.DONE, "陈 文章0": WorkState.NEW}
        again = other.merger.merge(read_bundle(path), "merge")
        assert (again.members_added, again.assignments_added, again.is_step) == (0, 0, False)
        other.undo()
        assert not other.team.members.all()
    with opened(root, "林") as library:
        export(Selection(library, articles=[first]), FORMATS[kind], path, force=True)
    assert not read_bundle(path).team


def test_work_that_is_done_elsewhere_is_done_and_other_rounds_are_told(root: Path) -> None:
    first, *_others = with_team(root, "林")
    assign(root, [(first, "林")])
    with opened(root, "周") as library:
        (ours,) = library.team.assignments.work()
        (now,) = library.team.rounds.all()
        done = Assignment(coder="林", article=first, round=1, done="2026-01-01T00:00:00.000Z")
        nobody = Assignment(coder="林", article="f" * 16, round=1)
        path = root.parent / "all.jsonl"
        export(Selection(library), FORMATS["jsonl"], path)

        def merged(*rounds: CodingRound, members: tuple[Member, ...] = ()) -> list[str]:
            bundle = read_bundle(path)
            bundle.team = TeamRecords(members, rounds, (done, nobody))
            result = library.merger.merge(bundle, "merge")
            return [*result.conflicts, *result.left_out]

        other = CodingRound(round=1, opened="2020-01-01T00:00:00.000Z")
        (told,) = merged(other)
        assert "Round 1 is another one there" in told
        assert states(library)["林 文章0"] is WorkState.NEW
        role, gone = merged(now, members=(Member("周", Role.CODER),))
        assert "the role here was kept" in role
        assert "did not come along" in gone
        assert states(library)["林 文章0"] is WorkState.DONE
        assert library.team.assignments.work()[0].assignment.assigned == ours.assignment.assigned


@pytest.mark.long
def test_a_repair_keeps_the_team(root: Path) -> None:
    first, *_others = with_team(root, "林")
    assign(root, [(first, "林")])
    file = root / "library.json"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace('"coder":"林"', '"coder":7').replace('"role":"manager"', '"role":9'), encoding="utf-8"
    )
    assert list(check(FolderStore(root)))
    repair(FolderStore(root))
    assert not list(check(FolderStore(root)))
    with opened(root, "林") as library:
        assert states(library) == {"林 文章0": WorkState.NEW}
        assert library.team.members.all()[0] == Member("周", Role.MANAGER)


def test_a_hostile_team_is_left_out(library: Library) -> None:
    team = TeamRecords((Member("a/1"), Member("x" * 99)), (CodingRound(round=-1),))
    result = library.merger.merge(Bundle(team=team), "merge")
    assert result.left_out.total == 3
    assert not library.team.members.all()


def test_members_undo_no_more_than_they_may_do(root: Path) -> None:
    first, *_others = with_team(root, "林", "陈")
    assign(root, [(first, "林")])
    with opened(root, "林") as library, pytest.raises(UsageError, match=r"^Only a manager"):
        library.undo()
    with opened(root, "林") as library:
        library.articles.remove([first])
        assert library.undo()
        assert library.articles.row(first)
        library.team.assignments.finish(first)
        assert library.undo()
    with opened(root, "周") as manager:
        assert "assign" in str(manager.undo())


def test_the_last_manager_stays_until_there_is_another(root: Path) -> None:
    with_team(root, "林", "陈")
    with opened(root, "周") as library:
        members = library.team.members
        for change in (
            lambda: members.remove(["周"]),
            lambda: members.set_role("周", Role.CODER),
            lambda: members.remove(["林", "周"]),
        ):
            with pytest.raises(UsageError, match=r"“周” is the only manager.*pizhu team role NAME manager"):
                change()
        members.set_role("林", Role.MANAGER)
        with pytest.raises(UsageError, match=r"(周、林|周, 林|林, 周).* are the only managers"):
            members.remove(["林", "周"])
        members.set_role("周", Role.CODER)
    with opened(root, "林") as library:
        library.team.members.remove(["周", "陈", "林"])
        assert library.team.roster.members == ()
