"""The plain reader: reads commands line by line and answers in words, without escape sequences."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress

from store.chinese.folding import fold
from store.errors import AmbiguousId, PizhuError, UnknownArticle, UsageError
from store.language import _, lazy
from store.library import Library
from store.model.annotation import Annotation
from store.model.article import Article, Block
from store.model.listing.rows import Row
from store.model.new_annotations import find_quote
from store.wording import counted, listed
from tui.plain.wording import HELP, annotation_words, article_facts, article_line, blocks_of, paragraph_lines

PAGE = 20
"""Articles that are listed at once."""

PROMPT = lazy("Command: ")

NOT_OPEN = lazy("No article is open: type list, then open and a number.")

SHORT = {
    "n": "next",
    "p": "previous",
    "r": "repeat",
    "g": "go",
    "f": "find",
    "t": "tag",
    "a": "annotations",
    "i": "info",
    "l": "list",
    "m": "more",
    "o": "open",
    "u": "undo",
    "h": "help",
    "?": "help",
    "q": "quit",
    "": "next",
}
"""The short forms of commands."""


_MOST_DIGITS = 9
"""Digits of the longest number that is read. Python refuses some thousands."""


class EndOfInput(Exception):
    """There are no more lines to read."""


class PlainReader:
    """Reads and annotates the articles of a library by lines of text."""

    def __init__(self, library: Library, ask: Callable[[str], str], say: Callable[[str], None]) -> None:
        """Create a reader.

        :param ask: shows a prompt and returns the line that is typed. Raises :class:`EndOfInput` at the end.
        :param say: shows a line of text.
        """
        self._library = library
        self._ask, self._say = ask, say
        self._article: Article | None = None
        self._annotations: tuple[Annotation, ...] = ()
        self._number = 1
        """The number of the paragraph that was read last, from 1."""
        self._rows: list[Row] = []
        self._listed = 0
        """The number of rows that have been said."""
        self._words = ""
        """What was found last."""
        self._commands: dict[str, Callable[[str], None]] = {
            "next": lambda _rest: self._step(1),
            "previous": lambda _rest: self._step(-1),
            "repeat": lambda _rest: self._read(),
            "go": self._go,
            "find": self._find,
            "tag": self._tag,
            "note": self._note,
            "annotations": lambda _rest: self._read_annotations(),
            "info": lambda _rest: self._read_info(),
            "list": self._list,
            "more": lambda _rest: self._list_more(),
            "open": self._open_named,
            "undo": lambda _rest: self._undo(),
            "redo": lambda _rest: self._redo(),
            "help": lambda _rest: self._say(str(HELP)),
        }

    def run(self, article: str | None = None, annotation: str | None = None) -> None:
        """Read commands until ``quit`` or the end of the input.

        :param article: the ID of the article to open first. If None, the articles are listed.
        :param annotation: the ID of the annotation of that article to go to.
        """
        self._say(_("Pizhu, plain. Type help for the commands."))
        if article is None:
            self._list("")
        else:
            self._open(article, annotation)
        with suppress(EndOfInput):
            while self._obey():
                pass
        self._keep_place()

    def _obey(self) -> bool:
        """Read a command and run it. An error is said in a sentence.

        :return: False if it is ``quit``.
        """
        try:
            name, argument = self._read_command()
            if name == "quit":
                return False
            command = self._commands.get(name)
            if command is None:
                raise UsageError(_("There is no command {name}: type help for the commands.", name=name))
            command(argument)
        except PizhuError as error:
            self._say(str(error))
        return True

    def _read_command(self) -> tuple[str, str]:
        """Read a line; return the name of the command, in its long form, and its argument."""
        name, argument = (*self._ask(str(PROMPT)).split(None, 1), "", "")[:2]  # also by a full-width space
        name = name.casefold()
        if re.fullmatch(r"\d+", name):
            name, argument = "go", name
        return SHORT.get(name, name), argument.strip()

    # Articles

    def _list(self, terms: str) -> None:
        query = self._library.codebook.query(terms)
        if hint := self._library.codebook.hint(terms):
            self._say(hint)
        articles = self._library.articles
        self._rows, self._listed = articles.filtered(query).rows() if query else articles.rows(), 0
        found = counted(len(self._rows), "article", "articles")
        self._say(
            _("{articles} matching {terms}.", articles=found, terms=terms)
            if terms
            else _("{articles}.", articles=found)
        )
        if self._rows:
            self._list_more()
        elif not terms:
            self._say(_("Leave with quit, and import some with `pizhu import FILE`."))

    def _list_more(self) -> None:
        start, self._listed = self._listed, min(self._listed + PAGE, len(self._rows))
        if start == self._listed:
            self._say(_("There are no more articles in the list: type list to hear it again."))
        for number, row in enumerate(self._rows[start : self._listed], start + 1):
            self._say(article_line(number, row))
        if self._listed < len(self._rows):
            self._say(
                _(
                    "These are {listed} of {count}: type more for the next ones.",
                    listed=self._listed,
                    count=len(self._rows),
                )
            )

    def _open_named(self, name: str) -> None:
        if not name:
            raise UsageError(_("Type open and the number of an article in the list."))
        if (number := _number_in(name)) and number <= len(self._rows):
            self._open(self._rows[number - 1].id)
            return
        try:
            self._open(self._library.ids.resolve(name))
        except AmbiguousId:
            raise
        except UnknownArticle as error:
            raise UsageError(
                _("There is no article {name} in the list: type list to hear it.", name=name)
            ) from error

    def _open(self, article: str, annotation: str | None = None) -> None:
        self._keep_place()
        self._article, self._annotations = self._library.articles.open(article)
        place = next((each.start for each in self._annotations if each.id == annotation), None)
        self._number = self._paragraph_at(self._article.position if place is None else place)
        self._read_info()
        self._read()

    def _keep_place(self) -> None:
        """Save where the open article was read last."""
        if self._article is not None and self._library.articles.position(self._article.id) is not None:
            self._library.articles.set_position(self._article.id, self._block.start)

    def _reload(self) -> Article:
        """Read the open article again, as it may have changed.

        :raises UsageError: none is open.
        """
        if self._article is None:
            raise UsageError(str(NOT_OPEN))
        try:
            self._article, self._annotations = self._library.articles.open(self._article.id)
        except UnknownArticle as error:
            self._article = None
            raise UsageError(_("The article has been removed: type list, then open and a number.")) from error
        self._number = min(self._number, len(blocks_of(self._article)))
        return self._article

    # Reading

    @property
    def _block(self) -> Block:
        assert self._article is not None  # noqa: S101 - callers have checked it
        return blocks_of(self._article)[self._number - 1]

    def _paragraph_at(self, offset: int) -> int:
        """The number of the paragraph at an offset of the open article."""
        assert self._article is not None  # noqa: S101 - callers have checked it
        blocks = blocks_of(self._article)
        return next((number for number, block in enumerate(blocks, 1) if offset <= block.end), len(blocks))

    def _read_info(self) -> None:
        article = self._reload()
        for line in article_facts(article, self._annotations):
            self._say(line)
        if article.id in self._library.visibility.blind:
            self._say(
                _("Blind: what others have marked in this article is hidden until you are done with it.")
            )

    def _read(self) -> None:
        article = self._reload()
        for line in paragraph_lines(article, self._number, self._annotations):
            self._say(line)

    def _step(self, step: int) -> None:
        article = self._reload()
        number = self._number + step
        if number < 1:
            self._say(_("This is the first paragraph."))
        elif number > len(blocks_of(article)):
            self._say(_("This is the end of the article."))
        else:
            self._number = number
            self._read()

    def _go(self, typed: str) -> None:
        article = self._reload()
        last = len(blocks_of(article))
        number = _number_in(typed)
        if not 1 <= number <= last:
            raise UsageError(_("Type go and the number of a paragraph, from 1 to {last}.", last=last))
        self._number = number
        self._read()

    def _find(self, words: str) -> None:
        article = self._reload()
        self._words = words or self._words
        if not self._words:
            raise UsageError(_("Type find and the words to find."))
        folded, phrase = fold(article.text), fold(self._words)
        after = folded.find(phrase, self._block.end)
        place = after if after >= 0 else folded.find(phrase)
        if place < 0:
            raise UsageError(_("The article does not contain {words}.", words=self._words))
        if after < 0:
            self._say(_("From the beginning again."))
        self._number = self._paragraph_at(place)
        self._read()

    def _read_annotations(self) -> None:
        self._reload()
        if not self._annotations:
            self._say(_("The article has no annotations."))
        for each in self._annotations:
            said = annotation_words(each)
            self._say(
                said
                if each.orphan
                else _("Paragraph {number}. {said}", number=self._paragraph_at(each.start), said=said)
            )

    # Annotating

    def _tag(self, target: str) -> None:
        article = self._reload()
        if target == "article":
            given = self._library.articles.tag(article.id, self._ask_tags())
            self._say(_("The article has the tags {given}.", given=listed(given)))
            return
        start, end = self._ask_words()
        there = next((each for each in self._annotations if (each.start, each.end) == (start, end)), None)
        tags = self._ask_tags()
        if there is not None:
            made = self._library.annotations.edit(article.id, there.id, tags=(*there.tags, *tags))
        else:
            made = self._library.annotations.annotate(article.id, start, end, tags=tags)
        self._say(annotation_words(made))

    def _note(self, target: str) -> None:
        article = self._reload()
        if target == "article":
            note = self._ask_note(article.note)
            self._library.articles.write_note(article.id, note, before=article.note)
            self._say(_("The note on the article is saved."))
            return
        start, end = self._ask_words()
        there = next((each for each in self._annotations if (each.start, each.end) == (start, end)), None)
        note = self._ask_note(there.note if there else "")
        if there is not None:
            made = self._library.annotations.edit(article.id, there.id, note=note, rev=there.rev)
        else:
            made = self._library.annotations.annotate(article.id, start, end, note=note)
        self._say(annotation_words(made))

    def _ask_words(self) -> tuple[int, int]:
        """Ask for words of the paragraph, and return where they are in the text, in code points."""
        assert self._article is not None  # noqa: S101 - callers have checked it
        block = self._block
        words = self._ask(_("Which words of this paragraph? Empty: all of it: ")).strip()
        if not words:
            return block.start, block.end
        start, end = find_quote(self._article.text[block.start : block.end], words, 1)
        return block.start + start, block.start + end

    def _ask_tags(self) -> list[str]:
        answer = self._ask(_("Which tags? Separate them with commas: "))
        tags = [name.strip() for name in re.split("[,，、;；]", answer) if name.strip()]
        if not tags:
            raise UsageError(_("Nothing was tagged."))
        return tags

    def _ask_note(self, present: str) -> str:
        if present:
            self._say(_("The note so far: {present}", present=present))
        note = self._ask(
            _("Write the new note on one line. Empty: leave it as it is: ") if present else _("Note: ")
        )
        if not note.strip():
            raise UsageError(_("No note was written."))
        return note.strip()

    def _undo(self) -> None:
        label = self._library.undo()
        self._say(_("Undone: {label}.", label=label) if label else _("There is nothing to undo."))

    def _redo(self) -> None:
        label = self._library.redo()
        self._say(_("Done again: {label}.", label=label) if label else _("There is nothing to do again."))


def _number_in(typed: str) -> int:
    """The number that was typed; 0 if it is none, or a longer one than there are articles or paragraphs."""
    return int(typed) if typed.isdecimal() and len(typed) <= _MOST_DIGITS else 0
