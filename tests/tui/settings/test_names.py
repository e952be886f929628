"""Settings have names in the language of the interface."""

from __future__ import annotations

from store.language import Language, use_language
from tui.settings.names import NAMES, name_of
from tui.settings.options import options


def test_every_setting_has_a_name() -> None:
    assert list(NAMES) == list(options())
    assert all(name_of(name) == name for name in NAMES)
    use_language(Language.SIMPLIFIED)
    assert not any(name_of(name).isascii() for name in NAMES)
