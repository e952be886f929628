from __future__ import annotations

from store.library import Library
from store.tags.autocoding import places, tag_everywhere
from tests.conftest import draft


def test_occurrences_in_the_current_article_come_first_and_variants_match(library: Library) -> None:
    library.articles.add(draft("銀行。", title="乙"))
    here, _ = library.articles.add(draft("银行，银行。", title="甲"))
    found = places(library, "银行", first=here)
    assert [(place.title, place.hit.start) for place in found] == [("甲", 2), ("甲", 5), ("乙", 2)]


def test_chosen_occurrences_are_tagged_in_one_step_unless_tagged_already(library: Library) -> None:
    here, _ = library.articles.add(draft("银行，银行。", title="甲"))
    there, _ = library.articles.add(draft("銀行。", title="乙"))
    library.annotations.annotate(here, 2, 4, tags=["地方"])
    found = places(library, "银行", first=here)
    assert tag_everywhere(library, found, ["地方"]) == 2
    assert [annotation.exact for annotation in library.annotations.of(here)] == ["银行", "银行"]
    assert [annotation.exact for annotation in library.annotations.of(there)] == ["銀行"]
    library.undo()
    assert len(library.annotations.of(here)) == 1
    assert library.annotations.of(there) == ()
