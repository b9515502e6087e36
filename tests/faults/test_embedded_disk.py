"""A disk that is full or read-only, and a directory that is taken: one clear error, and nothing is lost."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from embedded_process import Remains, limit_files, newsroom, run, running

pytestmark = [pytest.mark.faults, pytest.mark.timeout(240)]

SHOW = 90  # article versions of the sample show


@pytest.mark.parametrize("place", ["below a file", "where nobody may write"])
def test_a_directory_that_cannot_be_written_is_one_line(place: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    # /sys takes no folder of anybody, root included, on every Linux
    data = tmp_path / "file" / "data" if place == "below a file" else Path("/sys/tocsin-data")
    ended = run("run", "--data", data)
    assert ended.process.returncode == 2
    (line,) = ended.err
    assert line.startswith(f"tocsin: the data directory {data} cannot be used (")
    assert line.endswith("make it writable or choose another with --data")
    assert ended.out == []


def test_a_directory_is_worked_in_by_one_run(tmp_path: Path) -> None:
    feeds, data = tmp_path / "feeds.toml", tmp_path / "data"
    with newsroom(feeds), running("run", "--feeds", feeds, "--data", data) as first:
        first.wait_for("opened")
        second = run("run", "--feeds", feeds, "--data", data)
        assert second.process.returncode == 2
        assert second.err == [
            f"tocsin: another tocsin works in {data}; stop it, or choose another directory with --data"
        ]
        assert first.stop() == 0, first.err
        assert "What to do next" in first.out


def test_a_full_disk_is_told_and_the_next_run_goes_on(tmp_path: Path) -> None:
    """By a file-size limit, which needs no rights: every file of the run stops growing at 400 kB."""
    feeds, remains = tmp_path / "feeds.toml", Remains(tmp_path / "data")
    with newsroom(feeds, "--speed", "40", "--interval", "0.3"):
        with running("run", "--feeds", feeds, "--data", remains.data, before=limit_files(400_000)) as cramped:
            cramped.wait_for("free some disk space")
            assert cramped.stop() == 0, cramped.err
            assert "the next run goes on from here" in " ".join(" ".join(cramped.out).split())
        with running("run", "--feeds", feeds, "--data", remains.data) as again:
            remains.wait_until_done(SHOW)
            assert again.stop() == 0, again.err
    remains.assert_whole()


def test_a_disk_that_is_full_from_the_start_is_one_line(tmp_path: Path) -> None:
    ended = run("run", "--data", tmp_path / "data", before=limit_files(1000))
    assert ended.process.returncode == 1
    (line,) = ended.err
    assert line.startswith("tocsin: no room left for")
    assert ended.out == []


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[bool]:
    """A real small file system, where we may mount one."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", folder], capture_output=True, check=False
    )
    try:
        yield mounted.returncode == 0
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", "-l", folder], check=True)


def test_a_disk_that_fills_and_is_freed_is_waited_for(tmp_path: Path) -> None:
    feeds, disk = tmp_path / "feeds.toml", tmp_path / "disk"
    with small_disk(disk, 24_000) as mounted:
        if not mounted:
            pytest.skip("mounting a file system needs root; the file-size limit above covers the same code")
        remains, ballast = Remains(disk / "data"), disk / "ballast"
        with (
            newsroom(feeds, "--speed", "40", "--interval", "0.3"),
            running("run", "--feeds", feeds, "--data", remains.data) as process,
        ):
            process.wait_for("opened")
            fill(ballast)
            process.wait_for("free some disk space")
            ballast.unlink()
            remains.wait_until_done(SHOW)
            assert process.stop() == 0, process.err
        remains.assert_whole()


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        for size in (65536, 1024):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
