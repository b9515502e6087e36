"""The kinds of panel that Tocsin's dashboards have. Each has a unit, a description and at least one query.

A query is an expression of PromQL with a legend, or a text of SQL over the PostgreSQL store.
"""

from __future__ import annotations

from typing import Any

from grafana_foundation_sdk.builders import common, geomap, prometheus, stat, table, timeseries
from grafana_foundation_sdk.builders import dashboard as board
from grafana_foundation_sdk.cog import variants
from grafana_foundation_sdk.models import common as words
from grafana_foundation_sdk.models.dashboard import DataSourceRef

PROMETHEUS = DataSourceRef(type_val="prometheus", uid="tocsin-prometheus")
POSTGRES = DataSourceRef(type_val="grafana-postgresql-datasource", uid="tocsin-postgres")
WIDTH = 24
Queries = dict[str, str]
"""Legend to PromQL; `{{label}}` in a legend takes the label's value."""


class Sql(variants.Dataquery):
    """A query of Grafana's PostgreSQL source, which the SDK has no builder for."""

    def __init__(self, text: str, form: str) -> None:
        self.text, self.form = text, form

    def to_json(self) -> dict[str, object]:
        return {"refId": "A", "datasource": POSTGRES, "format": self.form, "rawQuery": True, "rawSql": self.text,
                "editorMode": "code"}  # fmt: skip

    def build(self) -> Sql:
        return self


def number(title: str, unit: str, description: str, query: str, warn: float | None = None, span: int = 4) -> Any:
    """One figure, large; red from `warn` on."""
    made = stat.Panel().title(title).description(description).unit(unit).span(span).height(4).datasource(PROMETHEUS)
    if warn is not None:
        made = made.thresholds(_red_from(warn))
    return made.with_target(prometheus.Dataquery().expr(query).instant().ref_id("A"))


def lines(title: str, unit: str, description: str, queries: Queries, span: int = 8, stacked: bool = False) -> Any:
    """Curves over time."""
    made = timeseries.Panel().title(title).description(description).unit(unit).span(span).height(7)
    made = made.datasource(PROMETHEUS).min(0).fill_opacity(30 if stacked else 8).line_width(2)
    made = made.show_points(words.VisibilityMode.NEVER)
    if stacked:
        made = made.stacking(common.StackingConfig().mode(words.StackingMode.NORMAL))
    for ref, (legend, query) in zip("ABCDEFGH", queries.items(), strict=False):
        made = made.with_target(prometheus.Dataquery().expr(query).legend_format(legend).range().ref_id(ref))
    return made


def rows(title: str, unit: str, description: str, sql: str, span: int = 12, height: int = 9) -> Any:
    """A table out of the store."""
    made = table.Panel().title(title).description(description).unit(unit).span(span).height(height)
    return made.datasource(POSTGRES).with_target(Sql(sql, "table"))


def history(title: str, unit: str, description: str, sql: str, span: int = 12) -> Any:
    """Curves out of the store: the columns `time`, `metric`, `value`."""
    made = timeseries.Panel().title(title).description(description).unit(unit).span(span).height(9).min(0)
    made = made.draw_style(words.GraphDrawStyle.BARS).fill_opacity(60)
    made = made.stacking(common.StackingConfig().mode(words.StackingMode.NORMAL))
    return made.datasource(POSTGRES).with_target(Sql(sql, "time_series"))


def figure(title: str, unit: str, description: str, sql: str, span: int = 4) -> Any:
    """One figure out of the store."""
    made = stat.Panel().title(title).description(description).unit(unit).span(span).height(4)
    return made.datasource(POSTGRES).with_target(Sql(sql, "table"))


def world(title: str, unit: str, description: str, sql: str) -> Any:
    """A map of the columns `latitude`, `longitude`; further columns are shown at a touch."""
    layer = common.MapLayerOptions().type("markers").name("incidents")
    layer = layer.location(common.FrameGeometrySource().mode(words.FrameGeometrySourceMode.COORDS)
                           .latitude("latitude").longitude("longitude")).tooltip(True)  # fmt: skip
    made = geomap.Panel().title(title).description(description).unit(unit).span(WIDTH).height(14).layers([layer])
    return made.datasource(POSTGRES).with_target(Sql(sql, "table"))


def dashboard(uid: str, title: str, description: str, panels: list[Any], span: str = "now-1h") -> Any:
    """A whole dashboard, renewed every 15 s."""
    made = board.Dashboard(f"Tocsin: {title}").uid(f"tocsin-{uid}").description(description).tags(["tocsin"])
    made = made.refresh("15s" if span == "now-1h" else "1m").time(span, "now").timezone("utc").readonly()
    for panel in panels:
        made = made.with_panel(panel)
    return made


def _red_from(value: float) -> Any:
    from grafana_foundation_sdk.models.dashboard import Threshold, ThresholdsMode

    steps = [Threshold(value=None, color="green"), Threshold(value=value, color="red")]
    return board.ThresholdsConfig().mode(ThresholdsMode.ABSOLUTE).steps(steps)
