"""Artefacts, each beside a JSON file that says what made it and how well it does on articles it has not seen."""
