"""Tags suggested for an article and for words of it, each with why; nothing is ever tagged by itself.

For an article: its keywords, and the tags of the articles nearest to it. For words: the tags given elsewhere
to the same words or to similar ones. What was dismissed, and what is there already, is not suggested.
"""
