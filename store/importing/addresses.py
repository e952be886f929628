"""Fetches a page, a feed or a file from an address that the user names, and nothing else.

No picture, frame, style or script of a page is fetched. Redirects are followed, at most five, and told.
"""

from __future__ import annotations

import errno
import ipaddress
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit, urlunsplit

from msgspec.structs import replace

from store.errors import BadInput
from store.extras import how_to_install
from store.importing.limits import MAX_FILE_BYTES, too_large
from store.importing.piece import Piece, ReadOptions, Source
from store.importing.reading import read_data, with_origin
from store.language import _, lazy

if TYPE_CHECKING:
    import httpx

MAX_FETCH_SECONDS = 60.0
"""Seconds for everything about one address."""
_SILENCE = 20.0
"""Seconds without an answer."""
MAX_REDIRECTS = 5
_AGENT = "Mozilla/5.0 (compatible; Pizhu; reads one page for its user)"  # untranslated: for servers
_PAGES = "text/html,application/xhtml+xml"  # untranslated: for servers
_FEEDS = "application/rss+xml,application/atom+xml"  # untranslated: for servers
_ACCEPT = f"{_PAGES},{_FEEDS},application/xml;q=0.9,*/*;q=0.8"  # untranslated: for servers
_LONGEST_URL = 4_000
_REASONS = {
    errno.ECONNREFUSED: lazy("connection refused"),
    errno.ECONNRESET: lazy("connection reset by the server"),
    errno.EHOSTUNREACH: lazy("no route to the server"),
    errno.ENETUNREACH: lazy("network unreachable"),
    errno.ETIMEDOUT: lazy("connection timed out"),
}
"""What the system says of a connection."""


class Fetched(NamedTuple):
    """What an address answered."""

    data: bytes
    url: str
    """The final address, without user name and fragment."""
    charset: str
    """The encoding that the server names; empty if it names none."""
    redirects: tuple[str, ...]
    """The addresses that led there after the first one."""


def is_address(words: str) -> bool:
    """Whether this is an address that can be fetched: ``http://…`` or ``https://…``."""
    return words.lower().startswith(("http://", "https://"))


def read_address(url: str, options: ReadOptions = ReadOptions()) -> list[Piece]:  # noqa: B008 - it is frozen
    """Fetch an address and return the articles there, with the final address as ``origin``.

    :raises BadInput: it is no valid address, does not answer, answers with an error, too slowly or too much,
        or with something that is no article.
    """
    return read_fetched(fetch(url), options)


def read_fetched(fetched: Fetched, options: ReadOptions) -> list[Piece]:
    """Return the articles in what an address answered: see :func:`read_address`.

    :raises BadInput: it is no article.
    """
    name = fetched.url.partition("?")[0]
    source = Source(name=name, url=fetched.url, charset=fetched.charset, options=options)
    told = tuple(_("redirected to {address}", address=address) for address in fetched.redirects)
    read = list(read_data(fetched.data, source))
    if len(read) == 1 and not read[0].key:
        read = [_with_address(read[0], fetched.url)]
    pieces = [with_origin(each, fetched.url) for each in read]
    return [replace(each, remarks=told + each.remarks) for each in pieces]


def _with_address(piece: Piece, url: str) -> Piece:
    """Return the only article at an address with that address, unless it names another one itself."""
    if piece.article.draft.url:
        return piece
    article = replace(piece.article, draft=replace(piece.article.draft, url=url))
    return replace(piece, article=article)


def fetch(url: str) -> Fetched:
    """Fetch an address.

    :raises BadInput: see :func:`read_address`.
    """
    try:
        import httpx
    except ModuleNotFoundError as error:
        raise BadInput(
            _(
                "Addresses need the package {package}: install it with {command}.",
                package=error.name,
                command=how_to_install("files"),
            )
        ) from error

    address = _checked(url)
    until = time.monotonic() + MAX_FETCH_SECONDS
    redirects: list[str] = []
    timeout = httpx.Timeout(_SILENCE)
    headers = {
        "User-Agent": _AGENT,
        "Accept": _ACCEPT,
        "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",  # untranslated: for servers
        "Accept-Encoding": "gzip, deflate",  # untranslated: for servers
    }
    with _errors(url), httpx.Client(timeout=timeout, headers=headers, follow_redirects=False) as client:
        while True:
            with client.stream("GET", address) as response:
                if not response.has_redirect_location:
                    return _answer(response, url, address, until, tuple(redirects))
                target = urljoin(address, response.headers["location"])
            if len(redirects) == MAX_REDIRECTS:
                raise BadInput(
                    _(
                        "{url}: it redirects more than {count} times; open it in a browser.",
                        url=url,
                        count=MAX_REDIRECTS,
                    )
                )
            if not is_address(target) or (_is_local(target) and not _is_local(url)):
                raise BadInput(
                    _(
                        "{url}: it redirects to {target}, which is not followed: open that address yourself.",
                        url=url,
                        target=target[:200],
                    )
                )
            address = _checked(target)
            redirects.append(_public(address))


def _answer(
    response: httpx.Response, url: str, address: str, until: float, redirects: tuple[str, ...]
) -> Fetched:
    if response.status_code != 200:
        what = f"{response.status_code} {response.reason_phrase}".strip()
        raise BadInput(
            _(
                "{url}: the server answers “{answer}”; check the address, or save the page from a browser.",
                url=url,
                answer=what,
            )
        )
    data = bytearray()
    for chunk in response.iter_bytes(64 * 1024):
        data += chunk
        if len(data) > MAX_FILE_BYTES:
            raise too_large(url, MAX_FILE_BYTES, _("too large for an article; save it and split it first"))
        if time.monotonic() > until:
            raise BadInput(
                _(
                    "{url}: it takes longer than {count:.0f} seconds; save the page from a browser.",
                    url=url,
                    count=MAX_FETCH_SECONDS,
                )
            )
    if not data:
        raise BadInput(_("{url}: the server answers with nothing; open the address in a browser.", url=url))
    return Fetched(bytes(data), _public(address), response.charset_encoding or "", redirects)


@contextmanager
def _errors(url: str) -> Iterator[None]:
    """Turn what httpx raises into sentences."""
    import httpx

    try:
        yield
    except httpx.TimeoutException:
        raise BadInput(
            _(
                "{url}: the server does not answer within {count:.0f} seconds; try again later.",
                url=url,
                count=_SILENCE,
            )
        ) from None
    except httpx.ConnectError as error:
        raise BadInput(
            _(
                "{url}: there is no connection ({reason}); check the address and the network.",
                url=url,
                reason=_reason(error),
            )
        ) from None
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError, UnicodeError) as error:
        raise BadInput(
            _(
                "{url}: it cannot be fetched ({reason}); save the page from a browser.",
                url=url,
                reason=_reason(error),
            )
        ) from None


def _reason(error: Exception) -> str:
    """Return why there is no connection, from the error of the system behind that of httpx."""
    import socket
    import ssl

    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, socket.gaierror):
            return _("no server of this name is known")
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _("its certificate is not valid")
        if isinstance(cause, OSError) and (known := _REASONS.get(cause.errno or 0)):
            return str(known)
        cause = cause.__cause__ or cause.__context__
    return " ".join(str(error).split())[:200].rstrip(".") or type(error).__name__


def _checked(url: str) -> str:
    """Return an address without its fragment.

    :raises BadInput: it is no valid address.
    """
    try:
        parts = urlsplit(url.strip())
        valid = is_address(url.strip()) and bool(parts.hostname) and len(url) <= _LONGEST_URL
        valid = valid and (parts.port or 1) > 0
    except ValueError:
        valid = False
    if not valid:
        raise BadInput(
            _(
                "{url}: this is no address of a page; give one that begins with http:// or https://.",
                url=url[:200],
            )
        )
    return urlunsplit(parts._replace(fragment=""))


def _public(url: str) -> str:
    """Return an address without user name and password."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _is_local(url: str) -> bool:
    """Whether an address names this machine or its network, to which no page from outside may lead."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith((".localhost", ".local")):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False
