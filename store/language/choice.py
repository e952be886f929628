"""Which language is used: what the user set, what ``PIZHU_LANG`` says, or that of the system's locale."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum

AUTO = "auto"
"""The setting with which the system's locale decides."""

VARIABLE = "PIZHU_LANG"
"""The environment variable that comes before the setting."""


class Language(StrEnum):
    """A language of the interface, by its BCP 47 tag."""

    ENGLISH = "en"
    SIMPLIFIED = "zh-Hans"
    TRADITIONAL = "zh-Hant"


LANGUAGES: Mapping[Language, str] = {
    Language.ENGLISH: "English",
    Language.SIMPLIFIED: "简体中文",
    Language.TRADITIONAL: "繁體中文",
}
"""The name of each language, in itself."""

_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})
_PART = re.compile(r"[-_.@]")


def language_of_setting(value: str, environment: Mapping[str, str]) -> Language:
    """Return the language for the value of the setting or of ``PIZHU_LANG``.

    :param value: ``auto``, a tag of :class:`Language` or the name of a locale: ``zh_TW.UTF-8``.
    :param environment: decides if the value is ``auto``.
    :raises ValueError: there is no such language.
    """
    if value.strip().lower() in ("", AUTO):
        return language_of_environment(environment)
    language = _language_of_locale(value.strip())
    if language is None:
        raise ValueError(value)
    return language


def language_of_environment(environment: Mapping[str, str]) -> Language:
    """Return the language of the locale, by the variables and the order of GNU gettext.

    ``LANGUAGE`` is a list, which counts only where ``LC_ALL``, ``LC_MESSAGES`` or ``LANG`` names a locale
    other than C: https://www.gnu.org/software/gettext/manual/html_node/Locale-Environment-Variables.html
    """
    return next(_languages_of(environment), Language.ENGLISH)


def _languages_of(environment: Mapping[str, str]) -> Iterator[Language]:
    locale = next(
        (value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))), ""
    )
    if _PART.split(locale)[0] in ("", "C", "POSIX"):
        return
    for each in (*environment.get("LANGUAGE", "").split(":"), locale):
        if (language := _language_of_locale(each)) is not None:
            yield language


def _language_of_locale(name: str) -> Language | None:
    """The language of a locale's name; None if the interface is not in that language."""
    first, *others = _PART.split(name.lower())
    if first == "en":
        return Language.ENGLISH
    if first != "zh":
        return None
    return (
        Language.TRADITIONAL if _TRADITIONAL & set(others) and "hans" not in others else Language.SIMPLIFIED
    )
