"""A newsroom for demos, tests and soaks: a small HTTP server on loopback that publishes articles as feeds.

show, archive -> (when, outlet, item) -> desk (what a feed holds now) -> formats, page -> server
"""

from tocsin.newsroom.newsroom import Newsroom

__all__ = ["Newsroom"]
