"""A trained decision, for texts whose form gives the rules little to hold on to."""
