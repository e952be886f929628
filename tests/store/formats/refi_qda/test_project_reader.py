"""Projects of other programs, valid and invalid."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import BadInput
from store.formats.refi_qda import project_files
from store.formats.refi_qda.codes import tag_name_of
from store.importing.registry import read_bundle
from store.library import Library
from store.model.bundle import Bundle, IncomingArticle
from store.model.tag import Tag, clean_tag_name

ONE, TWO, THREE = (f"{{0000000{n}-AAAA-4AAA-8AAA-AAAAAAAAAAAA}}" for n in (1, 2, 3))
FOUR, FIVE, SIX = (f"0000000{n}-bbbb-4bbb-8bbb-bbbbbbbbbbbb" for n in (4, 5, 6))
PLAIN = FOUR
BOOK = (
    f'<CodeBook><Codes><Code guid="{ONE}" name="主题" isCodable="false">'
    f'<Description>书</Description><Code guid="{TWO}" name="山/水" isCodable="true" color="#3C9D6B">'
    f'<NoteRef targetGUID="{SIX}"/></Code></Code></Codes></CodeBook>'
)
USERS = f'<Users><User guid="{THREE}" name="李四"/><User guid="{FIVE}" id="wang"/></Users>'


def project(inside: str, origin: str = "NVivo") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<Project xmlns="urn:QDA-XML:project:1.0" name="p" origin="{origin}" '
        f'creationDateTime="2021-01-01T00:00:00Z">{USERS}{BOOK}{inside}</Project>'
    )


def sources(inside: str, path: str = "internal://a.txt", name: str = "访谈") -> str:
    about = f'guid="{FOUR}" name="{name}" plainTextPath="{path}" creationDateTime="2020-05-05T08:00:00+08:00"'
    return f"<Sources><TextSource {about}>{inside}</TextSource></Sources>"


def selection(start: int, end: int, inside: str = "", more: str = "") -> str:
    place = f'startPosition="{start}" endPosition="{end}"'
    return f"<PlainTextSelection {place} {more}>{inside}</PlainTextSelection>"


def coding(user: str = THREE, code: str = TWO) -> str:
    return f'<Coding guid="{FIVE}" creatingUser="{user}"><CodeRef targetGUID="{code}"/></Coding>'


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    return tmp_path / "p.qdpx"


def pack(path: Path, qde: str | bytes, files: Mapping[str, bytes], name: str = "project.qde") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, qde)
        for each, data in files.items():
            archive.writestr(each, data)
    return path


def read(path: Path) -> tuple[Bundle, list[IncomingArticle]]:
    bundle = read_bundle(path)
    return bundle, list(bundle.pieces)


def quotes(article: IncomingArticle) -> list[str]:
    assert article.draft is not None
    for annotation in article.annotations:
        assert article.draft.text[annotation.start : annotation.end] == annotation.exact
    return [annotation.exact for annotation in article.annotations]


def test_a_project_of_nvivo(packed: Path) -> None:
    inside = sources(
        selection(5, 7, coding(), f'guid="{ONE}" name="二行" modifiedDateTime="2022-02-02T00:00:00Z"')
        + coding()
        + f'<NoteRef targetGUID="{FOUR[:-1]}c"/>'
    )
    notes = (
        f'<Notes><Note guid="{FOUR[:-1]}c"><PlainTextContent>整篇的</PlainTextContent></Note>'
        f'<Note guid="{SIX}" plainTextPath="internal://n.txt"/></Notes>'
        f'<Links><Link guid="{SIX}" originGUID="{ONE}" targetGUID="{SIX}"/></Links>'
    )
    text = "\ufeff一行。\r\n二行𠮷。".encode()
    pack(
        packed,
        project(inside + notes),
        {"Sources/A.TXT": text, "Sources/n.txt": b"\xef\xbb\xbfon\r\nit"},
        "My.QDE",
    )
    bundle, (article,) = read(packed)
    assert article.draft is not None
    assert (article.draft.text, article.draft.title, article.added) == (
        "一行。\n二行𠮷。", "访谈", "2020-05-05T00:00:00.000Z",
    )  # fmt: skip
    assert (article.tags, article.note, quotes(article)) == (("主题/山／水",), "整篇的", ["二行"])
    (annotation,) = article.annotations
    assert (annotation.tags, annotation.creator, annotation.note) == (("主题/山／水",), "李四", "on\nit")
    assert (annotation.created, annotation.modified) == (
        "2021-01-01T00:00:00.000Z",
        "2022-02-02T00:00:00.000Z",
    )
    assert annotation.id == ONE.strip("{}").lower()
    assert bundle.tags == (
        Tag(name="主题", description="书"),  # a category
        Tag(name="主题/山／水", colour="jade", description="on\nit"),
    )
    assert (bundle.count, bundle.left_out) == (1, [])


def test_atlas_ti_counts_crlf_as_one_character(packed: Path) -> None:
    inside = sources(selection(4, 6, coding()))
    _, (article,) = read(
        pack(packed, project(inside, "ATLAS.ti 9"), {"sources/a.txt": "一行。\r\n二行。".encode()})
    )
    assert quotes(article) == ["二行"]


def test_a_note_of_qualcoder_selects_text_of_the_source(packed: Path) -> None:
    note = (
        f'<Notes><Note guid="{SIX}" creatingUser="{FIVE}"><PlainTextContent>记</PlainTextContent>'
        f"{selection(1, 3)}</Note></Notes>"
    )
    inside = sources(f'<NoteRef targetGUID="{SIX}"/>') + note
    _, (article,) = read(
        pack(packed, project(inside, "QualCoder-3.5"), {"sources/a.txt": "一二三四。".encode()})
    )
    (annotation,) = article.annotations
    assert (annotation.exact, annotation.note, annotation.creator, annotation.id, article.note) == (
        "二三",
        "记",
        "wang",
        SIX,
        "",
    )


def test_a_selection_coded_by_several_people_becomes_one_annotation_each(packed: Path) -> None:
    inside = sources(
        selection(0, 2, "<Description>为什么</Description>" + coding() + coding(FIVE), f'guid="{ONE}"')
    )
    _, (article,) = read(pack(packed, project(inside), {"sources/a.txt": "一二三四。".encode()}))
    assert [(annotation.creator, annotation.note) for annotation in article.annotations] == [
        ("李四", "为什么"),
        ("wang", ""),
    ]
    assert len({annotation.id for annotation in article.annotations}) == 2


def test_a_selection_without_a_guid_gets_the_same_id_each_time(packed: Path) -> None:
    inside = sources(selection(0, 2, coding()) * 2 + selection(1, 2, coding()))
    pack(packed, project(inside), {"sources/a.txt": "一二三四。".encode()})
    (_, (first,)), (_, (second,)) = read(packed), read(packed)
    assert [annotation.id for annotation in first.annotations] == [
        annotation.id for annotation in second.annotations
    ]
    assert len({annotation.id for annotation in first.annotations}) == 3


def test_a_text_may_be_inside_the_project_file(packed: Path) -> None:
    content = "<PlainTextContent>一二&#13;\n三。</PlainTextContent>"
    inside = f'<Sources><TextSource guid="{FOUR}">{content}{selection(4, 6)}</TextSource></Sources>'
    _, (article,) = read(pack(packed, project(inside), {}))
    assert (article.draft and article.draft.text, quotes(article)) == ("一二\n三。", ["三。"])


def test_selections_without_text_and_unknown_codes_are_counted(packed: Path) -> None:
    inside = sources(
        selection(3, 99) + selection(50, 99) + selection(2, 2) + selection(-4, 2) + coding(code=SIX)
    )
    bundle, (article,) = read(pack(packed, project(inside), {"sources/a.txt": "一二三四。".encode()}))
    assert quotes(article) == ["四。"]
    assert bundle.left_out == [
        "Left out: selections without text (3), codings whose code is not in the codebook (1)."
    ]


def test_a_position_inside_a_grapheme_cluster_is_extended_to_its_ends(packed: Path) -> None:
    inside = sources(selection(1, 2))
    _, (article,) = read(pack(packed, project(inside), {"sources/a.txt": "他👩‍👩‍👧笑。".encode()}))
    assert quotes(article) == ["👩‍👩‍👧"]


def test_sources_that_are_not_text_are_counted(packed: Path) -> None:
    inside = (
        f'<Cases><Case guid="{ONE}"/></Cases><Sources><PictureSource guid="{ONE}"/><PDFSource guid="{TWO}"/>'
        f'<PictureSource guid="{THREE}"/><TextSource guid="{FOUR}" name="空" plainTextPath="internal://b.txt"/>'
        f'<TextSource guid="{FIVE}" name="文" richTextPath="internal://x.docx"/></Sources>'
        f'<Notes><Note guid="{ONE}"><PlainTextContent>x</PlainTextContent></Note></Notes>'
    )
    bundle, pieces = read(pack(packed, project(inside), {"sources/b.txt": b" \n"}))
    assert pieces == []
    assert bundle.left_out == [
        "Left out, since only texts can be imported: pictures (2), PDF documents (1).",
        "Left out, since Pizhu has no equivalent: cases (1).",
        "“空” was left out: its text is empty.",
        "“文” was left out: it has no plain text.",
        "Left out: notes on elements that were not imported (1).",
    ]


def test_an_unreadable_text_does_not_affect_the_others(packed: Path) -> None:
    one = f'<TextSource guid="{ONE}" name="无" plainTextPath="internal://none.txt"/>'
    two = f'<TextSource guid="{TWO}" name="坏" plainTextPath="internal://bad.txt"/>'
    three = f'<TextSource guid="{THREE}" name="好" plainTextPath="relative://texts/good.txt"/>'
    inside = f"<Sources>{one}{two}{three}</Sources>"
    pack(packed, project(inside), {"sources/bad.txt": b"UNIQUE BYTES", "texts/good.txt": b"good"})
    packed.write_bytes(packed.read_bytes().replace(b"UNIQUE BYTES", b"UNIQUE BITES"))
    bundle, (article,) = read(packed)
    assert article.draft is not None
    assert article.draft.title == "好"
    assert [words.split("”")[0] for words in bundle.left_out] == ["“无", "“坏"]


BOMB = '<!DOCTYPE Project [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Project name="&b;"/>'


@pytest.mark.parametrize(
    ("qde", "words"),
    [
        (BOMB, "document type"),
        (BOMB.encode("utf-16"), "document type"),
        ('<!DOCTYPE x SYSTEM "file:///etc/passwd"><Project/>', "document type"),
        ("<CodeBook/>", "its root is CodeBook"),
        ("<Project><Users>", "no element found"),
        ("", "no element found"),
        ("\x00\x01", "not well-formed"),
        ('<?xml version="1.0" encoding="martian"?><Project/>', "encoding"),
        (
            "<Project><CodeBook><Codes>"
            + '<Code name="a">' * 150
            + "</Code>" * 150
            + "</Codes></CodeBook></Project>",
            "nested",
        ),
    ],
)
def test_an_invalid_project_is_refused(packed: Path, qde: str | bytes, words: str) -> None:
    pack(packed, qde, {})
    with pytest.raises(BadInput, match=words) as caught:
        read_bundle(packed)
    assert str(packed) in str(caught.value)


def test_an_archive_without_exactly_one_project_is_refused(packed: Path) -> None:
    packed.write_bytes(b"no archive")
    with pytest.raises(BadInput, match="ZIP"):
        read_bundle(packed)
    for names in ([], ["below/project.qde"], ["a.qde", "b.QDE"]):
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("readme", "x")
            for name in names:
                archive.writestr(name, project(""))
        with pytest.raises(BadInput, match="root of the archive"):
            read_bundle(packed)


def test_files_that_are_too_large_are_refused(packed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack(packed, project(sources("")), {"sources/a.txt": b"abc" * 50})
    monkeypatch.setattr(project_files, "MAX_FILE_BYTES", 100)
    bundle, pieces = read(packed)
    assert (pieces, "its text is larger than" in bundle.left_out[0]) == ([], True)
    monkeypatch.setattr(project_files, "MAX_FILE_BYTES", 1000)
    monkeypatch.setattr(project_files, "MAX_TEXTS_SIZE", 100)
    with pytest.raises(BadInput, match="4 GiB"):
        read_bundle(packed)
    monkeypatch.setattr(project_files, "MAX_DOCUMENT_BYTES", 100)
    with pytest.raises(BadInput, match="1 GiB"):
        read_bundle(packed)


@pytest.mark.parametrize(
    "path", ["internal://../secret.txt", "relative://../secret.txt", "absolute://{}", "../secret.txt"]
)
def test_a_project_in_a_folder_reads_nothing_outside_it(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "folder"
    (folder / "Sources").mkdir(parents=True)
    (folder / "p.qde").write_text(
        project(sources("", path.format(tmp_path / "secret.txt"))), encoding="utf-8"
    )
    bundle, pieces = read(folder / "p.qde")
    assert (pieces, len(bundle.left_out)) == ([], 1)


def test_a_project_in_a_folder_reads_the_texts_beside_it(tmp_path: Path) -> None:
    (tmp_path / "Sources").mkdir()
    (tmp_path / "Sources" / "a.txt").write_bytes("一二三。".encode())
    (tmp_path / "p.qde").write_text(project(sources(selection(0, 2))), encoding="utf-8")
    assert quotes(read(tmp_path / "p.qde")[1][0]) == ["一二"]


def test_importing_again_adds_nothing(library: Library, packed: Path) -> None:
    inside = sources(selection(0, 2, coding()) + "<Description>x</Description>")
    pack(packed, project(inside), {"sources/a.txt": "一二三四。\n\n五。".encode()})
    merged = library.merger.merge(read_bundle(packed), "import")
    assert (merged.articles_added, merged.annotations_added, merged.tags_added) == (1, 1, 2)
    again = library.merger.merge(read_bundle(packed), "import")
    assert (again.articles_known, again.annotations_known, again.conflicts) == (1, 1, [])


@settings(deadline=None)
@given(path=st.lists(st.text() | st.text("#/ \u3000a", max_size=150), max_size=4))
def test_any_code_name_becomes_a_valid_tag_name(path: list[str]) -> None:
    name = tag_name_of(path)
    assert clean_tag_name(name) == name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (["a/b", " c "], "a／b/c"),
        (["#", "#a", ""], "a"),
        (["", "\n"], "—"),
        (["一\t二\xad"], "一 二"),
    ],
)
def test_a_code_name_is_changed_as_little_as_possible(path: list[str], name: str) -> None:
    assert tag_name_of(path) == name


def test_truncated_names_stay_different(packed: Path) -> None:
    long = "长" * 120
    codes = "".join(
        f'<Code guid="{guid}" name="{long}{n}" isCodable="1"/>' for n, guid in enumerate((ONE, TWO))
    )
    qde = f'<Project name="p"><CodeBook><Codes>{codes}</Codes></CodeBook></Project>'
    bundle, _ = read(pack(packed, qde, {}))
    assert len({tag.name for tag in bundle.tags}) == len(bundle.left_out) == 2
    assert all(clean_tag_name(tag.name) == tag.name for tag in bundle.tags)


def test_the_title_of_a_text_of_another_program_has_no_suffix(packed: Path) -> None:
    inside = f'<Sources><TextSource guid="{ONE}" name="访谈.txt" plainTextPath="internal://a.txt"/></Sources>'
    _, (article,) = read(pack(packed, project(inside), {"sources/a.txt": "一二三四。".encode()}))
    assert article.draft is not None
    assert article.draft.title == "访谈"


def test_the_sources_of_a_set_get_a_tag_with_its_name(packed: Path) -> None:
    members = f'<MemberSource targetGUID="{FOUR}"/><MemberNote targetGUID="{SIX}"/>'
    sets = (
        f'<Sets><Set guid="{ONE}" name="甲/乙"><Description>一组</Description>{members}</Set>'
        f'<Set guid="{TWO}" name="编码"><MemberCode targetGUID="{TWO}"/></Set></Sets>'
    )
    bundle, (article,) = read(
        pack(packed, project(sources(coding()) + sets), {"Sources/a.txt": "一行。".encode()})
    )
    assert article.tags == ("主题/山／水", "甲／乙")
    assert bundle.searches == ()
    assert any("甲/乙" in each for each in bundle.remarks)
    assert any("sets without sources (1)" in each for each in bundle.left_out)
