import importlib.util
from pathlib import Path

from tocsin.archive import read_archive

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_the_example_archive_is_the_sample_newsroom() -> None:
    spec = importlib.util.spec_from_file_location("make_archive", EXAMPLES / "make_archive.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    archive = EXAMPLES / "archive.jsonl"
    assert archive.read_bytes() == b"".join(module.lines())
    assert len(read_archive(archive)) == len(module.lines())
