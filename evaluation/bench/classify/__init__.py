"""How fast classify reads: `make bench-classify`."""
