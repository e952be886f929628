"""Who may do what with a library on a server, as the database itself enforces it."""
