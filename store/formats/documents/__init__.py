"""What the readers of documents share: paragraphs, their styles, properties and packages."""
