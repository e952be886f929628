"""From a query to places in texts: `find`, `kwic` and `passages`."""
