"""The query language: which articles, and which places in their texts.

Parse, print, and change a query::

    from store.query.parser import parse                 # parse(text, attributes=names) -> Query
    from store.query.tree import Field, Query, Term, words, all_of, any_of, negated
    query = parse('tag:服务 (客户 近/5 服务 OR ~"想客户所想") -date:2020')
    str(query)                                           # valid again: parse(str(query)) == query
    query.joined(parse("is:unread"))                     # what both select

``Query.terms`` is a conjunction of nodes: :class:`~store.query.tree.Term` (a field with its values; words
of the text are a Term of ``Field.WORDS``, see :func:`~store.query.tree.words`), ``Attribute``,
``Wildcard``, ``Regex``, ``Variant``, ``Near``, ``Or``, ``Not``, and within these ``And``.
``query.rewritten(change)`` replaces leaves. Above the index nobody evaluates a tree:
``library.texts.matching(query)`` yields the IDs of the articles that match,
``library.articles.filtered(query)`` is the list of them, ``library.texts.places_in(article, query)`` are
the places in one of them.

Places in a text, as (start, end) in code points::

    from store.query.places import Finder, finder, finders, places, merged, text_nodes
    places(query, text)                # of all text nodes that are not negated, sorted, each once
    for each in finders(query):        # one for each such node: the nodes of a concordance
        list(each.places(text)), each.required_runs
    merged(places(query, text))        # those that overlap or touch joined: for highlighting

Errors: :class:`store.query.errors.QuerySyntaxError`, a ``UsageError`` with ``message``, ``query``,
``position`` (code points in what was typed) and ``excerpt()``, the query with a caret below the place. A
regular expression or wildcard that takes too long on a text raises
``store.query.regular_expression.BadPattern``, also a ``UsageError``.

A saved search is written ``@name``, or ``@"a name"``. ``library.codebook.query`` puts its query in its place;
``parse`` alone leaves a :class:`~store.query.tree.Saved`, which no index knows.

Completion: ``complete(text, cursor, values)`` of :mod:`store.query.completion`.

An attribute that a library defines is a field when its name is given to ``parse(text, attributes=…)``; the
term becomes ``Attribute(name, comparison, value)``. A sign before the value is its comparison, a range is a
value ``first..last``. :mod:`store.index.sqlite.filtering` is the place to translate it.
"""
