"""Chooses the language of the interface before anything is shown: ``PIZHU_LANG``, the setting, the locale."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from store.errors import UsageError
from store.language import Language, _, language_of_setting, use_language
from store.language.choice import AUTO, VARIABLE
from store.wording import listed


def choose_language(environment: Mapping[str, str], settings: Path) -> None:
    """Use the language that the user wants.

    A wrong value in the settings is reported by those who read all of them; here the locale decides then.

    :param settings: ``config.toml``, which need not exist.
    :raises UsageError: ``PIZHU_LANG`` names a language that the interface is not in.
    """
    named = environment.get(VARIABLE, "").strip()
    try:
        language = language_of_setting(named or _language_in(settings), environment)
    except ValueError as error:
        use_language(language_of_setting(AUTO, environment))
        if named:
            known = listed((AUTO, *Language))
            sentence = _(
                "{variable} names the unknown language {named!r}: set it to one of {known}.",
                variable=VARIABLE,
                named=named,
                known=known,
            )
            raise UsageError(sentence) from error
    else:
        use_language(language)


def _language_in(settings: Path) -> str:
    """The value of the setting. Commands read nothing else, and no TOML that does not have the word."""
    with suppress(OSError, ValueError):
        text = settings.read_text("utf-8-sig")
        if "language" in text:
            from tui.settings.toml_errors import read_toml

            return str(read_toml(text).get("language", AUTO))
    return AUTO
