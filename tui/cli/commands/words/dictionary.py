"""The commands `word` and `words`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import BadInput, UsageError
from store.language import _, lazy
from store.model.surrogates import writable
from tui.cli.command import Action, Command, Usage, command_with_actions
from tui.cli.commands.words.counting import CORPUS_ACTIONS, add_corpus_arguments
from tui.cli.exit_codes import DONE
from tui.cli.opened_library import opened_library
from tui.cli.output.words import print_user_words, print_word_profile

if TYPE_CHECKING:
    from store.library.user_dictionary import UserDictionary


def show_word(options: Namespace) -> int:
    """Show what the library and the dictionary know of a word."""
    from store.tags.word_profile import word_card

    with opened_library(options, create=False) as library:
        print_word_profile(options.json, word_card(library, options.word))
    return DONE


def list_words(options: Namespace) -> int:
    """List the user dictionary in jieba's format."""
    with opened_library(options, create=False) as library:
        print_user_words(options.json, library.dictionary.words())
    return DONE


def join_words(options: Namespace) -> int:
    """Make each argument one word."""
    with _changed_dictionary(options) as dictionary:
        for word in options.arguments:
            dictionary.join(word)
    return DONE


def split_words(options: Namespace) -> int:
    """Make the two arguments, which were one word, two."""
    with _changed_dictionary(options) as dictionary:
        dictionary.split(*options.arguments)
    return DONE


def remove_words(options: Namespace) -> int:
    """Remove words from the user dictionary."""
    with _changed_dictionary(options) as dictionary:
        dictionary.remove(options.arguments)
    return DONE


def import_words(options: Namespace) -> int:
    """Add the words of files in jieba's format."""
    from store.library.user_dictionary import parse
    from tui.user_folders import expanded

    with _changed_dictionary(options) as dictionary:
        for name in options.arguments:
            dictionary.add(parse(_lines(expanded(name))))
    return DONE


@contextmanager
def _changed_dictionary(options: Namespace) -> Iterator[UserDictionary]:
    """The user dictionary, to be changed in one step of undo; it is printed at the end."""
    from store.model import step_labels

    label = step_labels.change_words(action=options.action)
    adds = options.action != "remove"
    with opened_library(options, create=adds) as library, library.one_step(label):
        yield library.dictionary
        print_user_words(options.json, library.dictionary.words())


def _lines(path: Path) -> list[str]:
    from store.importing.input_file import read_input
    from store.importing.limits import MAX_CODEBOOK_BYTES

    try:
        return (
            read_input(path, MAX_CODEBOOK_BYTES, _("too large for a user dictionary")).decode().splitlines()
        )
    except BadInput as error:
        raise UsageError(str(error)) from error
    except UnicodeDecodeError as error:
        raise UsageError(
            _(
                "{path} cannot be read as a user dictionary: byte {number:,} is not UTF-8.",
                path=path,
                number=error.start + 1,
            )
        ) from error


def _add_word_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("word", type=writable, metavar="WORD", help=_("the word"))


WORD = Command(
    name="word",
    summary=lazy("Show the pinyin, the meaning, the frequency and the tags of a word."),
    usages=(Usage("word WORD"),),
    examples=("word 邮政",),
    configure=_add_word_arguments,
    run=show_word,
)
WORDS = command_with_actions(
    "words",
    lazy("List the user dictionary, correct how text is divided into words, or count words."),
    Action("list", "", lazy("List the user dictionary in jieba's format."), list_words),
    Action("join", "WORD…", lazy("Treat each of these as one word."), join_words),
    Action("split", "A B", lazy("Treat AB as two words, A and B."), split_words),
    Action("remove", "WORD…", lazy("Remove words from the user dictionary."), remove_words),
    Action("import", "FILE…", lazy("Add the words of files in jieba's format."), import_words),
    *CORPUS_ACTIONS,
    configure=add_corpus_arguments,
    examples=(
        "words",
        "words freq --stop",
        "words keyness 网点 --against 老人",
        "words collocates 客户 --left 3 --right 3",
        "words join 菜篮子",
        "words split 下午 饭",
    ),
    metavar="WORD",
    takes_query=True,
)
