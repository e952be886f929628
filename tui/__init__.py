"""What a person sees and presses: the Textual reader and the commands."""
