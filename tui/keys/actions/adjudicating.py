"""The actions of the screen on which it is decided where coders differ. It takes all keys."""

from __future__ import annotations

from tui.keys.action import Group, Scope, entry, in_scope
from tui.keys.actions.several_panes import LIST_MOTIONS

ADJUDICATING = in_scope(
    Scope.ADJUDICATING,
    {
        Group.MARKING: (
            entry("take(1)", "1", "Take coder 1", "Decide that this coder is right", hint="Take",
                  words="decide choose first", command="adjudicate"),
            entry("take(2)", "2", "Take coder 2", "Decide that this coder is right", words="decide second"),
            entry("take(3)", "3", "Take coder 3", "Decide that this coder is right", words="decide third"),
            entry("take(4)", "4", "Take coder 4", "Decide that this coder is right", words="decide"),
            entry("take(5)", "5", "Take coder 5", "Decide that this coder is right", words="decide"),
            entry("take(6)", "6", "Take coder 6", "Decide that this coder is right", words="decide"),
            entry("take(7)", "7", "Take coder 7", "Decide that this coder is right", words="decide"),
            entry("take(8)", "8", "Take coder 8", "Decide that this coder is right", words="decide"),
            entry("take(9)", "9", "Take coder 9", "Decide that this coder is right", words="decide"),
            entry("take_coder", "0", "Take coder…",
                  "Choose from a list the coder who is right, such as a tenth", words="decide more ten"),
            entry("take_all", "b", "Take both",
                  "Decide that all who marked something are right; the same words get the tags of all",
                  hint="Both", words="decide all every"),
            entry("take_none", "n", "Take neither", "Decide that nothing is to be marked here",
                  hint="Neither", words="decide none nothing reject"),
            entry("own", "e", "Own answer…", "Mark it differently: choose the words, and then the tags",
                  hint="Own", words="edit decide custom different"),
            entry("reason", "c", "Reason…", "Write why; it goes with the decision on this case",
                  hint="Reason", words="comment note why because"),
            entry("reopen", "x", "Decide later", "Take the decision back; the case is open again",
                  words="reopen undecided delete"),
            entry("take_agreed", "A", "Take agreed…",
                  "Take all cases on which coders agree, by a threshold, in one step",
                  hint="Agreed", words="threshold majority all", command="adjudicate"),
        ),
        Group.FINDING: (
            entry("open", "enter", "Read in article",
                  "Close the screen, and read the place in its article; of an own answer, take it",
                  hint="Read", words="go to text"),
            entry("show_agreed", "a", "Show agreed", "List cases on which all agree too, or not",
                  words="filter hide all cases"),
            entry("close", "q", "Close", "Close the screen; what was decided is saved", words="leave quit"),
            entry("leave", "escape ctrl+c", "Step back", "Leave the own answer; then close the screen",
                  hint="Back", words="cancel"),
        ),
        Group.MOVING: (
            entry("next_open", "]", "Next open case", "To the next case that is not decided", hint="Next",
                  words="undecided"),
            entry("previous_open", "[", "Previous open case", "To the previous case that is not decided",
                  words="undecided back"),
            *LIST_MOTIONS,
            entry("scroll_text(1)", "J", "Text down", "Show more of the text below"),
            entry("scroll_text(-1)", "K", "Text up", "Show the text above"),
        ),
        Group.SELECTING: (
            entry("move_end(1)", "l right", "Longer", "Of an own answer: one character more at the end"),
            entry("move_end(-1)", "h left", "Shorter", "Of an own answer: one character less at the end"),
            entry("move_start(1)", "L", "Begin later",
                  "Of an own answer: one character less at the beginning"),
            entry("move_start(-1)", "H", "Begin earlier",
                  "Of an own answer: one character more at the beginning"),
        ),
        Group.LIBRARY: (
            entry("help", "?", "Help", "All keys and commands", hint="Help", words="keys manual shortcuts"),
            entry("palette", "ctrl+p", "Palette", "Find an action by its name",
                  words="commands actions menu"),
            entry("ask('undo')", "u", "Undo", "Undo the last change", words="revert back", command="undo"),
            entry("ask('redo')", "ctrl+r", "Redo", "Redo the change that was undone last", words="repeat",
                  command="redo"),
        ),
    },
)  # fmt: skip
