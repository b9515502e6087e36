"""The cluster seen from outside: what a dead or hanging service cannot tell of itself."""
