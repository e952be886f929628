"""Reading aids and typesetting options, which can be changed while reading."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from tui.config import Config, LineBreaking
from tui.typesetting import BASIC, GB_STYLE, STRICT, Prohibitions
from tui.typesetting.punctuation import full_width, is_half_width

SHORTEST_MEASURE, LONGEST_MEASURE = 10, 120
"""The limits of the measure, in full-width characters."""

PROHIBITIONS: dict[LineBreaking, Prohibitions] = {
    LineBreaking.BASIC: BASIC,
    LineBreaking.GB: GB_STYLE,
    LineBreaking.STRICT: STRICT,
}


@dataclass(frozen=True, slots=True)
class Aids:
    """How the text is set, and which reading aids are on."""

    measure: int = 40
    """The longest line, in full-width characters."""
    indent: int = 2
    """Full-width characters before the first line of a paragraph."""
    punctuation: Literal["auto", "full", "as-is"] = "auto"
    """Whether half-width marks between Han characters are shown full-width."""
    prohibitions: Prohibitions = STRICT
    justified: bool = False
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
            "pinyin": self.pinyin,
            "focus": self.focus,
            "ruler": self.ruler,
        }

    def widened(self, characters: int) -> Aids:
        """A copy with a longer measure, or a shorter one if ``characters`` is negative."""
        measure = max(SHORTEST_MEASURE, min(self.measure + characters, LONGEST_MEASURE))
        return replace(self, measure=measure)

    def toggled(self, name: str) -> Aids:
        """A copy with ``pinyin``, ``focus``, ``ruler`` or ``justified`` switched on or off."""
        if name == "pinyin":
            return replace(self, pinyin=not self.pinyin)
        if name == "focus":
            return replace(self, focus=not self.focus)
        if name == "ruler":
            return replace(self, ruler=not self.ruler)
        return replace(self, justified=not self.justified)
