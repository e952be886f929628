"""The facets: values by which a query is narrowed, those chosen, and how many articles have each."""
