"""Feeds to articles: feed list -> schedule -> fetch -> parse -> article -> decide -> publish.

Each step is a file of that name. The pure ones (schedule, politeness, parse, links, clean, dates, origin,
article, decide) do no I/O; fetch, state, publish and poller do.
"""
