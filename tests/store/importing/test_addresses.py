"""Pages and feeds are fetched from an address, from a server on this machine; nothing else is fetched."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from store.errors import BadInput
from store.importing import addresses
from store.importing.addresses import is_address, read_address

PAGE = (
    "<html><head><title>最后一个渡口</title><link rel=stylesheet href=/style.css></head>"
    "<body><h1>最后一个渡口</h1>"
    "<img src=/picture.png><iframe src=/frame></iframe><p>船到了，人都站起来。</p></body></html>"
)
FEED = (
    "<rss><channel><title>x</title><item><title>渡口</title><guid>g</guid><description>船</description></item>"
    "</channel></rss>"
)


class Handler(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        status, headers, body = self.answer(self.path)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes]:  # noqa: PLR0911 - a table
        match path:
            case "/page":
                return 200, {"Content-Type": "text/html; charset=gbk"}, PAGE.encode("gb18030")
            case "/feed":
                return 200, {}, FEED.encode()
            case "/text.txt?a=1":
                return 200, {"Content-Type": "text/plain"}, "渡口\n\n船到了，人都站起来。".encode()
            case "/large":
                return 200, {}, b"a" * 2000
            case "/empty":
                return 200, {}, b""
            case "/to-file":
                return 302, {"Location": "file:///etc/passwd"}, b""
            case "/loop":
                return 302, {"Location": "/loop"}, b""
            case "/1" | "/2" | "/3":
                return 302, {"Location": {"/1": "/2", "/2": "/3", "/3": "/page"}[path]}, b""
        return 404, {}, b"no"

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    Handler.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
        thread.join()


def test_a_page_is_fetched_and_nothing_that_it_refers_to(server: str) -> None:
    (piece,) = read_address(f"{server}/page#part")
    found = piece.article.draft
    assert (found.title, found.origin, found.url) == ("最后一个渡口", f"{server}/page", f"{server}/page")
    assert piece.encoding == "gb18030"
    assert Handler.asked == ["/page"]


def test_redirects_are_followed_and_told(server: str) -> None:
    (piece,) = read_address(f"{server}/1")
    assert piece.article.draft.origin == f"{server}/page"
    assert piece.remarks[:3] == tuple(f"redirected to {server}/{name}" for name in ("2", "3", "page"))


def test_a_feed_and_a_text_are_recognised(server: str) -> None:
    (entry,) = read_address(f"{server}/feed")
    assert (entry.key, entry.article.draft.origin) == ("g", f"{server}/feed#g")
    (text,) = read_address(f"{server}/text.txt?a=1")
    assert text.article.draft.title == "渡口"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/nothing", "the server answers “404 Not Found”"),
        ("/loop", "it redirects more than 5 times"),
        ("/to-file", "it redirects to file:///etc/passwd, which is not followed"),
        ("/empty", "the server answers with nothing"),
        ("/large", "it is larger than 0 MiB"),
    ],
)
def test_an_answer_that_is_no_page_is_refused(
    server: str, path: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "MAX_FILE_BYTES", 1000)
    with pytest.raises(BadInput) as error:
        read_address(server + path)
    assert reason in str(error.value)
    assert str(error.value).endswith(".")


@pytest.mark.parametrize("url", ["http://", "http://[::", "https://x:99999/", "http://" + "a" * 5000])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(BadInput, match=r"this is no address of a page; .*\.$"):
        read_address(url)


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(BadInput, match=r"^http://127\.0\.0\.1:1/: there is no connection .*\.$"):
        read_address("http://127.0.0.1:1/")


def test_a_redirect_into_the_own_network_is_not_followed() -> None:
    assert addresses._is_local("http://127.0.0.1/")  # noqa: SLF001
    assert addresses._is_local("http://192.168.1.1/")  # noqa: SLF001
    assert not addresses._is_local("http://example.com/")  # noqa: SLF001


def test_addresses_are_told_from_paths() -> None:
    assert is_address("HTTPS://x.invalid")
    assert not is_address("https.txt")
    assert not is_address("file:///a")


def test_a_text_at_an_address_has_that_address(server: str) -> None:
    (piece,) = read_address(f"{server}/text.txt?a=1")
    assert piece.article.draft.url == f"{server}/text.txt?a=1"
    (entry,) = read_address(f"{server}/feed")
    assert entry.article.draft.url == ""
