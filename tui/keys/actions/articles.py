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
            entry(ArticleRequest.STAR, "g~*", "Star article", "Star this article, or remove the star",
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
            entry("cancel", "escape", "Show all articles", "Show all articles again",
                  words="clear filter reset cancel"),
        ),
        Group.MOVING: LIST_MOTIONS,
    },
)  # fmt: skip
