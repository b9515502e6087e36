"""Log to store: runner (the delivery rules) -> a sink (`add`, `flush`).

A sink is a file of its own over the runner; rows.py says what of a message goes into which column.
"""
