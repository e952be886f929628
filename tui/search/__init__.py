"""The search of the library: a query, and what it finds as articles, lines of a concordance, and passages."""
