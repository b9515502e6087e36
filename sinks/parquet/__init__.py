"""Revisions as Parquet files for analysts: DuckDB, pandas, Spark (docs/parquet.md has queries).

columns.py  a revision as a row
folder.py   day folders, names by offset range, files that are there whole or not at all
sink.py     add, flush: what is stored already is known by its offset, so nothing is doubled
compact.py  many small files of a day into one
"""
