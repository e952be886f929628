"""Exported REFI-QDA projects and codebooks: valid, reproducible, and round trips."""

from __future__ import annotations

import io
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from msgspec.structs import replace

from store.errors import UsageError
from store.exporting import FORMATS, export
from store.exporting.selection import Selection
from store.formats.codebook.files import parse
from store.formats.refi_qda.codebook import render
from store.formats.refi_qda.codebook import write as write_codebook
from store.formats.refi_qda.codes import code_guid
from store.formats.refi_qda.project_writer import write
from store.importing.registry import read_bundle
from store.library import Library, open_library
from store.model.bundle import Bundle, IncomingArticle
from store.model.tag import PALETTE, Tag
from tests.conftest import STATION, draft
from tests.lengths import examples
from tests.paths import ROOT
from tests.store.formats.refi_qda.libraries import article_lists, open_filled
from tests.store.formats.refi_qda.schema import check_codebook, check_project

SCHEMAS = ROOT.parent / "shared" / "schemas"
"""The schemas of the standard, if they are on this machine."""
NS = {"q": "urn:QDA-XML:project:1.0"}
FEW_EXAMPLES = settings(
    deadline=None,
    max_examples=examples(12),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def exported(library: Library, tags: Iterable[str] = ()) -> bytes:
    out = io.BytesIO()
    write(Selection(library, tags=tags), out)
    return out.getvalue()


def project(data: bytes) -> etree._Element:
    with ZipFile(io.BytesIO(data)) as archive:
        return check_project(archive.read("project.qde"))


def attributes(root: etree._Element, path: str) -> list[dict[str, str]]:
    return [dict(each.attrib) for each in root.iterfind(f".//q:{path}", NS)]


def guids(root: etree._Element) -> list[str]:
    return [each.get("guid") for each in root.iter() if each.get("guid")]


@pytest.fixture
def noted(library: Library) -> str:
    """An article with annotations and notes."""
    article, _ = library.articles.add(draft("𠮷野家🙂在山路上。", "信送到了。", title="一 <二> & 三"))
    library.articles.write_note(article, "整篇的\n笔记 <b>")
    library.articles.tag(article, ["主题/乡村"])
    library.annotations.annotate_quote(article, "山路", tags=["地方", "主题/乡村"], note="在山里")
    library.annotations.annotate_quote(article, "🙂", tags=[])
    return article


def test_the_project_is_at_the_root_and_the_texts_are_in_one_flat_folder(
    library: Library, noted: str
) -> None:
    with ZipFile(io.BytesIO(exported(library))) as archive:
        names = archive.namelist()
        assert names.count("project.qde") == 1
        texts = [name for name in names if name != "project.qde"]
        assert all(name.startswith("sources/") and name.count("/") == 1 for name in texts)
        (source,) = attributes(check_project(archive.read("project.qde")), "TextSource")
        assert source["plainTextPath"] == "internal://" + texts[0].removeprefix("sources/")
        assert archive.read(texts[0]).decode() == library.articles.get(noted).text
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_positions_are_code_points_of_the_text(library: Library, noted: str) -> None:
    text = library.articles.get(noted).text
    selections = attributes(project(exported(library)), "PlainTextSelection")
    quotes = [text[int(each["startPosition"]) : int(each["endPosition"])] for each in selections]
    assert quotes == ["🙂", "山路"]


def test_every_reference_has_a_target_and_every_guid_is_unique(library: Library, noted: str) -> None:
    root = project(exported(library))
    there = guids(root)
    assert len(there) == len(set(there))
    wanted = root.xpath("//@targetGUID | //@creatingUser | //@creatingUserGUID")
    assert wanted
    assert set(wanted) <= set(there)


def test_codes_are_nested_and_those_that_are_not_tags_are_not_codable(library: Library, noted: str) -> None:
    (above,) = project(exported(library)).xpath("//q:Code[@name='主题']", namespaces=NS)
    assert above.get("isCodable") == "false"
    (below,) = above
    assert (below.get("name"), below.get("isCodable")) == ("乡村", "true")


def test_the_same_library_gives_the_same_bytes(library: Library, another: Library, noted: str) -> None:
    assert exported(library) == exported(another)


def test_guids_are_the_same_in_every_export(library: Library, noted: str) -> None:
    before = guids(project(exported(library)))
    library.articles.add(STATION)
    library.articles.write_note(noted, "anders")
    assert set(before) <= set(guids(project(exported(library))))


def test_an_empty_library_has_no_empty_containers(library: Library) -> None:
    root = project(exported(library))
    assert [etree.QName(each).localname for each in root] == ["Users"]


def test_an_article_without_annotations_has_no_empty_containers(library: Library) -> None:
    library.articles.add(STATION)
    root = project(exported(library))
    assert not root.xpath("//q:CodeBook | //q:Notes | //q:PlainTextSelection", namespaces=NS)


def test_a_selection_by_tag_has_all_tags_of_its_annotations(library: Library, noted: str) -> None:
    root = project(exported(library, tags=["地方"]))
    assert {each["name"] for each in attributes(root, "Code")} == {"地方", "主题", "乡村"}


def test_characters_that_xml_does_not_allow_are_replaced_except_in_texts(library: Library) -> None:
    article, _ = library.articles.add(draft("左\x08右\ufffe", title="题\x0c\uffff"))
    library.annotations.annotate_quote(article, "左\x08右", tags=["a\ufffe"], note="注\uffff")
    data = exported(library)
    root = project(data)
    assert attributes(root, "TextSource")[0]["name"] == "题\ufffd\ufffd"
    with ZipFile(io.BytesIO(data)) as archive:
        text = next(name for name in archive.namelist() if name.endswith(".txt"))
        assert "左\x08右\ufffe" in archive.read(text).decode()


@pytest.fixture
def orphan(library: Library, tmp_path: Path) -> str:
    """An article with an annotation that has lost its words."""
    origin = str(tmp_path / "a.txt")
    article, _ = library.articles.add(
        draft("她每天走二十里山路，从不迟到。", "别的一段话在这里。", origin=origin)
    )
    library.annotations.annotate_quote(article, "她每天走二十里山路", tags=["地方"], note="远")
    library.articles.add(draft("完全不同的开头，什么都没有。", "别的一段话在这里。", origin=origin))
    return article


def test_an_orphan_becomes_a_note_on_its_source(library: Library, orphan: str) -> None:
    (annotation,) = library.annotations.of(orphan)
    assert annotation.orphan
    root = project(exported(library))
    assert not attributes(root, "PlainTextSelection")
    (note,) = attributes(root, "Note")
    assert note["guid"] == annotation.id
    assert root.findtext(".//q:PlainTextContent", namespaces=NS) == "“她每天走二十里山路”\n\n远"


def test_articles_are_in_the_order_of_adding(library: Library, noted: str) -> None:
    library.articles.add(STATION)
    names = [each["name"] for each in attributes(project(exported(library)), "TextSource")]
    assert names == ["一 <二> & 三", STATION.title]


def state(library: Library) -> dict[str, object]:
    """Return everything that should round-trip."""
    found: dict[str, object] = {}
    for article, selected in Selection(library):
        plain = replace(article, rev=0, origin="")
        found[article.id] = (plain, Counter(replace(annotation, rev=0) for annotation in selected))
    return found


@FEW_EXAMPLES
@given(content=article_lists)
def test_a_library_round_trips(content: list[IncomingArticle]) -> None:
    with tempfile.TemporaryDirectory() as folder, open_filled(Path(folder) / "one", content) as library:
        path = Path(folder) / "all.qdpx"
        data = exported(library)
        project(data)
        path.write_bytes(data)
        bundle = read_bundle(path)
        with open_library(Path(folder) / "two", creator="another") as other:
            merged = other.merger.merge(bundle, "import")
            assert (merged.left_out, merged.conflicts) == ([], [])
            assert state(other) == state(library)
            assert other.codebook.tags() == library.codebook.tags()
            assert exported(other) == data
        again = library.merger.merge(read_bundle(path), "import")
        assert (again.articles_added, again.annotations_added, again.conflicts) == (0, 0, [])


def code_names(*tags: str) -> dict[str, str]:
    """Return the names of the codes of tags, by GUID."""
    book = etree.fromstring(render([Tag(name=name) for name in tags]).encode())
    return {each.get("guid"): each.get("name") for each in book.iter() if each.get("guid")}


@pytest.mark.parametrize(
    ("tags", "names"),
    [
        (("正面/其他", "负面/其他"), ("其他 (正面)", "其他 (负面)")),
        (("其他", "正面/其他"), ("其他", "其他 (正面)")),
        (("甲/丙/其他", "乙/丙/其他"), ("其他 (甲/丙)", "其他 (乙/丙)")),
        (("甲/其他", "乙/其他", "其他 (甲)"), ("其他 (甲) 2", "其他 (乙)", "其他 (甲)")),
        (("甲/AI", "乙/ai"), ("AI (甲)", "ai (乙)")),
        (("甲/乙", "丙"), ("乙", "丙")),
    ],
)
def test_a_code_name_that_repeats_is_unique_in_the_file_and_the_tag_comes_back(
    tags: tuple[str, ...], names: tuple[str, ...], tmp_path: Path
) -> None:
    found = code_names(*tags)
    assert tuple(found[code_guid(tag)] for tag in tags) == names
    assert len({name.casefold() for name in found.values()}) == len(found)
    (tmp_path / "book.qdc").write_text(render([Tag(name=name) for name in tags]), "utf-8")
    assert {tag.name for tag in read_bundle(tmp_path / "book.qdc").tags} == set(tags)


def test_notes_are_descriptions_too_where_other_programs_read_them(library: Library, noted: str) -> None:
    root = project(exported(library))
    assert root.findtext(".//q:TextSource/q:Description", namespaces=NS) == "整篇的\n笔记 <b>"
    notes = {
        each.get("name"): each.findtext("q:Description", "", NS)
        for each in root.iterfind(".//q:PlainTextSelection", NS)
    }
    assert notes == {"🙂": "", "山路": "在山里"}


def test_an_orphan_is_in_the_description_of_its_source(library: Library, orphan: str) -> None:
    root = project(exported(library))
    assert (
        root.findtext(".//q:TextSource/q:Description", namespaces=NS) == "“她每天走二十里山路”\n\n#地方\n\n远"
    )


def test_the_tags_of_an_article_are_a_variable_too(library: Library, noted: str) -> None:
    library.articles.tag(noted, ["地方"])
    root = project(exported(library))
    (variable,) = root.xpath("//q:Variable[@name='tags']/@guid", namespaces=NS)
    values = root.xpath(
        f"//q:VariableValue[q:VariableRef/@targetGUID='{variable}']/q:TextValue/text()", namespaces=NS
    )
    assert values == ["主题/乡村; 地方"]


def test_several_notes_on_the_same_words_are_one_selection_and_come_back(
    library: Library, noted: str, tmp_path: Path
) -> None:
    for note in ("甲", "乙", "甲"):
        library.annotations.annotate_quote(noted, "信送到了", note=note)
    library.annotations.annotate_quote(noted, "信送到了", tags=["地方"], note="丙")
    data = exported(library)
    root = project(data)
    selections = [
        each for each in root.iterfind(".//q:PlainTextSelection", NS) if each.get("name") == "信送到了"
    ]
    described = [each.findtext("q:Description", "", NS) for each in selections]
    assert sorted(sorted(each.split("\n\n")) for each in described) == [["丙"], ["乙", "甲", "甲"]]
    (tmp_path / "all.qdpx").write_bytes(data)
    with open_library(tmp_path / "two", creator="another") as other:
        assert other.merger.merge(read_bundle(tmp_path / "all.qdpx"), "import").left_out == []
        assert state(other) == state(library)
        assert exported(other) == data


def test_creators_come_before_the_program(library: Library, noted: str) -> None:
    assert [each["name"] for each in attributes(project(exported(library)), "User")] == ["tester", "Pizhu"]


def test_notes_are_not_doubled_in_a_project_that_another_program_passed_on(
    library: Library, noted: str, orphan: str, tmp_path: Path
) -> None:
    path = tmp_path / "passed on.qdpx"
    with ZipFile(io.BytesIO(exported(library))) as before, ZipFile(path, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(b'origin="Pizhu"', b'origin="Another"'))
    pieces = list(read_bundle(path).pieces)
    assert [piece.note.count("笔记") for piece in pieces] == [1, 0]
    assert [each.note for piece in pieces for each in piece.annotations] == ["", "在山里", "远"]


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the schemas of the standard are not on this machine")
def test_project_and_codebook_are_valid_by_the_schemas_of_the_standard(
    library: Library, noted: str, orphan: str
) -> None:
    def schema(name: str) -> etree.XMLSchema:
        return etree.XMLSchema(etree.parse(SCHEMAS / f"refi-qda-{name}.xsd"))

    schema("project").assertValid(project(exported(library)))
    schema("codebook").assertValid(etree.fromstring(codebook(library)))


def test_the_formats_qdpx_and_qdc_are_registered(library: Library, noted: str, tmp_path: Path) -> None:
    export(Selection(library), FORMATS["qdpx"], tmp_path / "p.qdpx")
    assert (tmp_path / "p.qdpx").read_bytes() == exported(library)
    export(Selection(library), FORMATS["qdc"], tmp_path / "p.qdc")
    assert read_bundle(tmp_path / "p.qdc").tags


def codebook(library: Library) -> bytes:
    out = io.BytesIO()
    write_codebook(Selection(library), out)
    return out.getvalue()


def test_a_codebook_is_valid_and_round_trips(library: Library, tmp_path: Path) -> None:
    tags = (
        Tag(name="主题/乡村/老人", description="<山>\n&", colour="jade"),
        Tag(name="𠮷", colour="#ab12ef"),
        Tag(name="主题", description="一"),
        Tag(name='a"b&'),
    )
    library.merger.merge(Bundle(tags=tags), "tags")
    data = codebook(library)
    root = check_codebook(data)
    colours = {each.get("name"): each.get("color") for each in root.iter() if each.get("color")}
    assert colours == {"老人": PALETTE["jade"].upper(), "𠮷": "#AB12EF"}
    (tmp_path / "book.qdc").write_bytes(data)
    back = {tag.name: tag for tag in read_bundle(tmp_path / "book.qdc").tags}
    assert back.keys() == {"主题", "主题/乡村/老人", "𠮷", 'a"b&'}
    assert back["主题/乡村/老人"] == tags[0]


def test_codebook_and_project_have_the_same_guids(library: Library, noted: str) -> None:
    named = {each.get("guid"): each.get("name") for each in check_codebook(codebook(library)).iter()}
    assert all(named[each["guid"]] == each["name"] for each in attributes(project(exported(library)), "Code"))


def test_a_codebook_without_tags_is_refused(library: Library) -> None:
    with pytest.raises(UsageError, match="make a tag first"):
        codebook(library)


def test_colours_of_three_digits_are_read(tmp_path: Path) -> None:
    code = '<Code guid="x" name="a" isCodable="true" color="#aBc"/>'
    book = f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>{code}</Codes></CodeBook>'
    assert parse(book.encode(), "b.qdc")[0].colour == "#aabbcc"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_codebook_with_a_document_type_is_refused_in_any_encoding(encoding: str) -> None:
    bomb = '<!DOCTYPE CodeBook [<!ENTITY a "a">]><CodeBook><Codes/></CodeBook>'
    with pytest.raises(UsageError, match="document type"):
        parse(bomb.encode(encoding), "b.qdc")


def test_saved_searches_are_sets_of_the_sources_that_they_find(library: Library, noted: str) -> None:
    other, _ = library.articles.add(draft("电话来了。", title="四"))
    library.searches.save("信", "信送到")
    library.searches.save("都没有", "无此字样")
    root = project(exported(library))
    assert [each["name"] for each in attributes(root, "Set")] == ["信", "都没有"]
    (member,) = attributes(root, "Set/q:MemberSource")
    names = {each["guid"]: each["name"] for each in attributes(root, "TextSource")}
    assert names[member["targetGUID"]] == "一 <二> & 三"
    assert [each.text for each in root.iterfind(".//q:Set/q:Description", NS)] == ["信送到", "无此字样"]
    part = io.BytesIO()
    write(Selection(library, articles=[other]), part)
    assert attributes(project(part.getvalue()), "Set") == []
