"""Looks up the texts of the interface in the current language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.language.choice import Language

if TYPE_CHECKING:
    from store.language.catalogue import Catalogue

_language = Language.ENGLISH
_catalogue: Catalogue | None = None
"""The translations; None for English, of which nothing is read."""


def use_language(language: Language) -> None:
    """Show all texts in a language from now on. What is on the screen is to be made again."""
    global _language, _catalogue
    _language, _catalogue = language, _catalogue_of(language)


def current_language() -> Language:
    """Return the language that texts are shown in."""
    return _language


def _(message: str, /, **values: object) -> str:
    """Return a text in the current language.

    :param message: the English text, a literal, with a name in braces where a value is: ``Deleted {title}``.
    :param values: the values. Without any, braces stand for themselves.
    """
    text = message if _catalogue is None else _catalogue.find(message)
    return _filled(text, message, values) if values else text


def pgettext(context: str, message: str, /, **values: object) -> str:
    """Return an English text that has several translations in the current language.

    :param context: one or two words that tell them apart, for translators: ``pane``.
    """
    text = message if _catalogue is None else _catalogue.find(message, context)
    return _filled(text, message, values) if values else text


def ngettext(one: str, many: str, number: int, /, **values: object) -> str:
    """Return the form of a sentence for a number, which is the value ``count`` of it.

    :param one: the English sentence for 1: ``{count:,} article was deleted``.
    :param many: the sentence for any other number.
    """
    text = plural_form((one, many), number)
    return _filled(text, one if number == 1 else many, {"count": number, **values})


def plural(one: str, many: str, /) -> tuple[str, str]:
    """Mark the two forms of a noun in a constant, for ``counted(number, *PAGES)``."""
    return one, many


def plural_form(forms: tuple[str, str], number: int) -> str:
    """Return the form for a number, without putting the number in."""
    one, many = forms
    if _catalogue is None:
        return one if number == 1 else many
    return _catalogue.find_plural(one, many, number)


class Lazy:
    """A text in a constant, which is translated whenever it is shown: by ``str``, or in an f-string."""

    __slots__ = ("context", "message")

    def __init__(self, message: str, context: str | None = None) -> None:
        self.message = message
        """The text in English."""
        self.context = context

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lazy) and (self.message, self.context) == (other.message, other.context)

    def __hash__(self) -> int:
        return hash((self.message, self.context))

    def __repr__(self) -> str:
        return f"lazy({self.message!r})"

    def __str__(self) -> str:
        return self.message if _catalogue is None else _catalogue.find(self.message, self.context)

    def format(self, **values: object) -> str:
        """Return the text with its values, in the current language."""
        return _filled(str(self), self.message, values)


def lazy(message: str, context: str | None = None, /) -> Lazy:
    """Mark a text in a constant, which is made before the language is known.

    :param context: as for :func:`pgettext`.
    """
    return Lazy(message, context)


def in_chinese(message: str, context: str | None = None) -> str:
    """Return a text in Chinese whatever the current language is, to find something by it.

    It is in the script of the current language, or in simplified characters.
    """
    if _catalogue is not None:
        return _catalogue.find(message, context)
    found = _catalogue_of(Language.SIMPLIFIED)
    return found.find(message, context) if found is not None else message


_read: dict[Language, Catalogue] = {}


def _catalogue_of(language: Language) -> Catalogue | None:
    if language is Language.ENGLISH:
        return None
    if language not in _read:
        from store.language.catalogue import Catalogue

        _read[language] = Catalogue(language)
    return _read[language]


def _filled(text: str, source: str, values: dict[str, object]) -> str:
    """A text with its values. If the translation cannot take them, the English one with them."""
    try:
        return text.format(**values)
    except (LookupError, ValueError, AttributeError, TypeError):
        return source.format(**values)
