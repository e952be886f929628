"""The filter: asks which articles the list shows. Finds conditions as the user types, also by pinyin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from store.errors import UsageError
from store.index.article_index import AttributeFacet, Facet
from store.language import Language, Lazy, _, current_language, lazy
from store.language.amounts import amount
from store.model.tables.attribute import ArticleAttribute
from store.model.tables.saved_search import SavedSearch
from store.model.tag import Tag
from store.query.completion import Completion, best, complete, matches
from store.query.names import field_name
from store.query.parser import parse
from store.query.tree import (
    SAVED,
    Attribute,
    Comparison,
    Field,
    Node,
    Or,
    Query,
    Saved,
    State,
    Term,
    Thing,
    any_of,
    children,
    negated,
)
from store.tags.fuzzy_finder import TagFinder, TagMatch
from tui.dialogs.base.dialog import FindDialog, set_frame
from tui.dialogs.base.emptied_input import EmptiedInput
from tui.dialogs.tagging import COMMAS, TagInput
from tui.late_answers import late_answer
from tui.paged_option_list import PagedOptionList
from tui.typesetting import displayed
from tui.typesetting.fitting import fitted
from tui.typesetting.glyphs import cells

KEYS = lazy("enter show · , add · - not · | or · tab · ctrl+s save · esc")

MAX_LISTED = 200
"""The most facets in the list. Typing more narrows it to the others."""

WIDTH = 66
"""The width of a line, in cells."""

WIDEST_NAME = 30
"""The width of the names of saved searches, in cells, at most."""

MEANINGS: dict[str, tuple[Lazy, str]] = {
    State.UNREAD: (lazy("not read yet"), "未读"),
    State.READING: (lazy("started"), "在读"),
    State.READ: (lazy("read to the end"), "已读"),
    State.STARRED: (lazy("has a star"), "星标"),
    State.UNTAGGED: (lazy("no tag on it or in it"), "无标签"),
    Thing.NOTE: (lazy("a note on it or in it"), "笔记"),
    Thing.MARK: (lazy("an annotation"), "批注"),
    Thing.REMARK: (lazy("a remark in a note, @name"), "留言"),
    Thing.ORPHAN: (lazy("an annotation without its words"), "失位"),
    Thing.MOVED: (lazy("an annotation on changed words"), "改词"),
}
"""The meaning of each state and thing, and its Chinese name."""


FIELD_MEANINGS: dict[str, Lazy] = {
    Field.TAG: lazy("a tag or one below it"),
    Field.UNDER: lazy("a tag below this one"),
    Field.IS: lazy("a state"),
    Field.HAS: lazy("what the article has"),
    Field.BY: lazy("who annotated it"),
    Field.ASSIGNED: lazy("a coder; me: assigned to you"),
    Field.STATE: lazy("new, in-progress, done, adjudicated"),
    Field.TITLE: lazy("words of the title"),
    Field.AUTHOR: lazy("who wrote it"),
    Field.SOURCE: lazy("the publication"),
    Field.COLUMN: lazy("the section of the newspaper"),
    Field.DATE: lazy("2020, 2020-03..2021"),
    Field.ADDED: lazy("7d: in the last 7 days; or a date"),
    Field.CHARS: lazy(">3000, 500..2000 characters"),
    Field.LANG: lazy("the language"),
    Field.NOTE: lazy("words of a note"),
    Field.QUOTE: lazy("words that are annotated"),
    Field.REMARK: lazy("whom an @name in a note is for; me: you"),
    Field.DISPUTED: lazy("whom a decision went against; me: you"),
    Field.WORDS: lazy("words of the text"),
}
"""What the value of each field is."""


class FilterInput(EmptiedInput, TagInput):
    """An input for terms. Backspace removes the last term when it is empty."""


class FilterDialog(FindDialog[Query | None]):
    """Asks which articles to show. Returns the query, or None if cancelled."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave"),
        Binding(COMMAS, "add", "Add", priority=True),
        Binding("tab", "complete", "Complete", priority=True),
        Binding("ctrl+s", "save", "Save", priority=True),
    ]

    def __init__(
        self,
        query: Query,
        attributes: Sequence[ArticleAttribute] = (),
        *,
        parse: Callable[[str], Query] = parse,
        save: Callable[[Query], None] = lambda _query: None,
    ) -> None:
        """Create the dialog.

        :param query: the current filter of the list.
        :param attributes: the attributes of the library.
        :param parse: parses a query, with saved searches in place of ``@name``.
        :param save: asks for a name and saves a query under it; then calls :meth:`show_saved`.
        """
        super().__init__()
        self._query = query
        self._attributes = {each.name: each for each in attributes}
        self._parse = parse
        self._save = save
        self._searches: dict[Saved, SavedSearch] = {}
        self._facets: dict[Tag, Facet | AttributeFacet] = {}
        self._finder = TagFinder(())
        self._listed: list[tuple[Field | str, str] | Completion | Saved] = []

    def compose(self) -> ComposeResult:
        """The query, an input, the list of facets and an error message."""
        with Vertical(classes="dialog") as dialog:
            set_frame(dialog, _("Show which articles?"), KEYS)
            yield Static(classes="hint")
            yield FilterInput(placeholder=_("A state, tag, source, year or name, or words of the text"))
            yield PagedOptionList()
            yield Static(classes="error")

    def on_mount(self) -> None:
        """Show the list. It is empty until the facets are known."""
        self._list("")

    @late_answer
    def offer(self, facets: Sequence[Facet | AttributeFacet], searches: Sequence[SavedSearch] = ()) -> None:
        """List the saved searches and the facets of the library, once these are counted."""
        self._searches = {Saved(search.search): search for search in searches}
        self._facets = {_as_tag(facet): facet for facet in facets}
        self._finder = TagFinder(self._facets, lately=[tag.name for tag in self._facets])
        self._list(self.query_one(Input).value)

    @on(Input.Changed)
    def find(self, event: Input.Changed) -> None:
        """List the facets that match the input, or how the query in it can be completed."""
        self._list(event.value)

    @property
    def _cursor(self) -> int:
        return self.query_one(Input).cursor_position

    def _values(self, field: str) -> list[str]:
        """The values of a field in the library, the most frequent first; the saved searches."""
        if field in SAVED:
            return [search.search for search in self._searches.values()]
        wanted = Field.TAG if field == Field.UNDER else field
        found = [facet.value for facet in self._facets.values() if _field(facet) == wanted]
        attribute = self._attributes.get(field)
        return [*dict.fromkeys((*found, *attribute.choices))] if attribute else found

    def _complete(self, typed: str) -> None:
        """List how the query that is typed can be completed. Nothing is highlighted."""
        self._show(
            [*complete(typed, self._cursor, self._values, attributes=self._attributes)], highlighted=None
        )

    def _list(self, typed: str) -> None:
        if typed.startswith(SAVED) and not typed[1:].strip().count(" "):
            self._list_searches(typed[1:].strip().strip('"'))
            return
        if self._is_query(typed):
            self._complete(typed)
            return
        wanted = typed.strip().lstrip("-!|")
        found = self._finder.find(wanted)[:MAX_LISTED]
        lines = [self._line(match) for match in found]
        listed: list[tuple[Field | str, str] | Completion | Saved] = [
            (_field(self._facets[match.tag]), self._facets[match.tag].value) for match in found
        ]
        if wanted:
            # Latin letters are probably the pinyin of a facet, and Chinese characters words of the text.
            place = len(lines) if wanted.isascii() else sum(match.tag.name == wanted for match in found)
            listed.insert(place, (Field.WORDS, wanted))
            lines.insert(place, _words_line(wanted))
            fields = self._fields(typed)
            listed += fields
            lines += map(self._completion_line, fields)
        if not typed.startswith(("-", "!", "|")):
            saved = [each for each in self._searches if not wanted or matches(each.name, wanted)]
            at = 1 if not wanted.isascii() and listed[:1] == [(Field.WORDS, wanted)] else 0
            listed[at:at] = saved
            lines[at:at] = map(self._saved_line, saved)
        self._show(listed, lines, highlighted=0 if lines and wanted else None)

    def _list_searches(self, typed: str) -> None:
        """List the saved searches whose names begin with or contain what is typed after the sign."""
        wanted = best([each.name for each in self._searches], typed)
        saved = [Saved(name) for name in wanted]
        self._show(saved, [*map(self._saved_line, saved)], highlighted=0 if typed and saved else None)

    def _fields(self, typed: str) -> list[Completion]:
        """The names of fields that begin as typed."""
        return complete(typed, len(typed), self._values, attributes=self._attributes)

    def _show(
        self,
        listed: Sequence[tuple[Field | str, str] | Completion | Saved],
        lines: list[Text] | None = None,
        *,
        highlighted: int | None,
    ) -> None:
        """Show what can be chosen.

        :param lines: a line for each, or None if all are completions.
        """
        self._listed = list(listed)
        if lines is None:
            lines = [self._completion_line(each) for each in listed if isinstance(each, Completion)]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(line) for line in lines)
        options.highlighted = highlighted
        shown = _("Now: {query}", query=self._query) if self._query else _("Now: all articles")
        self.query_one(".hint", Static).update(Text(shown))
        self._show_error("")

    def _line(self, match: TagMatch) -> Text:
        """The line of a facet: its sign in the query, its field, its value and its number of articles."""
        facet = self._facets[match.tag]
        line = Text(no_wrap=True, overflow="ellipsis")
        line.append(f"{self._sign_of(facet) or ' '} ", "bold")
        line.append(_padded(_field(facet)), "dim")
        start = len(line)
        line.append(fitted(facet.value, WIDTH - 24))
        for place in match.places:
            line.stylize("bold underline", start + place, start + place + 1)
        line.append(f"  {amount(facet.articles)}", "dim")
        if facet.value in MEANINGS and _field(facet) in (Field.IS, Field.HAS):
            meaning, chinese = MEANINGS[facet.value]
            is_english = current_language() is Language.ENGLISH
            line.append(f"  {meaning} · {chinese}" if is_english else f"  {meaning}", "dim")
        return line

    def _saved_line(self, saved: Saved) -> Text:
        """The line of a saved search: its name and its query."""
        line = Text("  ", no_wrap=True, overflow="ellipsis")
        widest = min(WIDEST_NAME, max(cell_len(each.name) for each in self._searches))
        name = fitted(f"{SAVED[0]}{displayed(saved.name)}", widest + 1)
        line.append(name, "bold")
        line.append(" " * (widest + 1 - cell_len(name)))
        line.append(f"  {displayed(self._searches[saved].query)}", "dim")
        return line

    def _completion_line(self, completion: Completion) -> Text:
        """The line of a completion: a field; or a value, with its number of articles."""
        line = Text("  ", no_wrap=True, overflow="ellipsis")
        if not completion.field:
            name = f"{completion.name}:"
            meaning = FIELD_MEANINGS.get(field_name(completion.name), "")
            line.append(name + " " * max(1, 9 - cell_len(name)))
            line.append(str(meaning), "dim")
            return line
        line.append(_padded(completion.field), "dim")
        line.append(fitted(completion.name, WIDTH - 24))
        wanted = Field.TAG if completion.field == Field.UNDER else completion.field
        found = [
            each for each in self._facets.values() if (_field(each), each.value) == (wanted, completion.name)
        ]
        if found:
            line.append(f"  {found[0].articles:,}", "dim")
        return line

    @on(FilterInput.Emptied)
    def remove_last(self) -> None:
        """Remove the last condition of the query."""
        self._query = Query(self._query.terms[:-1])
        self._list("")

    def action_add(self) -> None:
        """Add the highlighted condition to the query, and clear the input for another."""
        if self._add():
            self.query_one(Input).value = ""
            self._list("")

    def action_complete(self) -> None:
        """Complete what is typed: by the highlighted completion, or else by the first one."""
        place = self.query_one(OptionList).highlighted
        chosen = self._listed[place] if place is not None and place < len(self._listed) else None
        if not isinstance(chosen, Completion):
            chosen = next((each for each in self._listed if isinstance(each, Completion)), None)
        saved = self._listed[place or 0] if self._listed else None
        if chosen is None and isinstance(saved, Saved):
            self.query_one(Input).value = str(saved)
            self.query_one(Input).cursor_position = len(str(saved))
        if chosen is not None:
            self._insert(chosen)

    def _insert(self, completion: Completion) -> None:
        box = self.query_one(Input)
        box.value, box.cursor_position = completion.applied(box.value)

    @on(Input.Submitted)
    def show(self) -> None:
        """Add the highlighted condition to the query, and return it."""
        if self._add():
            self.dismiss(self._query)

    @on(OptionList.OptionSelected)
    def click(self) -> None:
        """Add the condition that was clicked."""
        self.action_add()

    def _add(self) -> bool:
        """Add the highlighted condition or the typed query.

        :return: whether something was added: not if the query is not valid, which is shown, nor if a
            completion was chosen.
        """
        typed = self.query_one(Input).value.strip()
        place = self.query_one(OptionList).highlighted
        chosen = self._listed[place] if place is not None and place < len(self._listed) else None
        if isinstance(chosen, Completion):
            self._insert(chosen)
            return False
        try:
            if isinstance(chosen, Saved):
                self._query = self._query.joined(self._parse(str(chosen)))
                return True
            if self._is_query(typed):
                self._query = self._query.joined(self._parse(typed))
            elif chosen is not None:
                return self._change(*chosen, typed)
        except UsageError as error:
            self._show_error(str(error), error.excerpt())
            return False
        return True

    def action_save(self) -> None:
        """Ask for a name, and save the query with what is typed under it."""
        if not self._add():
            return
        self.query_one(Input).value = ""
        self._list("")
        if self._query:
            self._save(self._query)
        else:
            self._show_error(_("There is no query to save: write one."))

    @late_answer
    def show_saved(self, query: Query) -> None:
        """Return the query that was saved, to show its articles."""
        self.dismiss(query)

    def _change(self, field: Field | str, value: str, typed: str) -> bool:
        """Add a condition as its sign says: ``-`` or ``!`` negated, ``|`` as an alternative."""
        if not isinstance(field, Field):
            return self._change_attribute(self._condition(field, value), typed)
        if typed.startswith("|") and not self._can_join(field):
            self._show_error(_("| needs another {field} in the query: type it without |.", field=field))
            return False
        if field is Field.WORDS and not typed.startswith(("-", "!", "|")):
            self._query = self._query.joined(self._parse(value))
            return True
        change = {"-": self._query.never, "!": self._query.never, "|": self._query.either}
        self._query = change.get(typed[:1], self._query.also)(field, value)
        return True

    def _condition(self, name: str, value: str) -> Attribute:
        return Attribute(name, Comparison.IS, value, self._attributes[name].kind)

    def _change_attribute(self, condition: Attribute, typed: str) -> bool:
        """Add or remove a condition on an attribute."""
        terms = list(self._query.terms)
        if typed.startswith("|"):
            places = [place for place, term in enumerate(terms) if _is_about(term, condition.name)]
            if not places and terms:
                self._show_error(
                    _("| needs another {field} in the query: type it without |.", field=condition.name)
                )
                return False
            joined = any_of([terms.pop(places[-1]), condition]) if places else condition
            self._query = Query((*terms, joined))
            return True
        wanted: Node = negated(condition) if typed.startswith(("-", "!")) else condition
        others = [term for term in terms if term not in (condition, negated(condition))]
        self._query = Query((*others, *(() if wanted in terms else (wanted,))))
        return True

    def _sign_of(self, facet: Facet | AttributeFacet) -> str:
        """The role of a facet in the query: see :meth:`store.query.tree.Query.sign_of`."""
        if isinstance(facet, Facet):
            return self._query.sign_of(facet.field, facet.value)
        if facet.name not in self._attributes:
            return ""
        condition = self._condition(facet.name, facet.value)
        if condition in self._query.terms:
            return "&"
        if negated(condition) in self._query.terms:
            return "!"
        return "|" if any(condition in children(term) for term in self._query.terms) else ""

    def _is_query(self, typed: str) -> bool:
        """Whether what is typed is more than words, perhaps with a sign: an unfinished query, too."""
        wanted = typed.strip().lstrip("-!|")
        if not wanted:
            return False
        try:
            terms = parse(wanted, attributes=self._attributes).terms
        except UsageError:
            return True
        return not all(isinstance(term, Term) and term.field is Field.WORDS and term.wanted for term in terms)

    def _can_join(self, field: Field) -> bool:
        """Whether the query has a value of this field, to which another can be joined by or."""
        return not self._query or any(
            isinstance(term, Term) and term.field is field and term.wanted for term in self._query.terms
        )

    def _show_error(self, message: str, excerpt: str = "") -> None:
        """Show what is wrong, below the part of the input where it is."""
        self.query_one(".error", Static).update(Text(f"{excerpt}\n{message}" if excerpt else message))

    def action_leave(self) -> None:
        """Cancel."""
        self.dismiss(None)


def _field(facet: Facet | AttributeFacet) -> Field | str:
    return facet.field if isinstance(facet, Facet) else facet.name


def _padded(name: str) -> str:
    """The name of a field or an attribute in seven cells, cut if it is longer."""
    shown = fitted(name, 6)
    return shown + " " * (7 - cells(shown))


def _is_about(node: Node, name: str) -> bool:
    """Whether a node is a condition on an attribute, or an alternative of such."""
    nodes = node.nodes if isinstance(node, Or) else (node,)
    return all(isinstance(each, Attribute) and each.name == name for each in nodes)


def _words_line(words: str) -> Text:
    return Text.assemble(
        f"  {Field.WORDS}  ", (fitted(words, WIDTH - 20), "bold"), (f"  {_('in the text')}", "dim")
    )


def _as_tag(facet: Facet | AttributeFacet) -> Tag:
    """A facet as a tag, so that the tag finder finds it by its value, its field or its Chinese name."""
    chinese = MEANINGS[facet.value][1] if facet.value in MEANINGS else ""
    names = [f"{_field(facet)}:{facet.value}", *([chinese] if chinese else [])]
    return Tag(name=facet.value, aliases=tuple(names))
