"""Reads the entries of a feed, RSS, Atom or RDF, each as an article with feedparser; it opens no address.

The identity of an entry is its GUID: seen again in a later copy of the feed, wherever that is saved, it
updates its article.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from msgspec.structs import replace

from store.errors import BadInput
from store.formats.html.blocks import Part, read_fragment
from store.formats.html.headline import bare
from store.formats.html.page_kinds import page_kinds
from store.formats.shared.deadline import Expired, deadline
from store.importing.limits import MAX_SECONDS, check_text
from store.importing.piece import Piece, Source
from store.importing.plain_text import press_draft
from store.language import _
from store.model.article import BlockKind, join_blocks
from store.model.new_article import NewArticle
from store.press.dates import date
from store.wording import counted

_MARKUP = re.compile(r"<[A-Za-z/!]|&(?:#\d|#x|[A-Za-z]{2,8};)")
_LONGEST_KEY = 1_000
_LITTLE = 200
"""Characters of an entry below which it is probably a summary."""


def read(data: bytes, source: Source) -> Iterator[Piece]:
    """Yield the entries of a feed as articles, in its order. The last one tells what was left out.

    :raises BadInput: it is no feed, has no entries with text, or takes too long.
    """
    feed = _parsed(data, source.name)
    channel = feed.get("feed", {})
    address = _self_address(channel) or source.url
    seen: set[str] = set()
    last: Piece | None = None
    empty = repeated = 0
    for entry in feed.get("entries", []):
        piece = _piece(entry, channel, address, source.name)
        if piece is None:
            empty += 1
        elif piece.key in seen:
            repeated += 1
        else:
            seen.add(piece.key)
            if last is not None:
                yield last
            last = replace(piece, encoding=str(feed.get("encoding") or ""))
    if last is None:
        raise BadInput(
            _(
                "{name}: this feed has no entries with text; open its address in a browser to see why.",
                name=source.name,
            )
        )
    told = [_("{what} without text left out", what=counted(empty, "entry", "entries"))] if empty else []
    told += [
        _("{what} left out: the feed has the same twice", what=counted(repeated, "entry", "entries"))
    ] * bool(repeated)
    refused = ((_("no text"), empty),) if empty else ()
    yield replace(last, remarks=(*last.remarks, *told), refused=refused)


def _parsed(data: bytes, name: str) -> Any:
    import feedparser  # type: ignore[import-untyped]

    logging.getLogger("feedparser").setLevel(logging.CRITICAL + 1)
    try:
        with deadline(MAX_SECONDS / 2):
            # A stream: bytes themselves might be taken for the name of a file or an address.
            return feedparser.parse(BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except Expired:
        raise BadInput(_("{name}: this feed takes too long to read; split it first.", name=name)) from None
    except Exception as error:  # noqa: BLE001 - its parsers raise whatever damaged XML makes them stumble on
        raise BadInput(
            _(
                "{name}: this is no valid feed ({reason}); save it again.",
                name=name,
                reason=type(error).__name__,
            )
        ) from None


def _piece(entry: Any, channel: Any, address: str, name: str) -> Piece | None:
    """Return the article of an entry; None if it has neither title nor text."""
    title = " ".join(words for _unused, words in read_fragment(_text(entry, "title")).parts)
    fragment = read_fragment(_content(entry))
    body = fragment.parts
    if body and bare(body[0][1]) == bare(title):
        body = body[1:]
    parts: list[Part] = ([(BlockKind.TITLE, title)] if title else []) + page_kinds(body)
    if not parts:
        return None
    text, blocks = join_blocks(parts)
    check_text(text, name)
    source = " ".join(_text(entry.get("source", {}), "title").split()) or " ".join(
        _text(channel, "title").split()
    )
    link = _text(entry, "link").strip()
    draft = press_draft(text, blocks, title)
    key = (_text(entry, "id").strip() or link or title or text[:80])[:_LONGEST_KEY]
    draft = replace(
        draft,
        authors=_authors(entry, source) or draft.authors,
        date=_date(entry) or draft.date,
        source=source or draft.source,
        url=link,
        origin=_origin(key, address),
    )
    remarks = (
        [_("left out: {what}", what=counted(fragment.left_out, "hidden character", "hidden characters"))]
        if fragment.left_out
        else []
    )
    if not entry.get("content") and sum(len(words) for _unused, words in body) < _LITTLE:
        remarks.append(_("only a summary: the feed does not have the whole text"))
    return Piece(article=NewArticle(draft=draft, identified=True), key=key, remarks=tuple(remarks))


def _content(entry: Any) -> str:
    """Return the longest content of an entry as HTML."""
    candidates = [(_text(each, "value"), _text(each, "type")) for each in entry.get("content", [])]
    candidates.append((_text(entry, "summary"), _text(entry.get("summary_detail", {}), "type")))
    value, kind = max(candidates, key=lambda each: len(each[0]))
    if kind == "text/plain" or not _MARKUP.search(value):
        lines = (line.strip() for line in value.splitlines())
        return "".join(f"<p>{_escaped(line)}</p>" for line in lines if line)
    return value


def _escaped(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;")


def _authors(entry: Any, source: str) -> tuple[str, ...]:
    names = [" ".join(_text(each, "name").split()) for each in entry.get("authors", [])]
    if found := re.fullmatch(r"\S+@\S+\s*\((?P<name>[^()]+)\)", _text(entry, "author").strip()):
        names = [found["name"]]  # RSS 2.0 wants an address, with the name behind it
    split = [each.strip() for name in names for each in re.split(r"[,，、;；]", name)]
    return tuple(dict.fromkeys(name for name in split if name and name != source and "@" not in name))


def _date(entry: Any) -> str:
    """Return the day as it is written, in the zone of the publisher."""
    for name in ("published", "created", "issued", "updated"):
        if found := date(_text(entry, name)):
            return found
        if parsed := entry.get(f"{name}_parsed"):
            return f"{parsed.tm_year:04}-{parsed.tm_mon:02}-{parsed.tm_mday:02}"
    return ""


def _self_address(channel: Any) -> str:
    links = [each for each in channel.get("links", []) if each.get("rel") == "self"]
    return _text(links[0], "href") if links else _text(channel, "link") or _text(channel, "id")


def _origin(key: str, address: str) -> str:
    """Return what identifies an entry in the world; empty if only its file does."""
    if re.match(r"https?://\S+$|tag:\S+$|urn:\S+$", key):
        return key
    return f"{address}#{key}" if address else ""


def _text(record: Any, name: str) -> str:
    value = record.get(name, "") if hasattr(record, "get") else ""
    return value if isinstance(value, str) else ""
