"""Alerts, rules, runbooks, dashboards, metrics and their page agree with each other."""

import re
from typing import Any

import pytest
import yaml
from deploy_files import CLIENTS_OWN, PROMETHEUS, ROOT, RUNBOOKS, alerts, metrics_in, panels, promtool, rules

from tocsin import metrics
from tocsin.metric import DECLARED

assert metrics.BUILD is not None  # declared by being imported
RULES = [*rules("rules.yml"), *rules("alerts.yml")]
RECORDED = {rule["record"] for rule in RULES if "record" in rule}
KNOWN = DECLARED.keys() | CLIENTS_OWN | RECORDED
CASES = [
    expected["alertname"]
    for name in ("alerts_test.yml", "regions_test.yml")
    for case in yaml.safe_load((PROMETHEUS / name).read_text("utf-8"))["tests"]
    for expected in case["alert_rule_test"]
    if expected["exp_alerts"]
]
PAGES = [*RUNBOOKS.glob("*.md"), ROOT / "docs" / "deploy.md", ROOT / "docs" / "scaling.md"]


def test_promtool_finds_configuration_and_rules_sound() -> None:
    assert "SUCCESS" in promtool("check", "config", "prometheus.yml")
    promtool("check", "rules", "--lint=all", "--lint-fatal", "rules.yml", "alerts.yml")


@pytest.mark.parametrize("alert", alerts(), ids=lambda a: str(a["alert"]))
def test_an_alert_has_summary_severity_runbook_and_a_case_in_which_it_fires(alert: dict[str, Any]) -> None:
    assert alert["labels"]["severity"] in ("page", "ticket")
    assert alert["annotations"]["summary"]
    runbook = ROOT / alert["annotations"]["runbook_url"]
    text = runbook.read_text("utf-8")
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## What it means",
        "## How to look",
        "## How to mend",
    ]
    assert alert["alert"] in CASES


def test_every_runbook_is_some_alerts() -> None:
    linked = {ROOT / alert["annotations"]["runbook_url"] for alert in alerts()}
    assert linked == set(RUNBOOKS.glob("*.md"))


def test_every_metric_named_in_rules_and_alerts_exists() -> None:
    named = {name for rule in RULES for name in metrics_in(rule["expr"])}
    assert len(named) > 20
    assert named - KNOWN == set()


def test_every_metric_named_in_dashboards_exists() -> None:
    named = {name for panel in panels() if not panel.sql for query in panel.queries for name in metrics_in(query)}
    assert len(named) > 40
    assert named - KNOWN == set()


def test_every_metric_named_in_runbooks_exists() -> None:
    text = "\n".join(page.read_text("utf-8") for page in PAGES if page.exists())
    named = set(re.findall(r"`((?:tocsin|process)_[a-z_]+[a-z])\b", text))
    assert len(named) > 10
    assert named - KNOWN == set()


def test_nearly_every_metric_is_shown_or_alerts_and_all_are_explained() -> None:
    expressions = [rule["expr"] for rule in RULES]
    expressions += [query for panel in panels() if not panel.sql for query in panel.queries]
    shown = {name for expression in expressions for name in metrics_in(expression)}
    explained = (ROOT / "docs" / "metrics.md").read_text("utf-8")
    assert [name for name in DECLARED if f"`{name}`" not in explained] == []
    assert len(DECLARED.keys() - shown) <= 5, "what nobody sees is not worth its series: give it a panel"
