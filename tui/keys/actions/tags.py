"""The actions of the tags pane."""

from __future__ import annotations

from tui.keys.action import Group, Scope, entry, in_scope
from tui.keys.actions.several_panes import ALL_NOTES, LIST_MOTIONS
from tui.keys.requests import TagRequest

TAGS = in_scope(
    Scope.TAGS,
    {
        Group.TAG: (
            entry("toggle_tag", "enter t", "Add tag to article", "Add this tag to the article, or remove it",
                  hint="Add / remove", words="toggle code remove", command="tag"),
            entry(TagRequest.RENAME, "r", "Rename tag…", "Rename this tag and those below it", hint="Rename",
                  words="change name edit code", command="tags"),
            entry(TagRequest.MERGE, "J", "Merge tags…", "Merge this tag into another, everywhere",
                  hint="Merge",
                  words="join combine codes", command="tags"),
            entry(TagRequest.SPLIT, "g~J", "Split tag…", "Replace this tag by another on some annotations",
                  words="divide code", command="tags"),
            entry(TagRequest.MOVE, "P", "Move tag…", "Move this tag under another one, or to the top",
                  words="place parent hierarchy", command="tags"),
            entry(TagRequest.DESCRIBE, "c", "Describe tag…",
                  "Describe what belongs to this tag, and what does not",
                  words="note definition comment memo codebook", command="tags"),
            entry(TagRequest.COLOUR, "#", "Colour tag…", "Give this tag another colour", words="color",
                  command="tags"),
            entry(TagRequest.ALIAS, "a", "Aliases of tag…", "Give this tag other names to find it by",
                  words="alternative synonym names", command="tags"),
            entry(TagRequest.IDENTIFY, "g~i", "Identity of tag…",
                  "Say what this tag stands for: an address, or an ID of an authority file",
                  words="same as authority wikidata cbdb uri link address", command="tags"),
            entry("pin", "p~CHAR", "Pin tag", "p3 pins this tag to 3: then 3 tags a selection with it",
                  words="shortcut number", command="tags"),
            entry("shift(-1)", "ctrl+up", "Move tag up", "Move this tag up among those beside it",
                  words="arrange order sort by hand place"),
            entry("shift(1)", "ctrl+down", "Move tag down", "Move this tag down among those beside it",
                  words="arrange order sort by hand place"),
            entry(TagRequest.DELETE, "x delete", "Delete tag…", "Delete this tag and all its uses",
                  words="remove code", command="tags"),
        ),
        Group.LOOKING_UP: (
            entry(TagRequest.CARD, "K", "Tag card", "Show the tag's description, uses and examples",
                  words="details look up", command="tags"),
            entry(TagRequest.OPEN_IDENTITY, "g~x", "Open identity of tag",
                  "Open the address of what this tag stands for", words="browse authority link web same as"),
            entry(TagRequest.BACKLINKS, "g~b", "Backlinks of tag", "List notes that link to this tag",
                  words="links", command="links"),
            ALL_NOTES,
        ),
        Group.FILTERING: (
            entry("filter('&')", "&", "Only articles with tag",
                  "Filter articles: only those that also have this tag", hint="Only with", words="and filter",
                  command="list"),
            entry("filter('|')", "|", "Also articles with tag", "Filter articles: also those with this tag",
                  words="or filter", command="list"),
            entry("filter('!')", "!", "Only articles without tag",
                  "Filter articles: only those without this tag", words="not filter", command="list"),
            entry("cancel", "escape", "Unpick tags",
                  "Unpick the picked tags; with none, show all articles again", words="clear cancel"),
        ),
        Group.FINDING: (
            entry("find", "/", "Find tag…", "Find a tag while you type: characters, pinyin or initials",
                  hint="Find", words="search pinyin"),
            entry("find_next", "n", "Next tag found", "To the next tag found", words="next match"),
            entry("find_previous", "N", "Previous tag found", "To the previous tag found",
                  words="previous match"),
            entry("sort", "o", "Sort tags", "Show tags by pinyin, or in the order made by hand",
                  words="order arrange by hand"),
        ),
        Group.SELECTING: (
            entry("pick", "space", "Pick tag",
                  "Pick this tag: merge, move, colour, delete apply to all picked", words="select multiple"),
        ),
        Group.MOVING: (
            *LIST_MOTIONS,
            entry("fold", "h left", "Fold tag", "Hide the tags below this one, or go to the one above",
                  words="collapse close"),
            entry("unfold", "l right", "Unfold tag", "Show the tags below this one", words="expand open"),
        ),
    },
)  # fmt: skip
