"""WebSub (https://www.w3.org/TR/websub/), the subscriber's side: hubs push what feeds have new, polls only check.

discovery (which hub) -> subscription (what is asked of it, and when) -> hubs (the asking) -> server (the hub's calls)
-> `producers/push.py` (a pushed document takes the way of a polled one).
"""
