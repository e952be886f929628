"""The actions that work in every pane."""

from __future__ import annotations

from tui.keys.action import Group, Scope, entry, in_scope

EVERYWHERE = in_scope(
    Scope.APP,
    {
        Group.LIBRARY: (
            entry("help", "?", "Help", "All keys and commands", hint="Help", words="keys manual shortcuts"),
            entry("undo", "u", "Undo", "Undo the last change", hint="Undo", words="revert back",
                  command="undo"),
            entry("redo", "ctrl+r", "Redo", "Redo the change that was undone last", words="repeat",
                  command="redo"),
            entry("export", "E", "Export…", "Write articles and notes to a file, in one of many formats",
                  words="save as write share docx html markdown csv", command="export"),
            entry("import", "I", "Import…", "Import articles from files, or notes from other programs",
                  words="add open load paste article", command="import"),
            entry("import_report", "f6", "Last import",
                  "List what the last import refused or left out, and why", words="errors refused report"),
            entry("stop", "ctrl+x", "Stop", "Stop a long change, an export or the import",
                  words="cancel abort interrupt"),
            entry("command_line", ":", "Command line…", "Type a command, as in vim: :q, :e, :set, :export…",
                  words="vim ex commands colon"),
            entry("tour", "g~?", "Tour", "Try the most important keys, in ten steps",
                  words="tutorial introduction learn first steps"),
            entry("palette", "ctrl+p", "Palette", "Find an action by its name",
                  words="commands actions menu"),
            entry("interrupt", "ctrl+c", "Cancel", "Cancel what has begun, as esc does", words="stop abort"),
            entry("quit", "ctrl+q", "Quit", "Leave the reader; everything is saved", words="exit close"),
        ),
        Group.PANES: (
            entry("next_pane", "tab", "Next pane", "Go to the next pane", hint="Pane",
                  words="switch focus"),
            entry("previous_pane", "shift+tab", "Previous pane", "Go to the previous pane",
                  words="switch focus"),
            entry("zoom", "z", "Zoom pane", "Show this pane alone, or all again", hint="Zoom",
                  words="maximize full screen"),
            entry("leave", "q", "Back to articles", "Go back to the list of articles; in the list, quit",
                  hint="Back", words="leave close quit list"),
            entry("jump", "g~s", "Jump…",
                  "Show letters on annotations, links, headings and panes; type them to jump there",
                  words="hints go easymotion leap"),
            entry("hide_pane", "backslash", "Hide pane", "Hide this pane", words="close"),
            entry("switch('articles')", "f2", "Articles pane", "Show or hide the list of articles",
                  words="show hide list library"),
            entry("switch('reading')", "f3", "Reading pane", "Show or hide the text",
                  words="show hide article"),
            entry("switch('tags')", "f4", "Tags pane", "Show or hide the tags",
                  words="show hide codebook codes"),
            entry("switch('notes')", "f5", "Notes pane", "Show or hide the notes",
                  words="show hide annotations memos"),
        ),
        Group.LOOKS: (
            entry("switch_theme", "ctrl+t", "Switch theme", "Switch between ink (dark) and paper (light)",
                  words="dark light colours colors"),
            entry("language", "g~L", "Language…",
                  "Choose the language of the interface, until the reader is closed",
                  words="english chinese translation locale interface", command="config"),
            entry("repaint", "ctrl+l", "Repaint", "Paint the whole screen again", words="refresh redraw"),
        ),
    },
)  # fmt: skip
