"""Which addresses an article may have."""

from __future__ import annotations

import pytest

from store.model.metadata.web_address import LONGEST, web_address


@pytest.mark.parametrize(
    "address",
    ["https://a.example/1", "http://a.example:8080/?q=春#x", "HTTPS://例子.cn/", "doi:10.1000/abc.1"],
)
def test_pages_and_papers_have_addresses(address: str) -> None:
    assert web_address(f" {address}\n") == address


@pytest.mark.parametrize(
    "words",
    [
        "", "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "ftp://a.example/x",
        "mailto:a@b.cn",
        "http://", "https:///x", "www.a.example", "http://a.example/a b", "http://a.example/\x07", "doi:abc",
        "http://a.example:99999/", "http://[::1", f"https://a.example/{'x' * LONGEST}", "见 https://a.example/",
    ],
)  # fmt: skip
def test_nothing_else_is_an_address(words: str) -> None:
    assert web_address(words) == ""
