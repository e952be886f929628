"""The name of a site after a title is told by its place."""

from __future__ import annotations

import pytest

from store.press.sites.site_name import split_site


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("堤上的羊为什么不怕船 - 拾穗", ("堤上的羊为什么不怕船", "拾穗")),
        ("堤上的羊_新闻频道_河湾网", ("堤上的羊", "河湾网")),
        ("堤上的羊 | 河湾晚报", ("堤上的羊", "河湾晚报")),
        ("堤上的羊——河湾纪事", ("堤上的羊——河湾纪事", "")),
        ("堤上的羊 - 第三章", ("堤上的羊 - 第三章", "")),
        ("堤上的羊 - 2024", ("堤上的羊 - 2024", "")),
        ("堤上的羊 - 它们怕不怕船？", ("堤上的羊 - 它们怕不怕船？", "")),
        ("堤上的羊", ("堤上的羊", "")),
        ("", ("", "")),
    ],
)
def test_the_last_name_is_the_site(title: str, said: tuple[str, str]) -> None:
    assert split_site(title) == said
