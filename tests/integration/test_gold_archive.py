"""500 real articles through the newsroom and the embedded mode, and twice through the backtest."""

import os
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest
from embedded_process import Remains, newsroom, run, running

from evaluation.published import final_states
from tocsin.contract.codec import decode
from tocsin.contract.incident import Incident

GOLD = Path(os.environ.get("GOLD", Path(__file__).parents[2] / ".." / "shared" / "data"))
STREAM = GOLD / "stream" / "articles.jsonl"
pytestmark = [
    pytest.mark.integration,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not STREAM.exists(), reason="no gold folder here; name it with GOLD="),
]
COUNT = 500


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "articles.jsonl"
    with STREAM.open("rb") as lines:
        path.write_bytes(b"".join(islice(lines, COUNT)))
    return path


def test_every_article_is_in_the_log_once_and_incidents_have_several(archive: Path, tmp_path: Path) -> None:
    feeds, remains = tmp_path / "feeds.toml", Remains(tmp_path / "data")
    with (
        newsroom(feeds, archive, "--speed", "100", "--interval", "1"),
        running("run", "--feeds", feeds, "--data", remains.data) as process,
    ):
        remains.wait_until_done(COUNT)
        assert process.stop() == 0, process.err
    copies = Counter(record.message.key for record in remains.records("articles"))
    assert len(copies) == COUNT
    assert set(copies.values()) == {1}
    remains.assert_whole()
    revisions = [decode(Incident, record.message.value) for record in remains.records("incidents")]
    assert sum(incident.sources.articles >= 2 for incident in final_states(revisions).values()) >= COUNT // 50


def test_two_backtests_are_the_same_bytes_whatever_the_number_of_processes(archive: Path, tmp_path: Path) -> None:
    outs = [tmp_path / "one", tmp_path / "two"]
    for processes, out in enumerate(outs, 1):
        ended = run("backtest", "--articles", archive, "--out", out, "--processes", str(processes))
        assert ended.process.returncode == 0, ended.err
    for name in ("reports.jsonl", "incidents.jsonl", "rejections.jsonl"):
        assert (outs[0] / name).read_bytes() == (outs[1] / name).read_bytes()
        assert (outs[0] / name).stat().st_size > 0
