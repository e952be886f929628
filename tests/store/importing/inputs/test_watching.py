"""Files that appear in a watched folder are imported once they are complete."""

from __future__ import annotations

from pathlib import Path

from store.importing.inputs.watching import SETTLED, GrowingFiles


def test_a_file_that_is_still_written_is_waited_for(tmp_path: Path) -> None:
    growing, path = GrowingFiles(tmp_path), tmp_path / "a.txt"
    path.write_text("字")
    growing.changed(path, 0)
    assert growing.complete(SETTLED / 2) == []
    path.write_text("字字")
    assert growing.complete(SETTLED) == []
    assert growing.complete(2 * SETTLED) == [path]
    assert growing.complete(9 * SETTLED) == []


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    (inside / ".hidden").mkdir(parents=True)
    outside.mkdir()
    growing = GrowingFiles(inside)
    for path in (inside / "a.jpg", inside / ".b.txt", inside / ".hidden" / "c.txt", outside / "d.txt"):
        path.write_text("字")
        growing.changed(path, 0)
    (inside / "link.txt").symlink_to(outside / "d.txt")
    growing.changed(inside / "link.txt", 0)
    growing.changed(inside / "gone.txt", 0)
    (inside / "empty.txt").touch()
    growing.changed(inside / "empty.txt", 0)
    removed = inside / "e.txt"
    removed.write_text("字")
    growing.changed(removed, 0)
    removed.unlink()
    assert growing.complete(SETTLED) == []
