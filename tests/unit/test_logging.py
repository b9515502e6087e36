"""Log lines are one JSON object each, and no secret gets into them."""

import json
import logging as standard

import pytest

from tocsin import logging
from tocsin.log_repeats import AT_MOST, Repeats


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ({"password": "hunter2"}, {"password": "***"}),
        ({"h": {"Authorization": "Bearer abc", "Accept": "x"}}, {"h": {"Authorization": "***", "Accept": "x"}}),
        ({"url": "https://me:pw@north-post.example/rss"}, {"url": "https://***@north-post.example/rss"}),
        ({"url": "https://n-post.example/?id=4&api_key=s3cret"}, {"url": "https://n-post.example/?id=4&api_key=***"}),
        ({"problem": "sent Bearer abcdefgh12 in vain"}, {"problem": "sent Bearer *** in vain"}),
        ({"tried": ["ftp://a:b@c/d", 7]}, {"tried": ["ftp://***@c/d", 7]}),
        ({"title": "Police hold key suspect", "polls": 3}, {"title": "Police hold key suspect", "polls": 3}),
    ],
)  # fmt: skip
def test_secrets_are_hidden_and_the_rest_is_left(given: dict[str, object], written: dict[str, object]) -> None:
    assert logging.scrub(None, "info", dict(given)) == written


def test_a_json_line_is_one_object_and_levels_are_kept(capsys: pytest.CaptureFixture[str]) -> None:
    logging.configure("warning", "json")
    logging.get("poller").info("not written")
    try:
        raise ValueError("https://me:pw@north-post.example failed")
    except ValueError:
        logging.get("poller").error("went wrong", exc_info=True)
    (line,) = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert (told["event"], told["part"], told["level"]) == ("went wrong", "poller", "error")
    assert "pw" not in line


def test_what_repeats_is_written_a_few_times_a_minute_and_counted() -> None:
    repeats = Repeats()
    told = [repeats.take(("sink", "waits"), now) for now in range(0, 60, 2)]
    assert told == [0] * AT_MOST + [None] * (30 - AT_MOST)
    assert repeats.take(("sink", "other"), 59.0) == 0
    assert repeats.take(("sink", "waits"), 60.0) == 30 - AT_MOST
    assert repeats.take(("sink", "waits"), 61.0) == 0


def test_lines_of_libraries_go_the_same_way(capsys: pytest.CaptureFixture[str]) -> None:
    logging.configure("info", "json")
    logging.take_libraries()
    standard.getLogger("aiokafka.conn").warning("cannot reach kafka://me:pw@%s", "broker.example:9092")
    standard.getLogger("aiokafka.conn").info("not written")
    (line,) = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert (told["part"], told["level"]) == ("aiokafka.conn", "warning")
    assert told["event"] == "cannot reach kafka://***@broker.example:9092"
