"""What every stage of Tocsin shares."""

__version__ = "0.1.0"
