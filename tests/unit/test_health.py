"""Liveness is a loop that goes round, readiness the rest, and systemd hears of both."""

import json
import socket
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tocsin import health, metrics
from tocsin.settings import Settings


def get(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_live_ready_and_metrics_over_http() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    health.serve_health(Settings.model_validate({"metrics": {"port": port}}), "sink probe")
    assert get(port, "/live")[0] == 200, "not yet begun is alive"
    assert get(port, "/ready")[0] == 503
    metrics.READY.labels("sink probe").set(1)
    assert get(port, "/ready")[0] == 200
    metrics.BEAT.labels("sink probe").set(1.0)
    assert get(port, "/live")[0] == 503, "a loop that last went round in 1970"
    status, text = get(port, "/metrics")
    assert status == 200
    assert "tocsin_build_info{" in text
    assert get(port, "/else")[0] == 404


def test_systemd_hears_that_it_is_ready_and_alive_and_nothing_while_it_hangs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(path))
        systemd.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", str(path))
        monkeypatch.setenv("WATCHDOG_USEC", "100000")
        good = [True]
        health.start_watchdog(lambda: good[0])
        assert systemd.recv(100) == b"READY=1"
        assert systemd.recv(100) == b"WATCHDOG=1"
        good[0] = False
        systemd.settimeout(0.3)
        more = [_received(systemd) for _ in range(3)]
        assert more[-1] == b"", "silent since it hangs"


def _received(systemd: socket.socket) -> bytes:
    try:
        return systemd.recv(100)
    except TimeoutError:
        return b""


def test_disks_are_named_folders(tmp_path: Path) -> None:
    from tocsin.errors import UserError
    from tocsin.monitor.run import parse_disks

    assert parse_disks(f"kafka={tmp_path}, data=/srv/data") == {"kafka": tmp_path, "data": Path("/srv/data")}
    with pytest.raises(UserError, match="name=folder"):
        parse_disks("/srv/data")
    assert json.dumps(parse_disks("")) == "{}"
