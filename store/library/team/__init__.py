"""Teams: members with roles, rounds, and the articles that are assigned to coders."""
