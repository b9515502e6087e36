"""The embedded mode: every stage as a thread of one process, over the SQLite log.

run -> the poller (producers.embedded), two stages (stage.py over classify.py and deduplicate.py), the sink's runner.
"""
