"""From words to terms: lists of terms that are marked in texts, and what stands beside words.

:mod:`store.terms.term_list` reads a list, :mod:`store.terms.marking` finds its terms in a library and tags
them, :mod:`store.terms.clipper` lists what fills the gap of a pattern such as ``记者*``.
"""
