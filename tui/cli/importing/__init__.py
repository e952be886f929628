"""One run of the command `import`: what it reads, what it asks, and how it is stopped."""
