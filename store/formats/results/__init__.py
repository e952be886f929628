"""What a query finds, as tables: articles, lines of a concordance, passages, words."""
