"""The gazetteer, built once for the installation (a few seconds the first time)."""

from __future__ import annotations

import pytest

from processors.classify.geo.gazetteer import Gazetteer


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.ready()
