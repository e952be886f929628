"""Compares addresses of web pages: the same page has many, which differ in what does not name it."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

_TRACKING_PREFIXES = ("utm_", "spm", "share_", "mtm_", "pk_", "hmsr", "hmpl")
_TRACKING = frozenset(
    {
        *(
            "fbclid",
            "gclid",
            "dclid",
            "gclsrc",
            "msclkid",
            "yclid",
            "igshid",
            "mc_cid",
            "mc_eid",
            "_ga",
            "_gl",
        ),
        *("ref", "ref_src", "referer", "referrer", "from", "source", "src", "scene", "srcid", "sessionid"),
        *("sharer_shareid", "sharer_sharetime", "sharefrom", "timestamp", "isappinstalled", "wfr", "for"),
        *("nsukey", "ivk_sa", "vd_source", "bd_vid", "track_id", "tt_from", "chksm", "ncid", "cmpid"),
    }
)
"""Parameters that say who shared an address or where it was found, in lower case."""

_NAMING = {"mp.weixin.qq.com": ("__biz", "mid", "idx", "sn")}
"""The parameters that name a page, by the host; where a host is not listed, all but those above do."""

_LONGEST = 8_000
"""Code points of an address that are compared; browsers take no more."""


def normalised_address(address: str) -> str:
    """Return what two addresses of the same page have in common; empty if there is no host in it.

    The scheme, ``www.``, a standard port, the fragment (except ``#!``), a slash at the end, the order of the
    parameters and those that only track a reader make no difference.
    """
    try:
        parts = urlsplit(address.strip()[:_LONGEST])
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host:
        return ""
    host = host.removeprefix("www.").removeprefix("m.") if host.count(".") > 1 else host
    place = f"{host}:{port}" if port not in (None, 80, 443) else host
    path = quote(unquote(parts.path), safe="/:@!$&'()*+,;=~-._").rstrip("/")
    named = urlencode(sorted(_naming_parameters(parts.query, host)))
    fragment = f"#{parts.fragment}" if parts.fragment.startswith("!") else ""
    return f"{place}{path}{'?' if named else ''}{named}{fragment}"


def _naming_parameters(query: str, host: str) -> list[tuple[str, str]]:
    parameters = parse_qsl(query, keep_blank_values=True)
    naming = _NAMING.get(host)
    if naming is not None:
        return [(name, value) for name, value in parameters if name in naming]
    return [
        (name, value)
        for name, value in parameters
        if name.lower() not in _TRACKING and not name.lower().startswith(_TRACKING_PREFIXES)
    ]
