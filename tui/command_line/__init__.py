"""The command line of vim users: a colon and a command: ``:q``, ``:set measure 36`` or ``:export docx``."""
