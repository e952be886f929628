"""Recognises what is no file and no address that can be fetched, and says what to write in its place."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from store.language import _

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/{1,2}")
_WEB = re.compile(r"https?:/*(?=[^/])", re.IGNORECASE)
_HOST = re.compile(
    r"(?P<host>www\.[^\s/:?#*\[\]]+|localhost|\d{1,3}(?:\.\d{1,3}){3}|\[[0-9A-Fa-f:]+\]"
    r"|[^\s/.:?#*\[\]]+(?:\.[^\s/.:?#*\[\]]+)*\.(?P<domain>[A-Za-z]{2,18}))"
    r"(?P<port>:\d{1,5})?(?P<rest>[/?#].*)?",
    re.DOTALL,
)
"""A host, perhaps with a port and a path, as browsers take it without ``https://``."""
_DOMAIN = re.compile(
    "cn|com|net|org|edu|gov|mil|info|biz|top|xyz|vip|asia|tw|hk|mo|sg|jp|kr|us|uk|eu|de|fr|es|nl|ch|dk|fi|ru"
    "|pl|cz|ca|au|nz|th|vn|ph|br|mx|za|cc|tv|io",
    re.IGNORECASE,
)
"""Top-level domains of most pages, the Chinese-speaking world first. A folder seldom ends in one of them."""


def exists(path: str) -> bool:
    """Whether there is something with a path, if only a link that leads nowhere."""
    try:
        return os.path.lexists(path)
    except ValueError:
        return False


def path_of_file_address(words: str) -> Path | None:
    """Return the path in an address such as ``file:///home/li/a.txt``; None if it is none of this machine."""
    if not words.lower().startswith("file:"):
        return None
    try:
        parts = urlsplit(words)
    except ValueError:
        return None
    return Path(unquote(parts.path)) if parts.netloc in ("", "localhost") and parts.path else None


def hint_for(words: str) -> str:
    """Return a sentence about words that name no file, if they look like an address; else an empty one."""
    if (web := _WEB.match(words)) is not None:
        scheme = web[0].partition(":")[0].lower()
        return _(
            "{words}: this is no address of a page; write {address}.",
            words=words,
            address=f"{scheme}://{words[web.end() :]}",
        )
    if (scheme_found := _SCHEME.match(words)) is not None:
        return _(
            "{words}: this kind of address is not fetched ({scheme}:), only http:// and https://; "
            "save it as a file and import that.",
            words=words,
            scheme=scheme_found[1],
        )
    if (host := _HOST.fullmatch(words)) is not None and _is_likely(host):
        local = words.startswith(("localhost", "127.", "[", "192.168.", "10."))
        return _(
            "{words}: there is no such file; if this is an address, write {address}.",
            words=words,
            address=f"{'http' if local else 'https'}://{words}",
        )
    return ""


def _is_likely(found: re.Match[str]) -> bool:
    """Whether something that may be a host is not rather the name of a file or a folder."""
    host, rest = found["host"], found["rest"] or ""
    if exists(host):
        return False
    if found["port"] or host.startswith("www."):
        return True
    return bool(rest) and (found["domain"] is None or _DOMAIN.fullmatch(found["domain"]) is not None)
