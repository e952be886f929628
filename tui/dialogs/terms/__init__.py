"""Lists of terms, and the clipper."""
