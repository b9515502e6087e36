"""The robots.txt of the hosts whose pages are read, each asked for once a day."""

from __future__ import annotations

from collections import OrderedDict
from urllib.parse import urlsplit

from producers.fetch import Fetcher, FetchError, Visit
from producers.robots import NONE, Robots, of_status
from producers.settings import FetchSettings, PageSettings

_MOST = 10_000  # hosts; beyond, the one asked longest ago is asked again


class RobotsCache:
    """One event loop. `known` costs nothing; `fetch` is a request to the page's own host."""

    def __init__(self, fetch: FetchSettings, pages: PageSettings) -> None:
        self._agent, self._pages = fetch.user_agent, pages
        self._found: OrderedDict[str, tuple[Robots, float]] = OrderedDict()

    def known(self, url: str, now: float) -> Robots | None:
        robots, until = self._found.get(_origin(url), (None, 0.0))
        return robots if until > now else None

    async def fetch(self, url: str, fetcher: Fetcher, now: float, visit: Visit | None = None) -> Robots:
        origin = _origin(url)
        try:
            response = await fetcher.get(f"{origin}/robots.txt", accept="text/plain, */*;q=0.1", visit=visit)
            robots = of_status(response.status, response.body, self._agent)
        except FetchError:
            robots = NONE
        kept = self._pages.robots_failed_s if robots is NONE else self._pages.robots_s
        self._found[origin] = (robots, now + kept)
        self._found.move_to_end(origin)
        while len(self._found) > _MOST:
            self._found.popitem(last=False)
        return robots


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
