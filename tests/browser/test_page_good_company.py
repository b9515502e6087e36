"""Of the page: nothing from outside acts, everybody can use it, it fits every screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from invented import account, incident, rejections
from playwright.sync_api import Error, Page, expect
from serving import Growing, served
from visiting import Visiting

from tocsin.contract import fields as f
from tocsin.contract.article import Publisher
from tocsin.contract.envelope import account_message, rejections_message

pytestmark = [pytest.mark.integration, pytest.mark.timeout(180)]
EVIL = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
ARABIC = "سقوط صاروخين في بغداد"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Growing]:
    """Two plain incidents; one whose every outside string is markup; one in Arabic; one known to a country only."""
    made = Growing(tmp_path_factory.mktemp("page") / "store.sqlite")
    made.story()
    made.store(account_message(evil_account()), rejections_message(rejections(3)), evil_incident())
    made.store(replace(incident(4), headline=ARABIC, where=replace(incident(4).where, country="IQ", name=ARABIC)))
    made.store(replace(incident(5), where=replace(incident(5).where, precision="country", radius_km=900.0)))
    yield made
    made.close()


def evil_account():  # type: ignore[no-untyped-def]
    told = account(3)
    sentence = f.Sentence(index=0, text=EVIL)
    report = replace(
        told.reports[0],
        evidence={"casualties.killed": f.Evidence(sentence=sentence, start=0, end=4)},
        casualties=f.Casualties(killed=f.Toll(min=4, best=4, max=4, text="<img")),
    )
    publisher = Publisher(name=EVIL, domain="x.example")
    article = replace(told.article, title=EVIL, url="javascript:window.hacked=1", publisher=publisher, origin=EVIL)
    return replace(told, article=article, reports=(report,))


def evil_incident():  # type: ignore[no-untyped-def]
    made = incident(3)
    sentence = f.Sentence(index=0, text=EVIL)
    claim = replace(account(3).reports[0].claims[0], sentence=sentence, by=f.Speaker(name=EVIL, kind="police"))
    from tocsin.contract.incident import StandingClaim

    return replace(
        made,
        headline=EVIL,
        where=replace(made.where, name=EVIL, city=EVIL, admin1=EVIL, reason=EVIL, text="<img"),
        actors=(f.Actor(name=EVIL, entity="person", kind="other", role="perpetrator", text="<img"),),
        claims=(StandingClaim(claim=claim, reports=1, independent_origins=1),),
        evidence={"casualties.killed": f.Evidence(sentence=sentence, start=0, end=4)},
        witnesses={"casualties.killed": "r3.1"},
        change=replace(made.change, reason=EVIL),
    )


@pytest.fixture(scope="module")
def address(store: Growing) -> Iterator[str]:
    with served(store.path) as server:
        yield server.url


def open_incident(page: Page, headline: str) -> None:
    page.get_by_role("tab", name="Incidents").click()
    page.locator(".revision button", has_text=headline).first.click()
    expect(page.locator(".tolls")).to_be_visible()


def test_markup_and_addresses_from_outside_are_inert(visit: Visiting, address: str) -> None:
    visited = visit()
    page = visited.open(address)
    expect(page.locator(".revision", has_text="onerror").first).to_be_visible()
    open_incident(page, "onerror")
    for button in page.locator(".witnessed > button").all():
        button.evaluate("item => item.click()")
        expect(page.locator(".witness-card")).to_have_count(1)
    for summary in page.locator(".incident summary").all():
        summary.evaluate("item => item.click()")
    expect(page.locator(".rejected .reason")).not_to_have_count(0)
    assert page.locator(".origin", has_text=EVIL).count() == 1, "it is shown as the words it is"
    assert page.locator("#page img, #page script, #page iframe").count() == 0
    links = page.eval_on_selector_all("#page a", "links => links.map(link => link.getAttribute('href'))")
    assert all(link.startswith(("https://", "http://", "/api/")) for link in links), links
    assert page.evaluate("window.hacked") is None
    assert visited.complaints == [], "no blocked script either: it never became one"


@pytest.mark.parametrize(
    "code",
    [
        "document.body.innerHTML = '<b>x</b>'",
        "document.createElement('img').setAttribute('onerror', 'window.hacked = 1')",
        "document.createElement('script').src = '/static/app.js'",
    ],
)
def test_even_our_own_code_cannot_turn_words_into_markup(visit: Visiting, address: str, code: str) -> None:
    page = visit().open(address)
    with pytest.raises(Error, match="requires 'Trusted"):
        page.evaluate(code)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(visit: Visiting, address: str, scheme: str) -> None:
    visited = visit(color_scheme=scheme)
    page = visited.open(address)
    views = {"stream": lambda: None, "list": lambda: page.get_by_role("tab", name="Incidents").click(),
             "incident": lambda: open_incident(page, "Gunmen kill 5")}  # fmt: skip
    for name, go in views.items():
        go()
        found = [
            (violation["id"], [node["html"][:120] for node in violation["nodes"][:3]])
            for violation in Axe().run(page).response["violations"]
            if violation["impact"] in ("serious", "critical")
        ]
        assert found == [], f"{scheme}, {name}"


def test_by_keyboard_alone(visit: Visiting, address: str) -> None:
    page = visit().open(address)
    canvas = page.locator(".map canvas")
    canvas.focus()
    before = page.evaluate("tocsinChart.where()")
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    after = page.evaluate("tocsinChart.where()")
    assert after["k"] > before["k"]
    page.keyboard.press("0")
    assert page.evaluate("tocsinChart.where()") == before
    page.get_by_role("tab", name="Stream").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Incidents")).to_have_attribute("aria-selected", "true")
    page.locator(".revision button", has_text="Gunmen kill 5").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".incident h2")).to_be_focused()
    page.locator(".toll.killed button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".toll.killed .witness-card")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".witness-card")).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("tab", name="Stream")).to_be_visible()


def test_the_stream_pauses_and_resumes(visit: Visiting, address: str, store: Growing) -> None:
    page = visit().open(address)
    page.get_by_role("button", name="Pause").click()
    shown = page.locator("[data-seq]").count()
    store.store(incident(40), incident(41))
    expect(page.locator(".stream-head")).to_contain_text("2 revisions waiting")
    assert page.locator("[data-seq]").count() == shown
    page.get_by_role("button", name="Resume").click()
    expect(page.locator("[data-seq]")).to_have_count(shown + 2)


def test_right_to_left_words_run_right_to_left(visit: Visiting, address: str) -> None:
    page = visit().open(address)
    headline = page.locator(".headline", has_text=ARABIC).first
    assert headline.evaluate("item => getComputedStyle(item).direction") == "rtl"


@pytest.mark.parametrize(("width", "height"), [(360, 740), (768, 1024), (1440, 900), (2560, 1440)])
def test_it_fits_the_screen(visit: Visiting, address: str, width: int, height: int) -> None:
    page = visit(viewport={"width": width, "height": height}, has_touch=width < 800).open(address)
    for step in (lambda: None, lambda: open_incident(page, "Gunmen kill 5")):
        step()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        box = page.locator(".map canvas").bounding_box()
        assert box
        assert box["height"] > 100


def test_a_country_that_is_all_that_is_known_gets_no_pin(visit: Visiting, address: str) -> None:
    page = visit().open(address)
    placed = page.evaluate("tocsinChart.placed()")
    assert "i5" not in placed["marks"]
    assert placed["countries"] == {"NG": ["i5"]}
    assert "i1" in placed["marks"]
