"""One dashboard a file; each has `BOARD`."""
