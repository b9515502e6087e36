"""The committed page is the one that its sources make."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE, STATIC = ROOT / "page", ROOT / "tocsin" / "serve" / "static"
REMEDY = "run `make page` and commit what it builds"


def test_the_page_was_built_from_these_sources() -> None:
    told = dict(line.split("  ")[::-1] for line in (STATIC / "sources.txt").read_text("utf-8").splitlines())
    there = [str(path.relative_to(PAGE)) for path in (PAGE / "src").rglob("*") if path.is_file()]
    assert sorted(told) == sorted([*there, "build.mjs", "package-lock.json"]), REMEDY
    for name, digest in told.items():
        assert hashlib.sha256((PAGE / name).read_bytes()).hexdigest() == digest, f"{name}: {REMEDY}"


def test_the_build_is_reproducible(tmp_path: Path) -> None:
    if shutil.which("npm") is None:
        pytest.skip("no Node: see `make system-packages`")
    if not (PAGE / "node_modules").is_dir():
        subprocess.run(["npm", "ci", "--silent"], cwd=PAGE, check=True, timeout=240)
    done = subprocess.run(["node", "build.mjs", str(tmp_path)], cwd=PAGE, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for built in tmp_path.iterdir():
        assert built.read_bytes() == (STATIC / built.name).read_bytes(), f"{built.name}: {REMEDY}"


def test_the_lock_names_no_host() -> None:
    lock = (PAGE / "package-lock.json").read_text("utf-8")
    assert '"resolved"' not in lock
    assert lock.count('"integrity"') > 20
