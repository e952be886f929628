"""Turns HTML into paragraphs with kinds, in one pass and in time proportional to its length.

It builds no tree, so that neither depth nor size of what a stranger writes matters, and it loses nothing:
what a browser would not show (scripts, styles, hidden elements, readings above characters) is left out and
counted; everything else is text of some block.
"""

from store.formats.html.blocks.builder import BlocksBuilder, Fragment
from store.formats.html.blocks.fragments import blocks_of, read_fragment
from store.formats.html.blocks.paragraphs import Part
from store.formats.html.blocks.tokens import Token, attribute, tokens

__all__ = ["BlocksBuilder", "Fragment", "Part", "Token", "attribute", "blocks_of", "read_fragment", "tokens"]
