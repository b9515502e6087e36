"""Scripts that make the trained artefacts. They need the development dependencies and the gold data."""
