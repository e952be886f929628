"""Ways to read: plainly, and in a browser."""
