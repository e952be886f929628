"""A text file becomes an article."""

from __future__ import annotations

from store.errors import BadInput
from store.importing.encodings import decode
from store.importing.language import language
from store.model.article import Draft, join_blocks
from store.press.byline import derive_metadata
from store.press.parts import find_parts


def read_text(data: bytes, name: str) -> tuple[Draft, str]:
    """The article in the bytes of a text file, and the encoding they were in.

    ``name`` is what the file is called in the sentence of an error. The draft's ``origin`` is left to the
    caller.

    :raises BadInput: there is no text in it, or it cannot be read as text.
    """
    source, encoding = decode(data, name)
    parts = find_parts(source)
    if not parts:
        raise BadInput(f"{name}: there is nothing but white space in it; choose a file with text in it.")
    text, blocks = join_blocks(parts)
    about = derive_metadata(text, blocks)
    draft = Draft(
        text=text,
        blocks=blocks,
        title=about.title,
        kicker=about.kicker,
        subtitle=about.subtitle,
        column=about.column,
        authors=about.authors,
        date=about.date,
        source=about.source,
        language=language(text),
    )
    return draft, encoding
