"""Merging two versions of the same documents, given the version that both were made from.

Everything here is pure: documents in, documents out. The result is the same whichever version is called ours,
and merging once more changes nothing. What both versions changed differently is kept in both forms, or
reported; no note and no annotation is ever lost.
"""
