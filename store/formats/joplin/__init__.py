"""JEX, the exports of Joplin: the reader."""
