"""What goes wrong with a server: why it lets nobody in, and who holds others up."""
