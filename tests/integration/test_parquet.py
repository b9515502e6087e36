"""Parquet files as analysts read them: the queries of docs/parquet.md, compaction, kills between its steps."""

import re
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import pandas
import pyarrow as pa
import pytest
from invented import NOON, SENTENCE, incident, report

from sinks.parquet import compact
from sinks.parquet.columns import SCHEMA
from sinks.parquet.folder import Folder, Part
from sinks.parquet.sink import ParquetSink
from sinks.port import StoreMisconfigured
from tocsin.contract.envelope import incident_message
from tocsin.contract.incident import StandingClaim
from tocsin.log.port import Delivered, Partition

pytestmark = pytest.mark.integration
ROOT = Path(__file__).parents[2]


def record(number: int, offset: int, *, revision: int = 1, day: int = 0) -> Delivered:
    claim = StandingClaim(claim=report(number).claims[0], reports=1, independent_origins=1)
    told = replace(incident(number, revision=revision), claims=(claim,))
    message = incident_message(told, NOON + timedelta(days=day))
    return Delivered(message, Partition("incidents"), offset, 0)


def fill(folder: Path, *records: Delivered) -> None:
    sink = ParquetSink(folder)
    for one in records:
        sink.add(one)
    sink.flush()


def offsets(folder: Path) -> list[int]:
    query = f"SELECT log_offset FROM read_parquet('{folder}/revisions/*/*.parquet') ORDER BY ALL"
    with duckdb.connect() as connection:
        return [offset for (offset,) in connection.sql(query).fetchall()]


def files(folder: Path) -> list[str]:
    return sorted(f"{p.parent.name}/{p.name}" for p in folder.rglob("*.parquet"))


def test_a_day_and_a_range_of_offsets_is_a_file(tmp_path: Path) -> None:
    fill(tmp_path, record(1, 0), record(2, 1), record(3, 2, day=1), record(4, 3))
    assert files(tmp_path) == ["day=2026-03-01/incidents-0-0-3.parquet", "day=2026-03-02/incidents-0-2-2.parquet"]
    assert offsets(tmp_path) == [0, 1, 2, 3]


def test_other_batches_after_a_kill_double_nothing(tmp_path: Path) -> None:
    """Another cut of the same log, a part of one batch being stored: what a kill between two renames leaves."""
    records = [record(n, n, day=n % 2) for n in range(10)]
    fill(tmp_path, *records[:7])
    (tmp_path / "revisions" / "day=2026-03-02" / "incidents-0-1-5.parquet").unlink()
    fill(tmp_path, *records[3:])
    fill(tmp_path, *records)
    assert offsets(tmp_path) == list(range(10))


def test_the_documented_queries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    fill(tmp_path / "data" / "parquet", record(1, 0), record(2, 1), record(1, 2, revision=2, day=1))
    page = (ROOT / "docs" / "parquet.md").read_text()
    with duckdb.connect() as connection:
        now, killed, claims = (
            connection.sql(sql).fetchall() for sql in re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
        )
    assert len(now) == 2
    assert [(row[0], row[2], row[3]) for row in killed] == [("NG", 2, 8)]
    assert sorted(claims) == [("i1", 1, "police", "4"), ("i1", 2, "police", "4"), ("i2", 1, "police", "4")]
    pandas_code = re.findall(r"```python\n(import pandas.*?)```", page, re.DOTALL)[0]
    found: dict[str, pandas.DataFrame] = {}
    exec(pandas_code, found)
    assert sorted(zip(found["now"]["incident_id"], found["now"]["revision"], strict=True)) == [("i1", 2), ("i2", 1)]
    assert SENTENCE.text in found["now"]["body"].iloc[0]


def test_types_are_those_of_the_values(tmp_path: Path) -> None:
    fill(tmp_path, record(1, 0))
    frame = pandas.read_parquet(tmp_path / "revisions", dtype_backend="pyarrow").iloc[0]
    assert frame["caused_at"] == NOON
    assert str(frame["date"]) == "2026-02-28"
    assert (frame["killed_best"], frame["latitude"]) == (4, 12.6)
    assert pandas.isna(frame["when_start"])
    assert SCHEMA.field("caused_at").type == pa.timestamp("us", "UTC")


def test_small_files_become_one(tmp_path: Path) -> None:
    for n in range(40):
        fill(tmp_path, record(n, n))
    assert len(files(tmp_path)) < compact._FILES
    assert offsets(tmp_path) == list(range(40))


def test_a_kill_in_the_midst_of_compaction_leaves_nothing_doubled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException): ...

    def die(self: Folder, part: Part) -> None:
        raise Killed

    for n in range(compact._FILES - 1):
        fill(tmp_path, record(n, n))
    with monkeypatch.context() as once:
        once.setattr(Folder, "remove", die)
        with pytest.raises(Killed):
            fill(tmp_path, record(99, 99))
    assert len(offsets(tmp_path)) == 2 * compact._FILES, "the window was not hit"
    ParquetSink(tmp_path)
    assert offsets(tmp_path) == [*range(compact._FILES - 1), 99]


def test_a_folder_of_another_log_is_refused(tmp_path: Path) -> None:
    fill(tmp_path, record(1, 0))
    with pytest.raises(StoreMisconfigured, match="another log"):
        fill(tmp_path, record(2, 0))


def test_a_process_killed_while_it_writes_leaves_no_half_file(tmp_path: Path) -> None:
    """-9 in the midst of writing, again and again; what is in place can be read, and the rest comes after."""
    program = (
        "import sys, os, signal, threading; from pathlib import Path; sys.path.insert(0, 'tests/integration');"
        "sys.path.insert(0, 'tests'); from test_parquet import fill, record;"
        "threading.Timer(float(sys.argv[2]), lambda: os.kill(os.getpid(), signal.SIGKILL)).start();"
        "[fill(Path(sys.argv[1]), *(record(n, n, day=n % 3) for n in range(s, s + 9))) for s in range(0, 4000, 7)]"
    )
    for pause_s in ("0.05", "0.12", "0.25"):
        done = subprocess.run([sys.executable, "-c", program, str(tmp_path), pause_s], cwd=ROOT, timeout=60)
        assert done.returncode == -signal.SIGKILL
        ParquetSink(tmp_path)  # a kill in the midst of a compaction leaves rows twice until the next start
        if files(tmp_path):
            found = offsets(tmp_path)
            assert len(found) == len(set(found))
    end = max(offsets(tmp_path), default=0) + 5
    fill(tmp_path, *(record(n, n, day=n % 3) for n in range(end)))
    assert offsets(tmp_path) == list(range(end))
    assert not list(tmp_path.rglob("*.tmp"))
