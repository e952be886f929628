"""How a user finds out what there is: the help and the manual, jump hints, and the tour."""
