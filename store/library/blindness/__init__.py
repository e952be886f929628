"""What a coder in a blind round does not see: one place that everything passes which reads annotations."""
