"""Where: gazetteer, recognition and resolution of place names, and the place of an incident."""
