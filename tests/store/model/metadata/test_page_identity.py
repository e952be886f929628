"""Addresses of the same page have the same normal form."""

from __future__ import annotations

import pytest

from store.model.metadata.page_identity import normalised_address


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.cn/b/", "https://www.A.cn:443/b#c"),
        ("https://a.cn/b?x=1&y=2&utm_medium=m&spm=1.2", "https://a.cn/b?y=2&x=1"),
        ("https://a.cn/%E8%8A%B1", "https://a.cn/花"),
        (
            "https://mp.weixin.qq.com/s?__biz=a&mid=1&idx=1&sn=b&chksm=c&scene=27#rd",
            "http://mp.weixin.qq.com/s?sn=b&__biz=a&mid=1&idx=1",
        ),
    ],
)
def test_addresses_of_the_same_page_are_the_same(one: str, other: str) -> None:
    assert normalised_address(one) == normalised_address(other) != ""


@pytest.mark.parametrize("address", ["", "file:///a", "urn:x:y", "http://", "http://[", "http://a:b/", "a b"])
def test_what_is_no_web_address_has_no_normal_form(address: str) -> None:
    assert normalised_address(address) == ""
    assert normalised_address("https://a.cn/b?id=1") != normalised_address("https://a.cn/b?id=2")
