"""The polling engine under load: ten thousand feeds on loopback hosts that keep a log, beside a plain loop.

documents (what the feeds hold) -> hosts (who serves them) -> seed (a state that knows them) -> measured (the engine,
on one core) -> politeness (what the hosts saw) -> plain_loop (feedparser by itself) -> table.
"""
