"""Puts what reads the files under deploy/ on the import path."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "unit" / "deploy"))
