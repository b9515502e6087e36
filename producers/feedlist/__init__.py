"""Feed lists: TOML and OPML files to `FeedSpec` values, and back."""

from producers.feedlist.errors import FeedListError
from producers.feedlist.load import load_feeds
from producers.feedlist.spec import FeedSpec

__all__ = ["FeedListError", "FeedSpec", "load_feeds"]
