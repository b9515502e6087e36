"""The API over HTTP."""

from collections.abc import Iterator

import httpx
import pytest
from serving import Growing, served

from tocsin.serve.page import files
from tocsin.serve.security import CONTENT_SECURITY_POLICY

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    store = Growing(tmp_path_factory.mktemp("api") / "store.sqlite")
    store.story()
    with served(store.path) as server, httpx.Client(base_url=server.url) as client:
        yield client
    store.close()


def test_a_list_goes_on_where_its_page_ended(api: httpx.Client) -> None:
    first = api.get("/api/v1/incidents", params={"limit": 1}).json()
    second = api.get("/api/v1/incidents", params={"limit": 1, "cursor": first["next"]}).json()
    assert {first["incidents"][0]["id"], second["incidents"][0]["id"]} == {"i1", "i2"}
    assert second["next"] is None


def test_one_incident_with_all_it_stands_on(api: httpx.Client) -> None:
    assert api.get("/api/v1/incidents/i1").json()["casualties"]["killed"]["best"] == 5
    revisions = api.get("/api/v1/incidents/i1/revisions").json()["revisions"]
    assert [(line["revision"], line["change"]["kind"]) for line in revisions] == [(1, "opened"), (2, "updated")]
    (line,) = api.get("/api/v1/incidents/i1/ledger").json()["reports"]
    assert line["report"]["claims"][0]["sentence"]["text"].startswith("Gunmen killed four")
    (mention,) = api.get("/api/v1/articles/a1/rejections").json()["rejections"]
    assert mention["reason"] == "threat"
    for path in ("i9", "i9/revisions", "i9/ledger", "i9/similar"):
        answer = api.get(f"/api/v1/incidents/{path}")
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_what_has_not_changed_is_not_sent_again(api: httpx.Client) -> None:
    for path in ("incidents", "counts", "map", "incidents/i1", "incidents/i1/ledger", "revisions"):
        first = api.get(f"/api/v1/{path}")
        again = api.get(f"/api/v1/{path}", headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "query",
    ["country=Iraq", "type=explosions", "severity=5", "bbox=1,2,3", "bbox=0,50,10,40", "bbox=a,b,c,d", "since=soon",
     "since=0001-01-01T00:00:00%2B14:00", "limit=0", "confirmation=perhaps", "text=%00"],
)  # fmt: skip
def test_a_malformed_filter_is_refused(api: httpx.Client, query: str) -> None:
    assert api.get(f"/api/v1/incidents?{query}").status_code == 422


def test_a_foreign_cursor_is_refused(api: httpx.Client) -> None:
    assert api.get("/api/v1/incidents?cursor=nonsense").status_code == 400


def test_every_answer_is_guarded(api: httpx.Client) -> None:
    for path in ("/", "/static/app.js", "/api/v1/incidents", "/nowhere"):
        headers = api.get(path).headers
        assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
        assert headers["x-content-type-options"] == "nosniff"
    for word in ("unsafe", "http:", "https:", "*"):
        assert word not in CONTENT_SECURITY_POLICY


def test_another_name_is_not_answered(api: httpx.Client) -> None:
    """DNS rebinding: a page elsewhere that points its own name at 127.0.0.1 reads nothing."""
    for path in ("/", "/api/v1/incidents", "/api/v1/stream"):
        assert api.get(path, headers={"Host": "evil.example:8710"}).status_code == 421
    assert api.get("/api/v1/health", headers={"Host": "localhost:8710"}).status_code == 200


def test_the_page_brings_all_it_needs(api: httpx.Client) -> None:
    index = api.get("/")
    assert index.headers["content-type"] == "text/html; charset=utf-8"
    assert "<script>" not in index.text
    for name, (body, media_type) in files().items():
        answer = api.get(f"/static/{name}")
        assert (answer.content, answer.headers["content-type"]) == (body, media_type)
    assert api.get("/static/../app.py").status_code == 404
    assert api.get("/static/%2e%2e%2fapp.py").status_code == 404


def test_throughput_comes_from_the_metrics(api: httpx.Client) -> None:
    found = api.get("/api/v1/throughput").json()
    assert found["incidents"] == 2
    assert set(found) >= {"feeds", "articles_per_second", "latency_seconds", "incidents_last_hour"}


def test_views_are_those_of_the_sinks(api: httpx.Client) -> None:
    collection = api.get("/api/v1/views/geojson", params={"country": "NG"}).json()
    assert [feature["id"] for feature in collection["features"]] == ["i1", "i2"]
    lines = api.get("/api/v1/views/csv").text.splitlines()
    assert len(lines) == 3
    message = api.get("/api/v1/incidents/i1/cap")
    assert message.headers["content-type"] == "application/cap+xml"
    assert "<msgType>Update</msgType>" in message.text
    assert "tocsin-i1-1" in message.text, "it refers to the revision before"
    assert api.get("/api/v1/incidents/i9/cap").status_code == 404
