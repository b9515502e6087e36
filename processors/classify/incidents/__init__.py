"""The mentions of one article, gathered into incidents."""
