"""What every index keeps of an article, and what a query asks of it, whichever database it is in."""
