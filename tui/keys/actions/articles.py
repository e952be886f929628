"""The actions of the list of articles."""

from __future__ import annotations

from tui.keys.action import Group, Scope, entry, in_scope
from tui.keys.actions.several_panes import LIST_MOTIONS
from tui.keys.requests import ArticleRequest

ARTICLES = in_scope(
    Scope.ARTICLES,
    {
        Group.ARTICLE: (
            entry("open", "enter l right", "Read article", "Read this article", hint="Read", words="open",
                  command="read"),
            entry(ArticleRequest.TAG, "t T", "Tag article…", "Tag this article", hint="Tag",
                  words="code label", command="tag"),
            entry(ArticleRequest.NOTE, "c", "Write note on article…", "Write a note on this article",
                  hint="Note", words="annotate comment memo", command="note"),
            entry(ArticleRequest.SUGGEST, "s", "Suggest tags for article…",
                  "Suggest tags for this article, with reasons", words="recommend code", command="suggest"),
            entry(ArticleRequest.STAR, "g~S", "Star article", "Star this article, or remove the star",
                  words="bookmark favourite favorite flag", command="star"),
            entry(ArticleRequest.STATUS, "g~m", "Next status of article",
                  "Mark this article as unread, reading, read in turn", words="mark read unread",
                  command="status"),
            entry(ArticleRequest.CORRECT, "e g~e", "Edit article details…",
                  "Correct the title, authors, date, source… of this article",
                  words="correct metadata rename", command="set"),
            entry(ArticleRequest.EARLIER, "g~h", "Earlier texts of article",
                  "Earlier texts of this article, before it was updated", words="history versions revisions",
                  command="show"),
            entry(ArticleRequest.REMOVE, "x delete", "Delete article",
                  "Delete this article; undo restores it",
                  words="remove", command="remove"),
        ),
        Group.FILTERING: (
            entry("filter", "g~/", "Filter articles…",
                  "Show only some articles: by state, tag, source, date, words…", hint="Filter",
                  words="search query only", command="list"),
            entry("save_search", "g~@", "Save search…",
                  "Save what the list is filtered by: as a folder above the list, and as @name in queries",
                  words="smart folder remember keep filter query", command="searches"),
            entry("cancel", "escape", "Show all articles",
                  "Unpick the picked articles; then clear the search; then show all articles again",
                  words="clear filter reset cancel unpick"),
            entry("sort", "o", "Sort articles…",
                  "Sort the list: by date, title, source, length, notes, status; the same again reverses it",
                  hint="Sort", words="order reverse arrange"),
        ),
        Group.FINDING: (
            entry("find", "/", "Find article…",
                  "Find in the list while you type: title, author, source; by pinyin and initials too",
                  hint="Find", words="search pinyin title author source"),
            entry("find_next", "n", "Next article found", "To the next article found", words="next match"),
            entry("find_previous", "N", "Previous article found", "To the previous article found",
                  words="previous match"),
        ),
        Group.SELECTING: (
            entry("pick", "space", "Pick article",
                  "Pick this article: tag, status, star, delete, export, edit apply to all picked",
                  hint="Pick", words="select multiple mark"),
            entry("pick_range", "V", "Pick range of articles", "Start a range of picks here, or end it",
                  words="select visual multiple"),
            entry("pick_all", "ctrl+a", "Pick all articles", "Pick all articles of the list, or none",
                  words="select all everything"),
        ),
        Group.MOVING: LIST_MOTIONS,
    },
)  # fmt: skip
