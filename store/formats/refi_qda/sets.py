"""Sets of a REFI-QDA project: saved searches with the sources that they find.

A Set has a name, a Description, and members: codes, sources and notes, in this order. The Description of ours
is the query. Sets of other programs are groups of documents: their sources get a tag with the set's name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from xml.etree import ElementTree as ET

from store.errors import UsageError
from store.exporting.sanitise import xml_valid
from store.exporting.xml_escape import escape_content
from store.formats.refi_qda.names import normalise_guid
from store.formats.refi_qda.sources_writer import article_guid
from store.formats.shared.safe_xml import child_text, children
from store.formats.shared.xml_writing import element, end_tag, start_tag
from store.library import Library
from store.model.stable_ids import guid
from store.model.tables.saved_search import SavedSearch


def render_sets(library: Library, written: Collection[str], *, is_whole: bool) -> Iterator[str]:
    """Yield the element with the saved searches, in pieces; nothing if there are none.

    :param written: the IDs of the articles that are sources of the project.
    :param is_whole: whether these are all articles; if not, only searches that find one of them are written.
    """
    sets = [
        _set(search, members)
        for search in library.searches.all()
        if (members := _members(library, search, written)) or is_whole
    ]
    if sets:
        yield from (start_tag("Sets") + "\n", *sets, end_tag("Sets") + "\n")


def _members(library: Library, search: SavedSearch, written: Collection[str]) -> list[str]:
    """Return the articles that a search finds; none if its query is not valid any more."""
    try:
        found = library.articles.filtered(library.searches.query(search)).articles
    except UsageError:
        return []
    return [article for article in reversed(found) if article in written]


def _set(search: SavedSearch, members: list[str]) -> str:
    description = element("Description", escape_content(xml_valid(search.query)))
    sources = [element("MemberSource", targetGUID=article_guid(article)) for article in members]
    inside = "\n".join(["", description, *sources, ""])
    return element("Set", inside, guid=guid("search", search.key), name=xml_valid(search.search)) + "\n"


def saved_search_of(read: ET.Element) -> SavedSearch | None:
    """Return the saved search that a Set of ours is; None if it has no query."""
    name, query = read.get("name", "").strip(), child_text(read, "Description").strip()
    return SavedSearch(name, query) if name and query else None


def sources_of(read: ET.Element) -> list[str]:
    """Return the GUIDs of the sources in a Set."""
    return [normalise_guid(each.get("targetGUID", "")) for each in children(read, "MemberSource")]
