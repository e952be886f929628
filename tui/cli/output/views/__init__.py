"""What commands print of articles for a person: a table, styled text."""
