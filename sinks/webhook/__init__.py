"""Revisions of incidents to HTTP addresses: a sink of its own for every target, so that each has its own position.

targets.py    what is to be sent where (a TOML file, docs/webhooks.md)
template.py   a revision in the form that a target reads (sinks/data/webhooks/*.json)
signature.py  how a receiver knows that it is ours (Standard Webhooks)
circuit.py    when a failing target is left alone for a while
post.py       one request, to no forbidden address
sink.py       add, flush
"""
