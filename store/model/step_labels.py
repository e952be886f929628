"""Labels of steps: what undo says was undone. The journal keeps them in English, in any language.

The functions here write labels. :class:`StepLabel` finds which of them has written one, also in the journal
of an earlier version or of a user of another language, and shows it in the current language with its values.
Any other label, such as one that a program gave to its step, is shown as it is.
"""

from __future__ import annotations

from collections.abc import Callable

from store.language import Lazy, _, lazy, plural
from store.language.recognition import Recogniser
from store.wording import counted, in_quotes

_COUNTED = {
    "articles": plural("article", "articles"),
    "files": plural("file", "files"),
    "cases": plural("case", "cases"),
}
"""Values that are numbers of things, and the noun that stands in the label."""

_NAMED = {
    "status": {
        "unread": lazy("unread", "step"),
        "reading": lazy("reading", "step"),
        "read": lazy("read", "step"),
    },
    "action": {
        "join": lazy("join", "step"),
        "split": lazy("split", "step"),
        "remove": lazy("remove", "step"),
        "import": lazy("import", "step"),
    },
    "kind": {
        "title": lazy("title", "step"),
        "kicker": lazy("kicker", "step"),
        "subtitle": lazy("subtitle", "step"),
        "column": lazy("column", "step"),
        "byline": lazy("byline", "step"),
        "date": lazy("date", "step"),
        "heading": lazy("heading", "step"),
        "paragraph": lazy("paragraph", "step"),
        "caption": lazy("caption", "step"),
        "credit": lazy("credit", "step"),
    },
}
"""Values that are one of several words."""

_NUMBER = "(?:[0-9]{1,3}(?:,[0-9]{3})*|[0-9]{1,18})"
_PATTERNS = {
    **{name: f"{_NUMBER} (?:{'|'.join(forms)})" for name, forms in _COUNTED.items()},
    **{name: "|".join(words) for name, words in _NAMED.items()},
    "tag": "“.*”",
    "tags": "“.*”",
    "into": "“.*”",
    "search": "“.*”",
    "title": "“.*”",
    "quote": "「.*」",
}
"""What values look like. Those that are not named here may be anything."""


_texts: list[Lazy] = []
"""The labels in English, with names in braces where their values are."""


class StepLabel(str):
    """The label of a step, as the journal has it; ``str`` and f-strings show it in the current language.

    JSON and comparisons have it as it is stored, messages as it is shown.
    """

    __slots__ = ()

    def __str__(self) -> str:
        return _labels.shown(str.__str__(self))

    def __format__(self, form: str) -> str:
        return format(str(self), form)


def _form(text: Lazy) -> Callable[..., str]:
    """Return a function that writes a label, given its values by name; of what is counted, the number."""

    def label(**values: object) -> str:
        written = {name: _written(name, value) for name, value in values.items()}
        return text.message.format(**written)

    _texts.append(text)
    return label


def _written(name: str, value: object) -> str:
    if name in _COUNTED and isinstance(value, int):
        one, many = _COUNTED[name]
        return f"{value:,} {one if value == 1 else many}"
    return str(value)


def _shown(name: str, value: str) -> str:
    if name in _COUNTED:
        number = int(value.partition(" ")[0].replace(",", ""))
        return counted(number, *_COUNTED[name])
    if name == "tags":
        return value.replace("” “", _("” “"))
    if name == "quote":
        return in_quotes(value[1:-1])
    if name == "title":
        return _("“{title}”", title=value[1:-1])
    return str(_NAMED[name][value]) if name in _NAMED else value


# What is done to an article, and to several

import_article = _form(lazy("import {title}", "step"))
import_articles = _form(lazy("import {articles}", "step"))
import_files = _form(lazy("import {files}", "step"))
import_file = _form(lazy("import {name}", "step"))
merge_copies = _form(lazy("merge {files} of a synced folder", "step"))
pull = _form(lazy("pull from the server", "step"))
push = _form(lazy("push to the server", "step"))
update_article = _form(lazy("update {title}", "step"))
remove_article = _form(lazy("remove {title}", "step"))
remove_articles = _form(lazy("remove {articles}", "step"))
correct_article = _form(lazy("correct {title}", "step"))
correct_articles = _form(lazy("correct {articles}", "step"))
write_note = _form(lazy("note on the article", "step"))
mark = _form(lazy("mark as {status}", "step"))
mark_all = _form(lazy("mark {articles} as {status}", "step"))
star = _form(lazy("star", "step"))
star_all = _form(lazy("star {articles}", "step"))
unstar = _form(lazy("unstar", "step"))
unstar_all = _form(lazy("unstar {articles}", "step"))
tag = _form(lazy("tag {tags}", "step"))
tag_all = _form(lazy("tag {tags} on {articles}", "step"))
untag = _form(lazy("untag {tags}", "step"))
untag_all = _form(lazy("untag {tags} on {articles}", "step"))
set_kind = _form(lazy("make a {kind} of a paragraph", "step"))

# Annotations

annotate = _form(lazy("highlight {quote}", "step"))
annotate_note = _form(lazy("note on {quote}", "step"))
annotate_question = _form(lazy("question on {quote}", "step"))
annotate_tags = _form(lazy("tag {tags} on {quote}", "step"))
tag_places = _form(lazy("tag {count} places {tags}", "step"))
mark_terms = _form(lazy("mark {count} places of terms", "step"))
move_annotation = _form(lazy("move the annotation on {quote}", "step"))
confirm_annotation = _form(lazy("confirm the annotation on {quote}", "step"))
delete_annotation = _form(lazy("delete the annotation on {quote}", "step"))

# Tags

arrange_tags = _form(lazy("arrange the tags", "step"))
write_tags = _form(lazy("codebook", "step"))
describe_tag = _form(lazy("describe the tag {tag}", "step"))
name_tag = _form(lazy("name the tag {tag}", "step"))
colour_tags = _form(lazy("colour the tags {tags}", "step"))
identify_tag = _form(lazy("identify the tag {tag}", "step"))
pin_tag = _form(lazy("pin the tag {tag}", "step"))
rename_tag = _form(lazy("rename the tag {tag} to {into}", "step"))
move_tags_below = _form(lazy("move the tags {tags} below {into}", "step"))
move_tags_to_top = _form(lazy("move the tags {tags} to the top", "step"))
merge_tags = _form(lazy("merge the tags {tags} into {into}", "step"))
delete_tag = _form(lazy("delete the tag {tag}", "step"))
delete_tags = _form(lazy("delete the tags {tags}", "step"))
split_tag = _form(lazy("split {into} from the tag {tag}", "step"))
dismiss_suggestion = _form(lazy("dismiss the suggestion {tag}", "step"))
dismiss_suggestions = _form(lazy("dismiss the suggestions {names}", "step"))

# Saved searches

save_search = _form(lazy("save the search {search}", "step"))
rename_search = _form(lazy("rename the search {search} to {into}", "step"))
remove_search = _form(lazy("remove the search {search}", "step"))
remove_searches = _form(lazy("remove the searches {names}", "step"))

# The team

add_members = _form(lazy("add to the team: {names}", "step"))
change_role = _form(lazy("change the role of {name}", "step"))
remove_members = _form(lazy("remove from the team: {names}", "step"))
open_round = _form(lazy("open round {number}", "step"))
close_round = _form(lazy("close round {number}", "step"))
assign_articles = _form(lazy("assign {articles}", "step"))
take_back_articles = _form(lazy("take back {articles}", "step"))
finish_article = _form(lazy("done with {title}", "step"))
adjudicate_article = _form(lazy("adjudicate {title}", "step"))
reopen_article = _form(lazy("not done with {title}", "step"))
decide_case = _form(lazy("decide on {quote}", "step"))
explain_case = _form(lazy("reason of the decision on {quote}", "step"))
reopen_case = _form(lazy("decide later on {quote}", "step"))
take_agreed = _form(lazy("take {cases} that coders agree on", "step"))

# Words

join_word = _form(lazy("join {word}", "step"))
split_word = _form(lazy("split {word}", "step"))
add_words = _form(lazy("add words", "step"))
remove_words = _form(lazy("remove words", "step"))
change_words = _form(lazy("words: {action}", "step"))

# Attributes

add_attribute = _form(lazy("define the attribute {name}", "step"))
change_attribute = _form(lazy("change the attribute {name}", "step"))
rename_attribute = _form(lazy("rename the attribute {name} to {new}", "step"))
remove_attribute = _form(lazy("remove the attribute {name}", "step"))

_labels = Recogniser(_texts, _PATTERNS, _shown)
