"""The read side: the HTTP API over a store, and the live page.

query (a request's filters) -> conditions (their SQL) -> reader (the port `Reader` over any SQL store)
    -> routes (HTTP) ; tail -> the live stream ; figures -> throughput ; static/ -> the page, built from page/
"""
