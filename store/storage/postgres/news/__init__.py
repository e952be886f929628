"""What others have written: asked for, and told by the server."""
