"""Who may use the reader in a browser: this computer, or anyone who has the token."""

from __future__ import annotations

import hmac
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from store.language import lazy

WRONG_TOKEN = lazy("The token is missing or wrong: open the address that `pizhu serve` printed.")

WRONG_HOST = lazy("Only this computer may read here: open the address that `pizhu serve` printed.")

OTHER_SITE = lazy("Another web site asked for this page: open the address that `pizhu serve` printed.")


def is_loopback(host: str) -> bool:
    """Whether a host name or an address is this computer and no other can reach it."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class Access:
    """Checks every request: for the page, the websocket, downloads and the files of the page."""

    def __init__(self, token: str, port: int) -> None:
        """Create the check.

        :param token: what the address must have as ``?token=``. If empty, only this computer has access.
        :param port: the port of the server. Cookies are shared by all ports of a host, so it is in the name.
        """
        self._token = token
        self._cookie = f"pizhu-{port}"

    def refusal(self, request: web.Request) -> str:
        """Why a request is refused, as a sentence. Empty if it is not.

        A name that is not of this computer but leads to it (DNS rebinding), and a websocket that a page of
        another site opens, would give that site the library.
        """
        origin = request.headers.get("Origin")
        if origin is not None and _place_of(origin) != request.host:
            return str(OTHER_SITE)
        if self._token:
            return "" if self._has_token(request) else str(WRONG_TOKEN)
        return "" if is_loopback(_host_name(request)) else str(WRONG_HOST)

    def _has_token(self, request: web.Request) -> bool:
        given = request.query.get("token") or request.cookies.get(self._cookie, "")
        return hmac.compare_digest(given.encode("utf-8", "replace"), self._token.encode("utf-8", "replace"))

    def middleware(self) -> Middleware:
        """The check in the form that aiohttp takes."""

        @web.middleware
        async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
            if sentence := self.refusal(request):
                return web.Response(status=403, text=f"{sentence}\n")
            if "token" in request.query and request.path == "/":
                return self._without_token()
            return await handler(request)

        return check

    def _without_token(self) -> web.Response:
        """Send the browser to the page, with the token in a cookie and no longer in the address."""
        response = web.Response(status=302, headers={"Location": "/"})
        if self._token:
            response.set_cookie(self._cookie, self._token, httponly=True, samesite="Lax")
        return response


def _place_of(origin: str) -> str | None:
    """The host and port of an origin; None if it is no address."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


def _host_name(request: web.Request) -> str:
    try:
        return urlsplit(f"//{request.host}").hostname or ""
    except ValueError:
        return ""
