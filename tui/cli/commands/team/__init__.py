"""Commands for teams: members, rounds, assignments."""
