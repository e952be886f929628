"""Reading aids and typesetting options, which can be changed while reading."""

from __future__ import annotations

import msgspec
from msgspec import structs

from tui.config import Config, LineBreaking
from tui.typesetting import BASIC, GB_STYLE, STRICT, Prohibitions
from tui.typesetting.punctuation import Punctuation, full_width, is_half_width

SHORTEST_MEASURE, LONGEST_MEASURE = 10, 120
"""The limits of the measure, in full-width characters."""

PROHIBITIONS: dict[LineBreaking, Prohibitions] = {
    LineBreaking.BASIC: BASIC,
    LineBreaking.GB: GB_STYLE,
    LineBreaking.STRICT: STRICT,
}


class Aids(msgspec.Struct, frozen=True):
    """How the text is set, and which reading aids are on."""

    measure: int = 40
    """The longest line, in full-width characters."""
    indent: int = 2
    """Full-width characters before the first line of a paragraph."""
    punctuation: Punctuation = "auto"
    """Whether half-width marks between Han characters are shown full-width."""
    prohibitions: Prohibitions = STRICT
    justified: bool = False
    line_spacing: int = 1
    """Rows for each line: 2 leaves a blank row between lines."""
    paragraph_spacing: int = 1
    """Blank rows between paragraphs."""
    ambiguous: int = 1
    """The width in cells of the characters that Unicode calls ambiguous."""
    pinyin: bool = False
    """Whether pinyin is shown above the words."""
    focus: bool = False
    """Whether everything except the sentence under the cursor is dimmed."""
    ruler: bool = False
    """Whether the row of the cursor has its own background."""

    @classmethod
    def of(cls, config: Config) -> Aids:
        """The aids of the user's settings."""
        return cls(
            measure=config.measure,
            indent=config.indent,
            punctuation=config.punctuation,
            prohibitions=PROHIBITIONS[config.line_breaking],
            justified=config.justified,
            line_spacing=config.line_spacing,
            paragraph_spacing=config.paragraph_spacing,
            ambiguous=2 if config.ambiguous == "wide" else 1,
            pinyin=config.pinyin,
            focus=config.focus,
            ruler=config.ruler,
        )

    def shown(self, text: str) -> str:
        """The code points of a text as they are typeset, one for each."""
        if self.punctuation == "full" or (self.punctuation == "auto" and is_half_width(text)):
            return full_width(text)
        return text

    @property
    def settings(self) -> dict[str, str | int | bool]:
        """The values of the settings that can be changed while reading, by name."""
        breaking = next(name for name, marks in PROHIBITIONS.items() if marks is self.prohibitions)
        return {
            "measure": self.measure,
            "indent": self.indent,
            "punctuation": self.punctuation,
            "line_breaking": breaking.value,
            "justified": self.justified,
            "line_spacing": self.line_spacing,
            "paragraph_spacing": self.paragraph_spacing,
            "pinyin": self.pinyin,
            "focus": self.focus,
            "ruler": self.ruler,
        }

    def widened(self, characters: int) -> Aids:
        """A copy with a longer measure, or a shorter one if ``characters`` is negative."""
        measure = max(SHORTEST_MEASURE, min(self.measure + characters, LONGEST_MEASURE))
        return structs.replace(self, measure=measure)

    def spaced(self) -> Aids:
        """A copy with a blank row between lines, or without one."""
        return structs.replace(self, line_spacing=2 if self.line_spacing == 1 else 1)

    def toggled(self, name: str) -> Aids:
        """A copy with ``pinyin``, ``focus``, ``ruler`` or ``justified`` switched on or off."""
        if name == "pinyin":
            return structs.replace(self, pinyin=not self.pinyin)
        if name == "focus":
            return structs.replace(self, focus=not self.focus)
        if name == "ruler":
            return structs.replace(self, ruler=not self.ruler)
        return structs.replace(self, justified=not self.justified)
