"""What the name of a file says about its article."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import UsageError
from store.importing.inputs.file_name_pattern import FileNamePattern


@pytest.mark.parametrize(
    ("pattern", "name", "fields"),
    [
        ("{date}-{title}", "2020-03-24-春耕.txt", {"date": "2020-03-24", "title": "春耕"}),
        ("{date}-{title}", "20200324-春-耕.txt", {"date": "2020-03-24", "title": "春-耕"}),
        ("{date} {title}", "2020年3月24日 春耕.md", {"date": "2020-03-24", "title": "春耕"}),
        ("{date}{title}", "20200324春耕.txt", {"date": "2020-03-24", "title": "春耕"}),
        ("{source}_{author}_{}", "河湾报_李明_007.txt", {"source": "河湾报", "authors": ("李明",)}),
        ("{source}/{date}", "剪报/河湾报/2020-03.txt", {"source": "河湾报", "date": "2020-03"}),
        ("{date}-{title}", "春耕.txt", None),
        ("{date}-{title}", "2020-13-24-春耕.txt", None),
        ("[{column}] {title}", "[副刊] 春耕(一).txt", {"column": "副刊", "title": "春耕(一)"}),
    ],
)
def test_fields_are_read_from_a_name(pattern: str, name: str, fields: object) -> None:
    assert FileNamePattern(pattern).fields_of(Path(name)) == fields


@pytest.mark.parametrize("pattern", ["{x}", "{date}-{date}", "{title}{author}", "{}", "春耕"])
def test_patterns_that_cannot_be_read_are_told(pattern: str) -> None:
    with pytest.raises(UsageError, match=r"\.$"):
        FileNamePattern(pattern)


def test_a_long_name_takes_no_time() -> None:
    assert (
        FileNamePattern("{source}-{author}-{}-{}-{}-{column}-{title}-{date}").fields_of(Path("-" * 250))
        is None
    )
