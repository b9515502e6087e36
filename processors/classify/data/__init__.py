"""Vocabulary and rules of the classify stage."""
