"""ENEX, the exports of Evernote: the reader."""
