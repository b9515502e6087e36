"""The messages of Tocsin's topics: plain typed values, their identities, and their form on the wire."""
