"""Answers the conditions of queries that are about assignments: ``assigned:林夏``, ``state:done``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from store.index.article_index import ArticleIndex
from store.library.team.roster import Roster
from store.model.tables.assignment import Assignment
from store.model.tables.member import Member, member_key
from store.query.names import ME
from store.query.tree import And, Field, Node, Not, Or, Query, Term, children


class AssignedArticles:
    """Knows which articles meet conditions about assignments in the open round, else in the last one."""

    def __init__(self, index: ArticleIndex, roster: Callable[[], Roster], creator: str) -> None:
        """Ask ``index`` who has annotated what, and the team that ``roster`` returns.

        :param creator: the name of the user.
        """
        self._index = index
        self._roster = roster
        self._creator = creator

    def matching(self, terms: Iterable[Node], articles: list[str]) -> list[str]:
        """Return those of some articles that match all nodes of a query, some of them about assignments."""
        judge = _Judge(self._index, self._roster().present, self._roster().find(self._creator))
        whole = And(tuple(terms))
        return [each for each in articles if judge.holds(whole, each, frozenset())]


class _Judge:
    """Judges the nodes of one query on articles."""

    def __init__(
        self, index: ArticleIndex, assignments: Mapping[str, list[Assignment]], me: Member | None
    ) -> None:
        self._index = index
        self._assignments = assignments
        self._me = me
        self._known: dict[Node, Collection[str]] = {}
        signatures = {each.signature for found in assignments.values() for each in found}
        self._started = index.annotated_by(signatures)

    def holds(self, node: Node, article: str, coders: frozenset[str]) -> bool:
        """Whether a node matches an article.

        :param coders: the keys of the coders that stand beside a condition on the state; empty for all.
        """
        if isinstance(node, And):
            beside = frozenset(key for each in node.nodes for key in self._named(each)) or coders
            return all(self.holds(each, article, beside) for each in node.nodes)
        if isinstance(node, Or):
            return any(self.holds(each, article, coders) for each in node.nodes)
        if isinstance(node, Not):
            return not self.holds(node.node, article, coders)
        if isinstance(node, Term) and node.field is Field.ASSIGNED:
            wanted = self._keys(node)
            found = any(member_key(each.coder) in wanted for each in self._assignments.get(article, ()))
            return found is node.wanted
        if isinstance(node, Term) and node.field is Field.STATE:
            return self._is_in_state(node, article, coders) is node.wanted
        if node not in self._known:
            self._known[node] = frozenset(self._index.filtered(Query((node,))))
        return article in self._known[node]

    def _is_in_state(self, term: Term, article: str, coders: frozenset[str]) -> bool:
        return any(
            each.state(is_started=(each.signature, article) in self._started) in term.values
            for each in self._assignments.get(article, ())
            if not coders or member_key(each.coder) in coders
        )

    def _named(self, node: Node) -> frozenset[str]:
        """Return the keys of the coders that a condition names."""
        is_naming = isinstance(node, Term) and node.field is Field.ASSIGNED and node.wanted
        return self._keys(node) if is_naming and isinstance(node, Term) else frozenset()

    def _keys(self, term: Term) -> frozenset[str]:
        mine = self._me.key if self._me else ""
        return frozenset(mine if each == ME else member_key(each) for each in term.values)


def is_of_assignments(node: Node) -> bool:
    """Whether a node of a query is about assignments, or has one in it that is."""
    if isinstance(node, Term):
        return node.field in (Field.ASSIGNED, Field.STATE)
    return any(map(is_of_assignments, children(node)))
