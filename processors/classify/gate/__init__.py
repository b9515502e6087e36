"""Which articles are worth reading: cheap, and wrong only on the safe side."""
