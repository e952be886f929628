"""Suggests tags for articles and for words, each with a reason. Nothing is tagged automatically.

An article gets its keywords and the tags of similar articles; words get the tags of the same or similar words
elsewhere. Tags already present and dismissed suggestions are left out.
"""
