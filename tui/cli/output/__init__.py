"""What the commands print: one JSON object per line, or text and tables; one module per subject."""
