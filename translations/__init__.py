"""The tools that keep the translations: what `make messages` runs. The program itself needs none of it."""
