"""Whole runs of the embedded mode as a user starts them."""

import json
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from embedded_process import Remains, newsroom, run, running

pytestmark = [pytest.mark.integration, pytest.mark.timeout(180)]

SHOW = 90  # article versions of the sample show


def test_the_show_ends_by_itself_and_says_what_it_found(tmp_path: Path) -> None:
    remains = Remains(tmp_path / "data")
    ended = run("run", "--newsroom", "--data", remains.data)
    assert ended.process.returncode == 0, ended.err
    assert remains.articles().total() == SHOW
    assert remains.drained()
    remains.assert_whole()
    told = " ".join(" ".join(ended.out).split())
    for part in ("12 polled", "89 new, 1 edited", "in force", str(remains.data / "incidents.sqlite"), "tocsin watch"):
        assert part in told
    watched = run("watch", "--data", remains.data, "--format", "jsonl", "--once")
    assert [json.loads(line) for line in watched.out] == [
        json.loads(record.message.value) for record in remains.records("incidents")
    ]
    with closing(sqlite3.connect(remains.data / "incidents.sqlite")) as store:
        (several,) = store.execute("SELECT count(*) FROM incidents WHERE articles >= 3").fetchone()
        (unlinked,) = store.execute(
            "SELECT count(*) FROM incident_reports LEFT JOIN reports ON id = report_id WHERE id IS NULL"
        ).fetchone()
    assert several >= 3, "no incident is told by several articles"
    assert unlinked == 0


def test_a_second_run_finds_nothing_new(tmp_path: Path) -> None:
    feeds, remains = tmp_path / "feeds.toml", Remains(tmp_path / "data")
    with newsroom(feeds, "--speed", "100", "--interval", "0.3"):
        with running("run", "--feeds", feeds, "--data", remains.data) as first:
            remains.wait_until_done(SHOW)
            assert first.stop() == 0, first.err
        incidents = len(remains.records("incidents"))
        second = run("run", "--feeds", feeds, "--data", remains.data, "--for", "3")
        assert second.process.returncode == 0, "\n".join(second.err)
    assert remains.articles().total() == SHOW
    assert len(remains.records("incidents")) == incidents


def test_an_unreachable_feed_is_told_and_disturbs_no_other(tmp_path: Path) -> None:
    feeds, remains = tmp_path / "feeds.toml", Remains(tmp_path / "data")
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]  # free again, and nobody listens there
    with newsroom(feeds, "--speed", "100", "--interval", "0.3"):
        with feeds.open("a") as file:
            file.write(f'\n[[feed]]\nurl = "http://127.0.0.1:{port}/rss"\ntitle = "The Silent Star"\ninterval = 0.3\n')
        with running("run", "--feeds", feeds, "--data", remains.data) as process:
            line = process.wait_for("problem  The Silent Star: ")
            assert "connect" in line, line
            remains.wait_until_done(SHOW)
            assert process.stop() == 0, process.err
    assert "failing The Silent Star" in " ".join(" ".join(process.out).split())
    assert len([text for text in process.out if text.lstrip().startswith("problem ")]) == 1, (
        "the same trouble was told again"
    )


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("feeds.toml", '[[feed]]\nurl = "ftp://north-post.example"\n', "feeds.toml:2: url: "),
        ("feeds.opml", "<opml><body>\n<outline xmlUrl=", "feeds.opml:2: "),
        ("feeds.toml", "", "feeds.toml: feed: the list holds no feed"),
    ],
)
@pytest.mark.parametrize("command", ["run", "validate"])
def test_a_malformed_feed_list_is_one_line(command: str, name: str, text: str, told: str, tmp_path: Path) -> None:
    feeds = tmp_path / name
    feeds.write_text(text)
    ended = run(command, "--feeds", feeds, *(["--data", tmp_path / "data"] if command == "run" else []))
    assert ended.process.returncode == 2
    (line,) = ended.err
    assert line.startswith(f"tocsin: {tmp_path}/{told}")
    assert not (tmp_path / "data").exists()


def test_an_empty_archive_is_one_line(tmp_path: Path) -> None:
    archive = tmp_path / "empty.jsonl"
    archive.write_text("")
    for arguments in (("newsroom", archive), ("backtest", "--articles", archive, "--out", tmp_path / "out")):
        ended = run(*arguments)
        assert ended.process.returncode == 2
        assert [line.startswith(f"tocsin: {archive}: ") for line in ended.err] == [True]
