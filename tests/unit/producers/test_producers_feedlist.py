"""Feed lists: what is read, what is written back, and what an error says."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from producers.feedlist import FeedListError, FeedSpec, load_feeds
from producers.feedlist.opml_list import read_opml, write_opml
from producers.feedlist.toml_list import read_toml, write_toml
from tocsin.contract.article import Publisher
from tocsin.errors import UserError

GOOD_TOML = """\
[defaults]
language = "en"
interval = "10m"

[[feed]]
url = "https://user:secret@courier.example/feed.xml"
id = "courier"
title = "Courier"
publisher = "Baghdad Courier"
domain = "Courier.example"
country = "IQ"
timezone = "Asia/Baghdad"
kind = "outlet"
full_text = "never"

[[feed]]
url = "http://ledger.example/rss"
interval = 90
"""

COURIER = FeedSpec(
    id="courier",
    url="https://user:secret@courier.example/feed.xml",
    title="Courier",
    publisher=Publisher(
        name="Baghdad Courier", domain="courier.example", country="IQ", timezone="Asia/Baghdad", kind="outlet"
    ),
    language="en",
    interval_s=600.0,
    full_text="never",
)


def test_toml() -> None:
    courier, ledger = read_toml(GOOD_TOML.encode(), "feeds.toml")
    assert courier == COURIER
    assert (ledger.language, ledger.interval_s, ledger.full_text) == ("en", 90.0, "candidates")


def test_credentials_stay_in_the_url_alone() -> None:
    assert COURIER.public_url == "https://courier.example/feed.xml"
    assert "secret" not in repr(COURIER.feed)


def test_an_id_without_one_given_does_not_hold_the_password() -> None:
    (one,) = read_toml(b'[[feed]]\nurl = "https://a:b@ledger.example/rss"', "x.toml")
    (other,) = read_toml(b'[[feed]]\nurl = "https://ledger.example/rss"', "x.toml")
    assert one.id == other.id


OPML = """\
<?xml version="1.0"?>
<opml version="1.1"><head><title>My feeds</title></head><body>
<outline text="Middle East"><outline text="Iraq">
<outline type="rss" text="Courier" xmlUrl="https://courier.example/feed.xml" htmlUrl="https://courier.example/"/>
</outline></outline>
<outline type="rss" text="Ledger" title="Lagos Ledger" xmlUrl="feed://ledger.example/rss" language="en-NG"/>
<outline type="rss" text="Courier again" xmlUrl="https://courier.example/feed.xml"/>
<outline type="link" text="No feed" url="https://example.org/"/>
</body></opml>
"""


def test_opml_nested_and_repeated() -> None:
    courier, ledger = read_opml(OPML.encode(), "feeds.opml")
    assert (courier.title, courier.url) == ("Courier", "https://courier.example/feed.xml")
    assert (ledger.title, ledger.url, ledger.language) == ("Lagos Ledger", "http://ledger.example/rss", "en-NG")


def test_both_forms_keep_everything() -> None:
    feeds = read_toml(GOOD_TOML.encode(), "feeds.toml")
    assert read_toml(write_toml(feeds, "A comment\nof two lines").encode(), "x.toml") == feeds
    assert read_opml(write_opml(feeds).encode(), "x.opml") == feeds


def test_quotes_and_other_scripts_survive() -> None:
    odd = FeedSpec(
        id="x",
        url="https://x.example/",
        title='A "quoted" \\ & <b> \u0628\u063a\u062f\u0627\u062f',
        publisher=Publisher(),
    )
    assert read_toml(write_toml([odd]).encode(), "x.toml") == [odd]
    assert read_opml(write_opml([odd]).encode(), "x.opml") == [odd]


CASES = tomllib.loads((Path(__file__).parents[2] / "fixtures/feedlists/broken.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["error"] for case in CASES])
def test_an_error_names_file_line_field_and_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: dict[str, str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(case["name"]).write_text(case["content"], encoding="utf-8")
    with pytest.raises(FeedListError) as caught:
        load_feeds(Path(case["name"]))
    assert str(caught.value).startswith(case["error"])
    assert "\n" not in str(caught.value)
    assert caught.value.remedy
    assert isinstance(caught.value, UserError)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FeedListError, match=r"cannot be read .*; check the path"):
        load_feeds(tmp_path / "none.toml")


def test_a_list_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b'[[feed]]\nurl = "\xff"\n')
    with pytest.raises(FeedListError, match=r"a\.toml:2: is not UTF-8 text; save the file as UTF-8"):
        load_feeds(tmp_path / "a.toml")


def test_entities_of_a_list_are_not_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("https://leak.example/", encoding="utf-8")
    document = (
        f'<!DOCTYPE opml [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
        '<opml><body><outline xmlUrl="https://x.example/" text="&e;"/></body></opml>'
    )
    try:
        feeds = read_opml(document.encode(), "x.opml")
    except FeedListError:
        return
    assert "leak" not in repr(feeds)
