"""The pure parts of webhooks: signature, circuit, templates, the targets' file."""

from dataclasses import replace
from importlib import resources
from pathlib import Path

import orjson
import pytest
from invented import PUBLISHER, incident

from sinks.webhook.circuit import Circuit
from sinks.webhook.signature import SecretError, key_of, signature
from sinks.webhook.targets import Target, load_targets
from sinks.webhook.template import load_template
from tocsin.contract import fields as f
from tocsin.contract.incident import Incident, ReportRef
from tocsin.errors import UserError

OURS = sorted(p.name.removesuffix(".json") for p in resources.files("sinks").joinpath("data/webhooks").iterdir())


def test_the_signature_is_that_of_standard_webhooks() -> None:
    """The example that the project's libraries share in their tests."""
    key = key_of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    made = signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("secret", ["", "whsec_c2hvcnQ=", "not base64!", "whsec_" + "A" * 120])
def test_a_secret_that_is_none(secret: str) -> None:
    with pytest.raises(SecretError):
        key_of(secret)


def test_a_circuit_opens_waits_longer_each_time_and_closes() -> None:
    circuit = Circuit()
    for _ in range(4):
        circuit.failed(0.0)
    assert (circuit.is_open, circuit.wait_s(0.0)) == (False, 0.0)
    waits = []
    now = 0.0
    for _ in range(9):
        circuit.failed(now)
        waits.append(circuit.wait_s(now))
        now += waits[-1]
        assert circuit.wait_s(now) == 0.0
    assert waits == [15, 30, 60, 120, 240, 480, 600, 600, 600]
    circuit.succeeded()
    assert not circuit.is_open


def test_a_target_that_asks_for_time_gets_it_but_not_for_ever() -> None:
    circuit = Circuit()
    circuit.failed(0.0, retry_after_s=120)
    assert circuit.wait_s(0.0) == 120
    circuit.failed(0.0, retry_after_s=1e9)
    assert circuit.wait_s(0.0) == 3600


@pytest.mark.parametrize("name", OURS)
def test_every_template_of_ours_renders(name: str) -> None:
    body = orjson.loads(load_template(name).render(incident(1), b"{}"))
    assert "Gunmen kill 4 in Kaura" in str(body)
    assert "$" not in str(body).replace("$schema", "")


EVIL = '"}, <!everyone> <http://evil.example|here> @everyone [x](http://evil.example) *b* ${id} \u202e'


def evil() -> Incident:
    ref = ReportRef(
        report="r", article="a", version=1, title=EVIL, publisher=PUBLISHER, url="https://north-post.example/"
    )
    return replace(incident(1), headline=EVIL, where=f.Where(name=EVIL, country="NG"), reports=(ref,))


@pytest.mark.parametrize("name", OURS)
def test_no_value_breaks_out_of_a_template(name: str) -> None:
    plain = orjson.loads(load_template(name).render(incident(1), b"{}"))
    body = orjson.loads(load_template(name).render(evil(), b"{}"))
    assert shape(body) == shape(plain)
    text = orjson.dumps(body).decode()
    if name == "slack":
        assert "<!everyone>" not in text
        assert "<http" not in text
    if name in ("discord", "mattermost", "teams"):
        assert "[x](" not in text
        assert "@everyone" not in text.replace("\\\\@everyone", "")


def shape(value: object) -> object:
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    return [shape(item) for item in value] if isinstance(value, list) else type(value).__name__


def test_a_template_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text('{"body": {"cost": "$$5", "n": 1, "about": "${headline} in ${country}"}}')
    assert orjson.loads(load_template(str(path)).render(incident(1), b"")) == {
        "cost": "$5", "n": 1, "about": "Gunmen kill 4 in Kaura in NG"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [('{"body": "${nothing}"}', "no value 'nothing'"), ('{"body": "$ 5"}', "begins no name"), ("{", "template"),
     ('{"escape": "none"}', "body"), ('{"escape": "html", "body": ""}', "html")],
)  # fmt: skip
def test_a_template_that_is_wrong_is_one_line(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "wrong.json"
    path.write_text(text)
    with pytest.raises(UserError, match=told):
        load_template(str(path))


def test_a_template_that_is_not_there() -> None:
    with pytest.raises(UserError, match="no webhook template 'slak'"):
        load_template("slak")


TARGET = '[[target]]\nname = "desk"\nurl = "https://hooks.example/1"\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "target: Field required"),
        ("target = []", "no target"),
        (TARGET + TARGET, "a name twice"),
        ('[[target]]\nname = "Desk!"\nurl = "https://x.example"\n', "small letters"),
        ('[[target]]\nname = "desk"\n', "one of url and url_file"),
        (TARGET + 'colour = "red"\n', "target.0.colour"),
        (TARGET + 'types = ["bombing"]\n', "no type 'bombing'"),
        (TARGET + 'box = "1,2,3"\n', "not four numbers"),
        (TARGET + 'changes = ["closd"]\n', "target.0.changes.0"),
        ("[[target]", "not TOML"),
    ],
)
def test_a_targets_file_that_is_wrong_is_one_line(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "webhooks.toml"
    path.write_text(text)
    with pytest.raises(UserError, match=told) as error:
        load_targets(path)
    assert "\n" not in str(error.value)


def test_http_needs_to_be_allowed(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="https://"):
        Target.model_validate({"name": "desk", "url": "http://hooks.example"}).address()
    secret = tmp_path / "url"
    secret.write_text("http://10.0.0.7/hook\n")
    target = Target.model_validate({"name": "desk", "url_file": str(secret), "allow_private": True})
    assert target.address() == "http://10.0.0.7/hook"
    assert "hooks" not in repr(Target.model_validate({"name": "desk", "url": "https://hooks.example/token"}))


def test_what_a_target_wants() -> None:
    fields = {"name": "d", "url": "https://x.example", "countries": ["ng"], "types": ["violence_against_civilians"],
              "severity": 3, "box": "6,12,7,13", "changes": ["opened", "merged"]}  # fmt: skip
    target = Target.model_validate(fields)
    assert target.wants(incident(1))
    assert not target.wants(incident(1, revision=2))
    assert not target.wants(replace(incident(1), severity=2))
    assert not target.wants(replace(incident(1), where=f.Where(country="NG")))
    assert Target.model_validate({"name": "d", "url": "https://x.example"}).wants(incident(1, revision=2))
