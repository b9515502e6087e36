"""Metrics of the services that the embedded mode has not. Beside `tocsin/metrics.py`."""

from __future__ import annotations

from prometheus_client import Gauge

HALTED = Gauge("tocsin_stage_halted", "1 while a stage has stopped because it can read nothing.", ["stage"])
# 1: alert a person. The dead letters show what cannot be read; mend its writer or roll back, then start it again.
