"""From a query to places: articles with their hits, lines of a concordance, passages; and facets of articles.

Each is an iterator, so that the first ones are shown at once, and takes a ``progress`` that may stop it.
"""
