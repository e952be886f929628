"""Imports text files, and files of other programs that bring annotations."""
