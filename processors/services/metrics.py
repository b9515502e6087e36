"""Metrics of the services that the embedded mode has not. Beside `tocsin/metrics.py`."""

from __future__ import annotations

from prometheus_client import Gauge

HALTED = Gauge("tocsin_stage_halted", "1 while a stage has stopped because it can read nothing.", ["stage"])
# 1: alert a person. The dead letters show what cannot be read; mend its writer or roll back, then start it again.

ACTIVE = Gauge("tocsin_deduplicate_active", "1 in the process that works, 0 in those that stand by.")
# No process at 1 for a minute: nobody took over. Two at 1: one of them has not yet noticed that it was replaced.
