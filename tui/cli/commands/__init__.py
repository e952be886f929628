"""The commands, one module per subject: the arguments of each, its handler and its usage.

Handlers return an exit code and raise ``PizhuError`` on failure. They import the store when they run, so that
the parser is built without it.
"""
