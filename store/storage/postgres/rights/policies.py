"""The policies: which rows of a table somebody may read, add, change and delete.

What somebody is in the team is not copied anywhere: it is read from the documents of the team, once in a
statement, so that a change of the team is one of rights.
"""

from __future__ import annotations

from typing import LiteralString

_SEES_ALL: LiteralString = "(SELECT {schema}.right_of_user()) IN ('owner', 'manager', 'adjudicator')"
_CHANGES_ALL: LiteralString = "(SELECT {schema}.right_of_user()) IN ('owner', 'manager')"
_IS_MEMBER: LiteralString = "(SELECT {schema}.right_of_user()) IS NOT NULL"
_OWNS: LiteralString = "(SELECT {schema}.right_of_user()) = 'owner'"

IS_BLIND: LiteralString = """EXISTS (
    SELECT 1 FROM {schema}.documents d WHERE d.kind = 'assignments'
    AND d.body->>'article' = {article} AND d.body->>'coder' = (SELECT {schema}.member_of_user())
    AND coalesce(d.body->>'done', '') = '' AND coalesce(d.body->>'adjudicated', '') = ''
    AND EXISTS (
        SELECT 1 FROM {schema}.documents r WHERE r.kind = 'rounds' AND r.body->>'round' = d.body->>'round'
        AND coalesce(r.body->>'closed', '') = '' AND coalesce((r.body->>'blind')::boolean, true)
    )
)"""
"""Whether an article is assigned to the user in an open, blind round, and not done: see
:class:`store.library.team.roster.Roster`."""

_IS_OWN: LiteralString = "signer = (SELECT {schema}.member_of_user())"
_IS_BLIND: LiteralString = IS_BLIND.replace("{article}", "annotations.article")
_IS_OF_NO_CODER: LiteralString = """signer = body->>'creator' AND NOT EXISTS (
    SELECT 1 FROM {schema}.documents m WHERE m.kind = 'members' AND m.body->>'member' = signer
    AND coalesce(m.body->>'role', 'coder') <> 'manager'
)"""
_IS_FINISHED: LiteralString = """EXISTS (
    SELECT 1 FROM {schema}.documents d WHERE d.kind = 'assignments'
    AND d.body->>'article' = annotations.article AND d.body->>'coder' = (SELECT {schema}.member_of_user())
    AND coalesce(d.body->>'done', '') || coalesce(d.body->>'adjudicated', '') <> ''
    AND (SELECT {schema}.right_of_user()) = 'coder'
    AND annotations.body->>'creator' = (d.body->>'coder') || '/' || (d.body->>'round')
    AND EXISTS (
        SELECT 1 FROM {schema}.documents r WHERE r.kind = 'rounds' AND r.body->>'round' = d.body->>'round'
        AND coalesce(r.body->>'closed', '') = '' AND coalesce((r.body->>'blind')::boolean, true)
    )
)"""
"""Whether it belongs to work in an open, blind round that is done: it was made without seeing others."""
_IS_SHARED: LiteralString = """EXISTS (
    SELECT 1 FROM {schema}.documents d WHERE d.kind = 'assignments'
    AND d.body->>'article' = documents.body->>'article' AND d.body->>'round' = documents.body->>'round'
    AND d.body->>'coder' = (SELECT {schema}.member_of_user())
)"""
"""Whether the article of an assignment is also assigned to the user in that round: the trigger says what they
change in it."""
_IS_RESULT: LiteralString = """(SELECT {schema}.right_of_user()) = 'adjudicator'
AND body #>> '{{decision,outcome}}' = 'result' AND NOT EXISTS (
    SELECT 1 FROM {schema}.documents m WHERE m.kind = 'members' AND m.body->>'member' = signer
)"""
"""Whether it came of a decision, which adjudicators take: signed by nobody in the team."""
_IS_DECIDED_ON: LiteralString = "(SELECT {schema}.right_of_user()) = 'adjudicator'"
"""Whether a decision on it may be written: the trigger keeps its other fields."""
_HAS_ARTICLE: LiteralString = (
    "EXISTS (SELECT 1 FROM {schema}.articles a WHERE a.article = annotations.article)"
)
_IS_LATEST: LiteralString = "number = (SELECT max(number) FROM {schema}.library)"
_IS_OLD: LiteralString = "number <= (SELECT max(number) - 10000 FROM {schema}.library)"
"""Whether news are so old that any writer deletes them: see :mod:`store.storage.postgres.news.news`."""

POLICIES: tuple[tuple[LiteralString, LiteralString, LiteralString, LiteralString], ...] = (
    ("rights", "SELECT", "USING", "role = current_user OR {schema}.is_owner()"),
    ("rights", "INSERT", "CHECK", "{schema}.is_owner()"),
    ("rights", "UPDATE", "USING", "{schema}.is_owner()"),
    ("rights", "DELETE", "USING", "{schema}.is_owner()"),
    # The functions read the documents: a policy that called them here would call itself.
    ("documents", "SELECT", "USING", "true"),
    ("documents", "INSERT", "CHECK", _CHANGES_ALL),
    (
        *("documents", "UPDATE", "USING"),
        _CHANGES_ALL + " OR kind = 'assignments' AND ((SELECT {schema}.right_of_user()) = 'adjudicator' "
        "OR body->>'coder' = (SELECT {schema}.member_of_user()) OR " + _IS_SHARED + ")",
    ),
    ("documents", "DELETE", "USING", _CHANGES_ALL),
    ("articles", "SELECT", "USING", _IS_MEMBER),
    ("articles", "INSERT", "CHECK", _CHANGES_ALL),
    ("articles", "UPDATE", "USING", _IS_MEMBER),
    ("articles", "DELETE", "USING", _CHANGES_ALL),
    (
        *("annotations", "SELECT", "USING"),
        f"{_SEES_ALL} OR {_IS_MEMBER} AND ({_IS_OWN} OR NOT {_IS_BLIND} OR {_IS_OF_NO_CODER})",
    ),
    (
        *("annotations", "INSERT", "CHECK"),
        f"{_CHANGES_ALL} OR ({_IS_OWN} OR {_IS_RESULT}) AND {_HAS_ARTICLE} AND NOT {_IS_FINISHED}",
    ),
    (
        *("annotations", "UPDATE", "USING"),
        f"{_CHANGES_ALL} OR {_IS_DECIDED_ON} OR {_IS_OWN} AND NOT {_IS_FINISHED}",
    ),
    (
        *("annotations", "DELETE", "USING"),
        f"{_CHANGES_ALL} OR ({_IS_OWN} OR {_IS_RESULT}) AND NOT {_IS_FINISHED}",
    ),
    ("journal", "SELECT", "USING", "role = current_user OR " + _OWNS),
    ("journal", "INSERT", "CHECK", "role = current_user"),
    ("journal", "UPDATE", "USING", "role = current_user"),
    ("journal", "DELETE", "USING", "role = current_user"),
    ("library", "SELECT", "USING", "true"),
    ("library", "UPDATE", "USING", _IS_MEMBER),
    ("lock", "SELECT", "USING", _IS_MEMBER),
    ("lock", "UPDATE", "CHECK", _IS_MEMBER + " AND name = 'lock'"),
    ("changes", "SELECT", "USING", _IS_MEMBER),
    ("changes", "INSERT", "CHECK", f"{_IS_MEMBER} AND {_IS_LATEST}"),
    (
        *("changes", "DELETE", "USING"),
        f"{_CHANGES_ALL} OR {_IS_MEMBER} AND {_IS_OLD}",
    ),
)
"""Table, statement, which rows are checked (those that are there, or those that are written), condition.

What has no policy is forbidden. An update checks the rows that it writes as those that it finds.
"""

PROTECTED = ("library", "lock", "articles", "annotations", "documents", "journal", "changes", "rights")
"""The tables with policies: all that documents are in."""
