"""The sizes of the panes, and the borders that are dragged to change them."""
