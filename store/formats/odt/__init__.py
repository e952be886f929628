"""ODT, the documents of LibreOffice: the reader."""
