"""Who may use the reader in a browser."""

from __future__ import annotations

import pytest

web = pytest.importorskip("aiohttp.web", reason="the extra `web` is not installed")

from aiohttp.test_utils import make_mocked_request  # noqa: E402 - after the check

from tui.serving.access import OTHER_SITE, WRONG_HOST, WRONG_TOKEN, Access, is_loopback  # noqa: E402

TOKEN = "qingfeng2026"
PATHS = ("/", "/ws", "/download/0", "/static/js/textual.js")


@pytest.mark.parametrize("path", PATHS)
def test_only_this_computer_has_access_without_a_token(path: str) -> None:
    access = Access("", 8000)
    for host in ("localhost:8000", "127.0.0.1:8000", "[::1]:8000"):
        assert access.refusal(make_mocked_request("GET", path, {"Host": host})) == ""
    for host in ("pizhu.example:8000", "192.168.1.7:8000", "[::", ""):
        assert access.refusal(make_mocked_request("GET", path, {"Host": host})) == str(WRONG_HOST)


@pytest.mark.parametrize("path", PATHS)
def test_every_path_needs_the_token(path: str) -> None:
    access = Access(TOKEN, 8000)
    assert access.refusal(make_mocked_request("GET", path, {"Host": "h"})) == str(WRONG_TOKEN)
    assert access.refusal(make_mocked_request("GET", f"{path}?token=错", {"Host": "h"})) == str(WRONG_TOKEN)
    assert access.refusal(make_mocked_request("GET", f"{path}?token={TOKEN}", {"Host": "h"})) == ""
    with_cookie = make_mocked_request("GET", path, {"Host": "h", "Cookie": f"pizhu-8000={TOKEN}"})
    assert access.refusal(with_cookie) == ""


def test_other_web_sites_have_no_access() -> None:
    headers = {"Host": "localhost:8000", "Origin": "http://news.example"}
    assert Access("", 8000).refusal(make_mocked_request("GET", "/ws", headers)) == str(OTHER_SITE)
    headers["Origin"] = "http://[x"
    assert Access("", 8000).refusal(make_mocked_request("GET", "/ws", headers)) == str(OTHER_SITE)
    headers = {"Host": "localhost:8000", "Origin": "http://localhost:8000"}
    assert Access("", 8000).refusal(make_mocked_request("GET", "/ws", headers)) == ""


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.3.2.1", "::1"])
def test_loopback_addresses_are_this_computer(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "localhost.example", ""])
def test_other_addresses_are_not(host: str) -> None:
    assert not is_loopback(host)
