"""Re-anchoring: finds the words of an annotation again in a changed text."""

from store.model.anchoring.location import locate, occurrences, same_words

__all__ = ["locate", "occurrences", "same_words"]
