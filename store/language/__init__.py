"""The language of the interface: marks every text that a user sees, and finds its translation.

The texts are written in English, in the code. ``_("…")`` looks one up when it is shown, :func:`lazy` marks
one in a constant, which is looked up each time it is shown. CONTRIBUTING.md has the recipe.
"""

from store.language.choice import LANGUAGES, Language, language_of_environment, language_of_setting
from store.language.messages import (
    Lazy,
    _,
    current_language,
    in_chinese,
    lazy,
    ngettext,
    pgettext,
    plural,
    plural_form,
    use_language,
)

__all__ = [
    "LANGUAGES",
    "Language",
    "Lazy",
    "_",
    "current_language",
    "in_chinese",
    "language_of_environment",
    "language_of_setting",
    "lazy",
    "ngettext",
    "pgettext",
    "plural",
    "plural_form",
    "use_language",
]
