"""What the arguments of an import name."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from store.errors import BadInput
from store.importing.inputs.arguments import find_inputs, read_inputs, read_stream
from store.importing.inputs.completion import common_beginning, content_of, entries_for
from store.importing.piece import ReadOptions


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "剪报"
    (made / "below").mkdir(parents=True)
    for name in ("a.txt", "b.jpg", "c.jpg", "below/d.txt", "notes.json", "无名", "旧.doc", ".e.txt"):
        (made / name).write_text("字")
    return made


def test_arguments_are_told_apart(folder: Path) -> None:
    found = find_inputs([str(folder), "https://example.org/", "-", str(folder / "notes.json"), "no.txt"])
    assert [path.name for path in found.files] == ["a.txt", "d.txt", "旧.doc", "no.txt"]
    assert (found.addresses, found.standard_input) == (["https://example.org/"], True)
    assert [path.name for path in found.bundles] == ["notes.json"]
    assert found.skipped == {".jpg": 2, "without suffix": 1}
    assert found.count == 7


def test_patterns_name_files_and_do_not_lead_out(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "s.txt").write_text("密")
    (folder / "out").symlink_to(tmp_path / "secret")
    (folder / "link.txt").symlink_to(tmp_path / "secret" / "s.txt")
    for pattern in ("**/*.txt", "*/*.txt", "*.txt"):
        found = find_inputs([str(folder / pattern)])
        assert "s.txt" not in [path.name for path in found.files]
        assert found.refused
    assert {path.name for path in find_inputs([str(folder / "**" / "*.txt")]).files} == {"a.txt", "d.txt"}
    (refused,) = find_inputs([str(folder / "*.pdf")]).refused
    assert "no file matches" in refused.reason


def test_a_file_with_signs_of_a_pattern_in_its_name_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "[副刊]春耕?.txt"
    path.write_text("字")
    assert find_inputs([str(path)]).files == [path]


def test_the_folder_of_a_saved_page_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "页.html").write_text("<p>字</p>")
    (tmp_path / "页_files").mkdir()
    (tmp_path / "页_files" / "frame.html").write_text("<p>广告</p>")
    found = find_inputs([str(tmp_path)])
    assert [path.name for path in found.files] == ["页.html"]
    assert found.skipped == {"parts of saved pages": 1}


def test_standard_input_of_the_same_name_is_the_same_article() -> None:
    data = io.BytesIO("渡口\n\n渡船又开了，等船的人都笑了。\n".encode("gb18030"))
    (piece,) = read_stream(data, "投稿.txt", ReadOptions())
    assert (piece.article.draft.origin, piece.encoding) == ("投稿.txt", "gb18030")
    data.seek(0)
    assert read_stream(data, "", ReadOptions())[0].article.draft.origin == ""
    with pytest.raises(BadInput):
        read_stream(io.BytesIO(b" "), "", ReadOptions())


def test_what_cannot_be_read_is_a_message(folder: Path) -> None:
    inputs = find_inputs([str(folder / "no.txt"), "-"])
    reasons = [found for _, found in read_inputs(inputs)]
    assert isinstance(reasons[0], str)
    assert reasons[1] == []


def test_paths_are_completed_folders_first(folder: Path) -> None:
    entries = entries_for(f"{folder}/")
    assert [entry.name for entry in entries][:3] == ["below", "a.txt", "notes.json"]
    assert entries[0].path == f"{folder}/below/"
    assert [entry.name for entry in entries_for(f"{folder}/.")] == [".e.txt"]
    assert entries_for(f"{folder}/nowhere/x") == entries_for("\0") == []
    assert common_beginning(entries_for(f"{folder.parent}/剪")) == f"{folder}/"
    assert "2 .txt" in content_of(folder)
    assert content_of(folder / "a.txt") == ""


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("127.0.0.1:8765/x", "write http://127.0.0.1:8765/x."),
        ("localhost:80", "write http://localhost:80."),
        ("www.example.cn/新闻", "write https://www.example.cn/新闻."),
        ("news.example.cn/a/b.html", "write https://news.example.cn/a/b.html."),
        ("https:example.cn/x", "write https://example.cn/x."),
        ("http:/example.cn/x", "write http://example.cn/x."),
        ("ftp://example.cn/x.txt", "only http:// and https://"),
        ("notes.txt", "there is no such file; check the path"),
        ("没有/notes.txt", "there is no such file; check the path"),
        ("2020.clips/x.txt", "there is no such file; check the path"),
        ("clips.old/12:30.txt", "there is no such file; check the path"),
        ("clips.old/**/*.txt", "no file matches this pattern"),
        ("*.htm?", "no file matches this pattern"),
        ("page.files/*.html", "no file matches this pattern"),
        ("*.cn/*.html", "no file matches this pattern"),
        ("www.example.cn/view?id=3", "write https://www.example.cn/view?id=3."),
        ("bbs.example.com?id=3", "write https://bbs.example.com?id=3."),
        ("[::1]:80/x", "write http://[::1]:80/x."),
    ],
)
def test_what_is_no_file_but_like_an_address_gets_a_hint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, hint: str
) -> None:
    monkeypatch.chdir(tmp_path)
    found = find_inputs([words])
    told = [each.reason for each in found.refused]
    told += [pieces for _, pieces in read_inputs(found) if isinstance(pieces, str)]
    assert len(told) == 1
    assert hint in told[0]


def test_a_file_with_the_name_of_an_address_is_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "www.example.cn").mkdir()
    (tmp_path / "www.example.cn" / "a.txt").write_text("字")
    assert [path.name for path in find_inputs(["www.example.cn"]).files] == ["a.txt"]
    path = tmp_path / "春 天.txt"
    path.write_text("字")
    assert find_inputs([path.as_uri(), " https://a.example/ "]).files == [path]


def test_a_pattern_or_a_mistyped_name_in_a_folder_with_a_dot_is_no_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("clips.old", "page.files", "archive.cn"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.html").write_text("字")
    for pattern in ("clips.old/**/*.html", "page.files/*.htm?", "archive.cn/*.html"):
        found = find_inputs([pattern])
        assert ([path.name for path in found.files], found.refused) == (["a.html"], [])
    found = find_inputs(["archive.cn/b.html"])
    assert ([path.name for path in found.files], found.refused) == (["b.html"], [])


def test_columns_are_those_of_all_tables_that_have_them(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("t,b\n渡口,船没有来\n", "utf-8")
    (tmp_path / "b.csv").write_text("b,x\n旧桥修好了,1\n", "utf-8")
    (tmp_path / "c.csv").write_text("标题,正文\n春,春天来了\n", "utf-8")
    (tmp_path / "d.csv").write_text("x,y\n1,2\n", "utf-8")
    (tmp_path / "e.json").write_text('[{"b": "灯亮着"}]', "utf-8")
    (tmp_path / "f.json").write_text('[{"x": "灯亮着"}]', "utf-8")
    (tmp_path / "notes.csv").write_text("标题,划线\n春,春天来了\n", "utf-8")

    def read(*names: str, options: ReadOptions) -> dict[str, list[str] | str]:
        found = find_inputs([str(tmp_path / name) for name in names], options)
        return {
            Path(place).name: told if isinstance(told, str) else [each.article.draft.text for each in told]
            for place, told in read_inputs(found)
        }

    options = ReadOptions(columns={"text": "b"})
    read_so = read("", options=options)
    assert read_so.keys() == {"a.csv", "b.csv", "c.csv", "d.csv", "e.json"}
    texts = {name: "".join(told).splitlines()[-1] for name, told in read_so.items() if name != "d.csv"}
    assert texts == {"a.csv": "船没有来", "b.csv": "旧桥修好了", "c.csv": "春天来了", "e.json": "灯亮着"}
    assert "there is no column “b”" in read_so["d.csv"]
    assert "there is no column “b”" in read("c.csv", options=options)["c.csv"]
    (told,) = [
        told
        for place, told in read_inputs(find_inputs([str(tmp_path)], options))
        if place == tmp_path / "c.csv"
    ]
    assert "there is no column “b”; read by the names of its columns" in told[0].remarks  # type: ignore[union-attr]

    others = ReadOptions(more_columns=({"text": "y"}, {"text": "b"}))
    assert read("a.csv", "c.csv", "d.csv", options=others) == {
        "a.csv": ["船没有来"],
        "c.csv": ["春天来了"],
        "d.csv": ["2"],
    }
