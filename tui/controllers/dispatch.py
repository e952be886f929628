"""What panes ask for, carried out: which deed a request means for what is selected, marked, or read."""

from __future__ import annotations

from collections.abc import Callable

from store.model.annotation import Annotation
from store.model.article import Article
from store.note_syntax.wikilinks import links_in
from tui.controllers.annotation import AnnotationController
from tui.controllers.links import LinkController
from tui.controllers.suggestions import SuggestionController
from tui.controllers.words import WordController
from tui.panes.articles import ArticlesPane
from tui.panes.notes import NotesPane
from tui.panes.reading import ReadingPane
from tui.panes.reading.moving import NO_MARK
from tui.panes.reading.row_renderer import Selection

NO_WORDS = "Select words first: v begins, and w or l goes on"


class Dispatcher:
    """Carries out what the panes of one reader ask for."""

    def __init__(
        self,
        marking: AnnotationController,
        suggesting: SuggestionController,
        lexicon: WordController,
        following: LinkController,
        reading: ReadingPane,
    ) -> None:
        self._marking = marking
        self._suggesting = suggesting
        self._lexicon = lexicon
        self._following = following
        self._reading = reading

    def of_reading(self, request: ReadingPane.Asked, article: Article, marks: tuple[Annotation, ...]) -> None:
        """Carry out what was asked about words of the article."""
        deed, words, mark = request.deed, request.selection, request.mark
        if self._to_links(deed, article, mark) or self._to_text(deed, article, words):
            return
        if deed in ("repeat", "in_vivo"):
            words = words or self._reading.word_here
        if words is not None and self._to_selection(deed, article, marks, words):
            return
        if words is not None and deed == "move_ends" and mark is not None:
            self._marking.move_ends(article.id, mark, words, self._reading.drop_selection)
        elif deed == "tag_article" or (deed == "tag" and mark is None):
            self._marking.tag_article(article.id, article.title, article.tags)
        elif deed == "suggest" and mark is None:
            self._suggesting.for_article(article.id, article.title)
        elif deed == "tick":
            self._marking.tick(article, mark)
        elif deed in ("highlight", "place"):
            self._marking.say(NO_WORDS)
        elif deed in ("note", "edit_outside") and mark is None:
            self._marking.note_article(article.id, article.title, outside=deed == "edit_outside")
        else:
            self._to_mark(deed, article, mark)

    def _to_links(self, deed: str, article: Article, mark: Annotation | None) -> bool:
        """Do what concerns the links of a mark or, without one, of the article; whether that was asked."""
        if deed == "follow":
            self._following.follow(links_in(mark.note if mark else article.note), article.id)
        elif deed == "backlinks":
            self._following.show_backlinks(article, mark)
        elif deed == "read_note" and mark is not None:
            self._following.show_mark(article, mark)
        else:
            return False
        return True

    def _to_text(self, deed: str, article: Article, words: Selection | None) -> bool:
        """Do what concerns the text itself; whether the deed was one of those."""
        reading, word = self._reading, self._reading.word_here
        if deed == "block_kind":
            self._marking.correct_kind(article, reading.block_here)
        elif deed == "word_card":
            self._lexicon.show_card(article, word)
        elif deed == "join":
            following = None if words is not None else reading.word_after(word.end)
            self._lexicon.join(article, word, following)
            reading.drop_selection()
        elif deed == "split":
            if not word.start < reading.cursor < word.end or words is not None:
                self._marking.say("Put the cursor inside a word, on the character that begins the second")
            else:
                self._lexicon.split(article, word, reading.cursor)
        elif deed == "everywhere":
            self._marking.tag_everywhere(article, word)
            reading.drop_selection()
        elif deed in ("copy", "cite"):
            self._copy(article, words or reading.sentence_here, with_source=deed == "cite")
        else:
            return False
        return True

    def _to_selection(
        self, deed: str, article: Article, marks: tuple[Annotation, ...], words: Selection
    ) -> bool:
        """Do what concerns selected words; whether the deed was one of those."""
        drop = self._reading.drop_selection
        if deed == "tag":
            self._marking.tag_words(article, words, drop)
        elif deed == "suggest":
            self._suggesting.for_words(article, words, drop)
        elif deed in ("note", "edit_outside"):
            self._marking.note_words(article, words, drop, outside=deed == "edit_outside")
        elif deed == "highlight":
            self._marking.mark_words(article, words, drop)
        elif deed == "place":
            self._marking.place_orphan(article, marks, words, drop)
        elif deed == "repeat":
            self._marking.repeat_tags(article, words, drop)
        elif deed == "in_vivo":
            self._marking.tag_in_vivo(article, words, drop)
        elif deed.startswith("pinned"):
            self._marking.tag_pinned(article, words, deed[-1], drop)
        else:
            return False
        return True

    def _copy(self, article: Article, words: Selection, *, with_source: bool) -> None:
        from tui.looks.clipboard import citation, copy

        text = article.text[words.start : words.end].strip("\n")
        copy(self._reading.app, citation(article, text) if with_source else text)
        self._reading.drop_selection()
        self._marking.say(
            f"Copied {len(text):,} characters{', with where they are from' if with_source else ''}"
        )

    def of_notes(self, request: NotesPane.Asked, article: Article) -> None:
        """Carry out what was asked about a note."""
        outside = request.deed == "edit_outside"
        if self._to_links(request.deed, article, request.mark):
            return
        if request.deed == "tick":
            self._marking.tick(article, request.mark)
        elif request.mark is not None:
            self._to_mark(request.deed, article, request.mark)
        elif request.deed in ("note", "edit_outside"):
            self._marking.note_article(article.id, article.title, outside=outside)
        elif request.deed == "tag":
            self._marking.tag_article(article.id, article.title, article.tags)
        elif article.note:
            self._marking.delete_note(article)

    def _to_mark(self, deed: str, article: Article, mark: Annotation | None) -> None:
        if mark is None:
            self._marking.say(NO_MARK)
            return
        deeds: dict[str, Callable[[], None]] = {
            "note": lambda: self._marking.note_mark(article.id, mark),
            "edit_outside": lambda: self._marking.note_mark(article.id, mark, outside=True),
            "tag": lambda: self._marking.tag_mark(article.id, mark),
            "suggest": lambda: self._suggesting.for_mark(article, mark),
            "delete": lambda: self._marking.delete_mark(article.id, mark),
        }
        deeds[deed]()

    def of_articles(self, request: ArticlesPane.Asked) -> None:
        """Carry out what was asked about an article of the list."""
        row = request.row
        if request.deed == "tag":
            self._marking.tag_article(row.id, row.title, row.tags)
        elif request.deed == "suggest":
            self._suggesting.for_article(row.id, row.title)
        elif request.deed == "note":
            self._marking.note_article(row.id, row.title)
        elif request.deed == "star":
            self._marking.star(row)
        elif request.deed == "status":
            self._marking.next_status(row)
        else:
            self._marking.remove(row)
