"""How a reader wants the text: its setting, and what helps to read it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tui.config import Config, LineBreaking
from tui.typesetting import BASIC, GB_STYLE, STRICT, Prohibitions

SHORTEST_MEASURE, LONGEST_MEASURE = 10, 120
"""Full-width characters a line can be set to."""

PROHIBITIONS: dict[LineBreaking, Prohibitions] = {
    LineBreaking.BASIC: BASIC,
    LineBreaking.GB: GB_STYLE,
    LineBreaking.STRICT: STRICT,
}


@dataclass(frozen=True, slots=True)
class Aids:
    """Each can be changed while reading."""

    measure: int = 40
    """The longest line, in full-width characters."""
    indent: int = 2
    """Full-width characters before the first line of a paragraph."""
    prohibitions: Prohibitions = STRICT
    justified: bool = False
    ambiguous: int = 1
    """Cells that the terminal gives to the characters that Unicode calls ambiguous."""
    pinyin: bool = False
    """Whether words have their pinyin above them."""
    focus: bool = False
    """Whether all but the sentence under the cursor is dimmed."""
    ruler: bool = False
    """Whether the row of the cursor has a ground of its own."""

    @classmethod
    def of(cls, config: Config) -> Aids:
        """As the user's settings have it."""
        return cls(
            measure=config.measure,
            indent=config.indent,
            prohibitions=PROHIBITIONS[config.line_breaking],
            justified=config.justified,
            ambiguous=2 if config.ambiguous == "wide" else 1,
            pinyin=config.pinyin,
            focus=config.focus,
            ruler=config.ruler,
        )

    def widened(self, characters: int) -> Aids:
        """With lines longer by so many characters, or shorter."""
        measure = max(SHORTEST_MEASURE, min(self.measure + characters, LONGEST_MEASURE))
        return replace(self, measure=measure)

    def toggled(self, name: str) -> Aids:
        """With ``pinyin``, ``focus``, ``ruler`` or ``justified`` switched on or off."""
        if name == "pinyin":
            return replace(self, pinyin=not self.pinyin)
        if name == "focus":
            return replace(self, focus=not self.focus)
        if name == "ruler":
            return replace(self, ruler=not self.ruler)
        return replace(self, justified=not self.justified)
