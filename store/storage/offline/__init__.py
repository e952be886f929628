"""What an offline copy keeps of the library on a server that it was made from."""
