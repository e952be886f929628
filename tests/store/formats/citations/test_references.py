"""The articles as BibTeX, CSL-JSON and RIS, read by other libraries."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import Entry, Person, parse_string

from store.formats.citations.bibtex import bibtex_entry
from store.formats.citations.csl_json import csl_item
from store.formats.citations.references import Name, Reference, date_parts, iso_date, parse_name
from store.formats.citations.ris import ris_record
from store.library import Library
from store.press.person_names import given_and_family, surname_and_given
from tests.lengths import examples
from tests.store.exporting.exports import exported, fill, piece

CSL_FIELDS = {
    *("id", "type", "title", "author", "issued", "container-title", "section", "URL", "language", "keyword"),
    "note",
}
"""The fields that Pizhu writes. All are in the schema of CSL-JSON, which allows no others."""

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
AWKWARD = st.text(st.sampled_from('{}\\\\"@%,=# \n\r\u2028aA列and'), max_size=20)


def reference(**fields: object) -> Reference:
    known = {
        "key": "a2020-1",
        "title": "题",
        "names": (),
        "date": (),
        "source": "报",
        "column": "",
        "url": "",
        "language": "zh",
        "tags": (),
        "note": "",
    }
    return Reference(**{**known, **fields})  # type: ignore[arg-type]


def bibtex(data: bytes) -> Mapping[str, Entry]:
    entries: Mapping[str, Entry] = parse_string(data.decode(), "bibtex").entries
    return entries


def test_bibtex_has_a_newspaper_article_with_date_names_and_keywords(library: Library) -> None:
    fill(library)
    (key, first), *others = bibtex(exported("bibtex", library)).items()
    assert re.fullmatch(r"ouyang2020chuntiandexiao-[0-9a-f]{6}", key)
    assert first.type == "article"
    assert dict(first.fields) == {
        "title": "{春天的小站}",
        "journal": "青山日报",
        "entrysubtype": "newspaper",
        "titleaddon": "副刊",
        "date": "2020-03-24",
        "year": "2020",
        "month": "March",
        "url": "https://example.org/a?b=1&c=2",
        "language": "zh",
        "langid": "chinese",
        "keywords": "铁路/小站, 数字, 专名 A/饭馆",
        "annote": '第一行 第二行，有"引号"',
    }
    assert first.persons["author"] == [Person("{欧阳小满}"), Person("John Smith")]
    assert {other.type for _, other in others} == {"misc"}


def test_bibtex_does_not_split_a_chinese_name(library: Library) -> None:
    library.articles.add(piece("题", "文", authors=("王小明", "本报评论员", "and", "Smith and Wesson Ltd")))
    (found,) = bibtex(exported("bibtex", library)).values()
    assert [person.last_names for person in found.persons["author"]] == [
        *(["{王小明}"], ["{本报评论员}"], ["{and}"], ["{Smith and Wesson Ltd}"])
    ]


@pytest.mark.long
@settings(max_examples=examples(15))
@given(AWKWARD | WORDS)
def test_bibtex_has_balanced_braces_for_any_text(words: str) -> None:
    written = bibtex_entry(
        reference(
            title=words, names=(parse_name(words or "x"),), tags=(words,), note=words, column=words, url=words
        )
    )
    depth = 0
    for sign in written:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0
    assert list(bibtex(written.encode())) == ["a2020-1"]


def test_csl_json_has_only_fields_of_its_schema_and_split_names(library: Library) -> None:
    fill(library)
    first, *others = json.loads(exported("csl-json", library))
    assert first["author"] == [{"family": "欧阳", "given": "小满"}, {"family": "Smith", "given": "John"}]
    assert first["issued"] == {"date-parts": [[2020, 3, 24]]}
    assert (first["container-title"], first["section"], first["type"]) == (
        "青山日报",
        "副刊",
        "article-newspaper",
    )
    assert first["keyword"] == "铁路/小站, 数字, 专名 A/饭馆"
    assert first["note"] == '第一行\n第二行，有"引号"'
    assert all(set(each) <= CSL_FIELDS for each in (first, *others))
    assert all("author" not in each and "issued" not in each for each in others)


def test_an_empty_library_gives_an_empty_array_and_empty_files(library: Library) -> None:
    assert json.loads(exported("csl-json", library)) == []
    assert exported("ris", library) == exported("bibtex", library) == b""


def test_ris_has_a_newspaper_article(library: Library) -> None:
    first_id = fill(library)
    data = exported("ris", library)
    first, *others = rispy.loads(data.decode())
    assert first["type_of_reference"] == "NEWS"
    assert first["id"].endswith(first_id[:6])
    assert first["authors"] == ["欧阳, 小满", "Smith, John"]
    assert (first["year"], first["date"]) == ("2020", "2020/03/24")
    assert (first["secondary_title"], first["section"]) == ("青山日报", "副刊")
    assert first["keywords"] == ["铁路/小站", "数字", "专名 A/饭馆"]
    assert first["notes"] == ['第一行 第二行，有"引号"']
    assert [other["title"] for other in others] == ["空", "改过的"]


@given(AWKWARD | WORDS)
def test_each_line_of_ris_is_a_tag_and_a_value_on_one_line(words: str) -> None:
    names = (Name(words or "x"),)
    written = ris_record(
        reference(title=words, names=names, source=words, tags=(words,), note=words, url=words)
    )
    lines = written.split("\r\n")
    assert lines.pop() == ""
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - [^\r\n\u2028\u2029]*", line) for line in lines)
    assert (lines[0], lines[-1]) == ("TY  - NEWS", "ER  - ")
    assert not any("*" in line for line in lines if line[:2] in ("AU", "KW", "T2"))
    assert len(rispy.loads(written)) == 1


@pytest.mark.parametrize(
    ("date", "parts", "ris"),
    [
        ("2020", (2020,), "2020"),
        ("2020-03", (2020, 3), "2020/03"),
        ("2020-03-24", (2020, 3, 24), "2020/03/24"),
        ("", (), ""),
        ("去年", (), ""),
    ],
)
def test_a_date_is_exported_as_far_as_it_is_known(date: str, parts: tuple[int, ...], ris: str) -> None:
    assert date_parts(date) == parts
    assert iso_date(parts) == (date if parts else "")
    known = reference(date=parts)
    assert csl_item(known).get("issued") == ({"date-parts": [list(parts)]} if parts else None)
    assert (f"\r\nDA  - {ris}\r\n" in ris_record(known)) == bool(parts)
    assert ("  month = mar,\n" in bibtex_entry(known)) == (len(parts) > 1)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("王明", ("王", "明")),
        ("王小明", ("王", "小明")),
        ("欧阳修", ("欧阳", "修")),
        ("司马相如", ("司马", "相如")),
        ("諸葛亮", ("諸葛", "亮")),
        ("欧阳", None),
        ("新华社", None),
        ("华商报", None),
        ("本报评论员", None),
        ("阿依古丽", None),
        ("范徐丽泰", None),
        ("阿里木·买买提", None),
        ("王", None),
        ("", None),
    ],
)
def test_a_chinese_name_is_split_only_if_that_is_certain(name: str, parts: tuple[str, str] | None) -> None:
    assert surname_and_given(name) == parts


def test_a_name_in_latin_letters_keeps_its_particles_with_the_family_name() -> None:
    assert given_and_family("Ludwig van Beethoven") == ("Ludwig", "van Beethoven")
    assert given_and_family("John Smith") == ("John", "Smith")
    assert given_and_family("Reuters") is None


def keys(library: Library) -> dict[str, str]:
    found = json.loads(exported("csl-json", library))
    return {each["title"]: each["id"] for each in found}


def test_a_key_does_not_depend_on_other_articles(library: Library) -> None:
    library.articles.add(piece("春天", "一", authors=("单小满",), date="2020"))
    before = keys(library)["春天"]
    other, _ = library.articles.add(piece("春天", "二", authors=("单小满",), date="2020"))
    every = [each["id"] for each in json.loads(exported("csl-json", library))]
    assert before.startswith("shan2020chuntian-")
    assert every[0] == before
    assert len(set(every)) == 2
    assert other[:6] in every[1]


def test_keys_are_ascii_and_unique_even_for_identical_articles(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        library.articles.add(piece("é“”", str(number)))
    monkeypatch.setattr("store.formats.citations.references._ID_LENGTH_IN_KEY", 0)
    found = [each["id"] for each in json.loads(exported("csl-json", library))]
    assert len(set(found)) == 3
    assert all(re.fullmatch("[a-z0-9]+-[a-z0-9]*", key) for key in found)


def test_a_subtitle_follows_the_title_after_a_colon(library: Library) -> None:
    library.articles.add(piece("主题", "文", subtitle="——记一个小站"))
    assert list(keys(library)) == ["主题：记一个小站"]


@pytest.mark.parametrize("name", ["bibtex", "csl-json", "ris"])
def test_the_same_library_gives_the_same_bytes(library: Library, name: str) -> None:
    fill(library)
    assert exported(name, library) == exported(name, library)
