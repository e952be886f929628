"""The command `suggest`."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.library import open_library
from tests.conftest import draft
from tests.tui.cli.conftest import Pizhu


def test_suggestions_have_reasons_and_stay_dismissed_until_undone(pizhu: Pizhu, root: Path) -> None:
    with open_library(root) as library:
        other, _ = library.articles.add(draft("銀行在東邊。", title="乙"))
        library.annotations.annotate_quote(other, "銀行", tags=["地方"])
        here, _ = library.articles.add(draft("银行关门了，雨燕飞来了，雨燕又飞走了。", title="甲"))
    code, (suggested,), _ = pizhu("suggest", here, "--quote", "银行")
    assert code == 0
    assert suggested == {
        "tag": "地方", "kind": "same", "reason": "the same words in “乙”", "score": 0.9, "new": False,
    }  # fmt: skip
    keywords = pizhu("suggest", here[:8])[1]
    assert ("雨燕", "keyword", True) in [(each["tag"], each["kind"], each["new"]) for each in keywords]
    assert pizhu("suggest", here, "--dismiss", "雨燕", "--dismiss", "飞走")[1] == [
        {"dismissed": ["雨燕", "飞走"]}
    ]
    assert pizhu("suggest", here, "--quote", "银行", "--dismiss", "地方")[0] == 0
    assert pizhu("suggest", here, "--quote", "银行")[1] == []
    pizhu("undo")
    assert pizhu("suggest", here, "--quote", "银行")[1] == [suggested]
    assert "雨燕" not in [each["tag"] for each in pizhu("suggest", here)[1]]
    pizhu("undo")
    assert "雨燕" in [each["tag"] for each in pizhu("suggest", here)[1]]
    assert pizhu("show", here)[1][0]["tags"] == []


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        (["--quote", "没有"], "do not stand in the article"),
        (["--quote", ""], "do not stand in the article"),
        (["--quote", "银行", "--occurrence", "2"], "no occurrence 2"),
        (["--dismiss", " "], "needs a name"),
        (["--dismiss", "好", "--dismiss", "a//b"], "empty part"),
    ],
)
def test_wrong_quotes_and_tag_names_are_usage_errors_and_change_nothing(
    pizhu: Pizhu, root: Path, arguments: list[str], refusal: str
) -> None:
    with open_library(root) as library:
        here, _ = library.articles.add(draft("银行关门了。", title="甲"))
    code, printed, errors = pizhu("suggest", here, *arguments)
    assert (code, printed) == (2, [])
    assert refusal in errors
    with open_library(root) as library:
        assert library.dismissals.all() == ()
