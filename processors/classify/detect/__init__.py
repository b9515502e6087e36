"""Trigger words to event mentions, each with a type."""
