"""JSON from outside: errors name the place, and values may have any type."""
