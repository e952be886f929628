"""The words of what a query finds as tables: word list, n-grams, collocates, key words, what fills a gap."""
