"""The identity of a tag: set, merged, carried by exports and back."""

from __future__ import annotations

import json

import pytest

from store.errors import UsageError
from store.importing.batch import import_bundle
from store.library import Library, open_library
from store.model.bundle import Bundle
from store.model.identity import clean_identity, identity_address
from store.model.tag import Tag
from tests.conftest import draft
from tests.store.exporting.exports import exported

IDENTITY = "https://www.wikidata.org/entity/Q1"


@pytest.fixture
def identified(library: Library) -> Library:
    """A library with two tags with identities on one annotation."""
    article, _new = library.articles.add(draft("老周在码头等船"))
    library.annotations.annotate_quote(article, "老周", tags=["人物/老周", "船工"])
    library.codebook.identify("人物/老周", IDENTITY)
    library.codebook.identify("船工", "CBDB:1762")
    return library


def identities(library: Library) -> dict[str, str]:
    return {tag.name: tag.same_as for tag in library.codebook.tags() if tag.same_as}


BOTH = {"人物/老周": IDENTITY, "船工": "CBDB:1762"}


def test_an_identity_is_set_removed_and_undone(identified: Library) -> None:
    assert identities(identified) == BOTH
    identified.codebook.identify("船工", "")
    assert identities(identified) == {"人物/老周": IDENTITY}
    identified.undo()
    assert identities(identified) == BOTH


@pytest.mark.parametrize("wrong", ["两 个", "x:\u200b1", "x" * 3_000])
def test_an_identity_is_one_visible_word(identified: Library, wrong: str) -> None:
    with pytest.raises(UsageError):
        identified.codebook.identify("船工", wrong)


def test_a_tag_that_takes_in_another_takes_its_identity(identified: Library) -> None:
    identified.codebook.write([Tag(name="工人")])
    identified.codebook.merge(["船工"], "工人")
    assert identities(identified) == {"人物/老周": IDENTITY, "工人": "CBDB:1762"}


@pytest.mark.parametrize("form", ["json", "jsonl", "pizhu", "qdpx", "qdc", "csv", "jsonld"])
def test_exports_bring_identities_to_another_library(
    identified: Library, tmp_path_factory: pytest.TempPathFactory, form: str
) -> None:
    folder = tmp_path_factory.mktemp("exported")
    other = open_library(folder / "other", creator="b")
    if form in ("qdc", "csv"):
        from store.formats.codebook.files import parse, render

        suffix = f".{form}"
        other.codebook.write(parse(render(identified.codebook.tags(), suffix).encode(), f"a{suffix}"))
    else:
        path = folder / f"a.{form}"
        path.write_bytes(exported(form, identified))
        import_bundle(other, path)
    assert identities(other) == BOTH
    other.close()


def test_another_identity_of_a_tag_is_told_and_the_present_one_kept(identified: Library) -> None:
    merged = identified.merger.merge(Bundle(tags=(Tag(name="船工", same_as="CBDB:2"),)), "import")
    assert identities(identified) == BOTH
    assert any("CBDB:2" in sentence for sentence in merged.conflicts)


def test_w3c_annotations_have_a_body_that_identifies(identified: Library) -> None:
    collection = json.loads(exported("jsonld", identified))
    (annotation,) = collection["first"]["items"]
    found = {
        body["source"]["label"]: body["source"]["id"]
        for body in annotation["body"]
        if body["purpose"] == "identifying"
    }
    assert found == BOTH


def test_pages_link_to_the_address_of_an_identity(identified: Library) -> None:
    page = exported("html", identified).decode()
    assert f'href="{IDENTITY}"' in page
    assert f'href="{identity_address("CBDB:1762")}"' in page


def test_known_authorities_have_addresses() -> None:
    assert identity_address("CBDB:1762").startswith("https://")
    assert identity_address(clean_identity(" tgaz:hvd_1 ")).endswith("hvd_1")
    assert identity_address("javascript:alert(1)") == identity_address("1762") == ""
