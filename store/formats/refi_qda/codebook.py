"""The codebook as a REFI-QDA 1.0 file (``.qdc``): tags and their descriptions, without articles.

Aliases and pinned keys have no place in the standard and are not exported.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

from store.errors import UsageError
from store.exporting.selection import Selection
from store.exporting.writing import write_text
from store.formats.refi_qda.codes import codable_tags, parse_codes, render_codes
from store.formats.shared.safe_xml import local_name, parse_document
from store.formats.shared.xml_writing import HEADER, end_tag, start_tag
from store.language import _
from store.model.tag import Tag

CODEBOOK_NAMESPACE = "urn:QDA-XML:codebook:1.0"


def write(selection: Selection, out: IO[bytes]) -> None:
    """Write the codebook of a selection.

    :raises UsageError: when the selection has no tags.
    """
    write_text(out, [render(sorted(selection.codebook(), key=lambda tag: tag.name))])


def render(tags: Iterable[Tag]) -> str:
    """Return the content of the file.

    :raises UsageError: when there are no tags, since the standard requires at least one code.
    """
    codes = "".join(render_codes(tags))
    if not codes:
        raise UsageError(_("There is no tag, and a REFI-QDA codebook needs one: make a tag first."))
    start = start_tag("CodeBook", xmlns=CODEBOOK_NAMESPACE, origin="Pizhu")
    return f"{HEADER}{start}\n{codes}{end_tag('CodeBook')}\n"


def parse(data: bytes) -> list[Tag]:
    """Return the tags in a codebook or a project file.

    :raises ValueError: when there is another root, a document type, or codes are nested too deeply.
    :raises xml.etree.ElementTree.ParseError: when the XML is invalid.
    """
    root = parse_document(data)
    if local_name(root) not in ("CodeBook", "Project"):
        raise ValueError(_("its root is {tag}", tag=root.tag))
    codes = next((element for element in root.iter() if local_name(element) == "Codes"), None)
    return [*codable_tags(parse_codes(codes, []))] if codes is not None else []
