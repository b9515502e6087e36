"""The version of the rules: bumped whenever the same input may give another output."""

RULES_VERSION = "0.6.0"
