"""The palette: finds any action of the reader by its title, in English, Chinese or pinyin, and runs it."""
