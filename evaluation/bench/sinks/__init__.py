"""How fast each sink takes revisions, beside the plain client's best: `make bench-sinks`.

material.py  the messages: the sample newsroom's revisions under other ids
plain.py     what a bare client does with rows that are ready: COPY, executemany, a Parquet write, a POST
receiver.py  an HTTP server in a process of its own
__main__.py  turns about, the table
"""
