"""The groups of RTF: what holds until the end of one, and which of them are not text.

Source: Rich Text Format specification 1.9.1.
"""

from __future__ import annotations

import msgspec

SKIPPED = {
    "upr",
    "colortbl", "listtable", "listoverridetable", "rsidtbl", "revtbl", "filetbl", "generator", "pict",
    "objdata", "objclass", "objname", "nonshppict", "fldinst", "xmlnstbl", "themedata",
    "colorschememapping", "datastore", "latentstyles", "bkmkstart", "bkmkend", "atnid", "atnauthor",
    "atndate", "atnref", "atrfstart", "atrfend", "atnicn", "atntime", "atnparent", "ftnsep", "ftnsepc",
    "ftncn", "aftnsep", "aftnsepc", "aftncn", "template", "listpicture", "picprop", "sp", "pnseclvl",
    "pn", "xe", "tc", "background", "docvar", "userprops", "wgrffmtfilter", "mmathPr", "passwordhash",
    "datafield", "formfield", "pgptbl", "blipuid", "shprslt", "nonesttables", "nesttableprops",
    "private", "stylerestrictions", "do", "defchp", "defpap",
}  # fmt: skip
"""Groups that are left out."""

READ_DESPITE_STAR = {"shpinst", "shptxt", "ud", "fldrslt", "annotation", "footnote", "cs", "shppict"}
"""Groups that are read although a reader may leave them out."""

TOLD = {
    **dict.fromkeys(
        ("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"), "?header"
    ),
    "annotation": "?comment",
}
"""Groups that are left out and told: why, after a question mark, if there is text in them."""

INFO = {"title", "author", "creatim"}
"""The groups of the document's properties that are read."""


class State(msgspec.Struct):
    """What holds until the end of a group."""

    skip: str = ""
    """Why the text is left out; empty if it is kept."""
    table: str = ""
    """Which table of the file this is: ``fonttbl``, ``stylesheet`` or a part of ``info``."""
    font: int = -1
    uc: int = 1
    hidden: bool = False
    deleted: bool = False
    in_label: bool = False
    size: float = 12
    """Points."""
    is_bold: bool = False
    style: int = 0
    """The style in the list of styles that is being read."""

    def copy(self) -> State:
        """Return a copy."""
        return msgspec.structs.replace(self)
