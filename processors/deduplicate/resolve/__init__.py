"""The fields of an incident from its ledger, each by a rule stated at the top of its file.

Everywhere: one voice an origin (copies are silent), articles about the incident before passing mentions, and ties to
the earlier arrival, so that the same ledger gives the same values.
"""
