"""Every setting: its type, default and meaning. `docs/settings.md` is made from this file and tested for drift.

Sources, the first that has a value wins:

    1. the command line
    2. the environment: `TOCSIN_POLL__SPACING_S` for `poll.spacing_s`
    3. a file named by the environment, `TOCSIN_..._FILE` (for secrets: docker and systemd mount them as files)
    4. the TOML file: `--config`, else `TOCSIN_CONFIG`, else `tocsin.toml` here if there is one
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from tocsin.settings_services import KafkaSettings, MonitorSettings, PostgresSettings, ProcessSettings, ServeSettings


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LoggingSettings(_Section):
    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The least level that is written."
    )
    format: Literal["auto", "console", "json"] = Field(
        default="auto", description="`json` is one object a line; `auto` is console on a terminal, else json."
    )


class PollingSettings(_Section):
    user_agent: str | None = Field(
        default=None,
        min_length=1,
        description="What publishers see; put an address of yours in it. Default: Tocsin's own.",
    )
    min_interval_s: float = Field(
        default=300.0, gt=0, description="Shortest time between two polls of a feed, in seconds."
    )
    max_interval_s: float = Field(
        default=21600.0, gt=0, description="Longest time between two polls of a feed, in seconds."
    )
    spacing_s: float = Field(
        default=1.0,
        ge=0,
        description="Seconds between the end of a request and the next to the same registrable domain.",
    )
    concurrency: int = Field(default=64, ge=1, le=1000, description="Polls under way at once, over all hosts.")
    domain_concurrency: int = Field(
        default=1,
        ge=1,
        le=100,
        description="Requests under way at once to one registrable domain; more only to hosts that agreed.",
    )
    shard: str = Field(
        default="1/1",
        pattern=r"^[1-9]\d{0,3}/[1-9]\d{0,3}$",
        description="Which part of the feed list is polled: `2/5` is the second of five, dealt out by domain.",
    )
    allow_loopback: bool = Field(
        default=False, description="Whether feeds on 127.0.0.1 may be polled: for a local newsroom, and for tests."
    )


class WebSubSettings(_Section):
    callback: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s?#@]+$",
        description="Public address under which hubs reach `host`:`port`, best by TLS through a proxy; none: WebSub is "
        "off, and all feeds are polled.",
    )
    host: str = Field(default="127.0.0.1", description="Address that hubs' calls are listened for on.")
    port: int = Field(default=8470, ge=1, le=65535, description="Port of it; each producer has its own.")
    lease_s: float = Field(
        default=864000.0, ge=300, description="Time for which hubs are asked to push, in seconds; then it is renewed."
    )


class SinkSettings(_Section):
    batch_records: int = Field(
        default=500, ge=1, le=100_000, description="A batch is stored when it has so many records,"
    )
    batch_seconds: float = Field(default=1.0, gt=0, description="or when its first record is so many seconds old.")
    webhooks: Path | None = Field(default=None, description="TOML file of the targets of `tocsin sink webhook`.")
    parquet: Path | None = Field(
        default=None, description="Folder of `tocsin sink parquet`. None: `parquet` in the data folder."
    )
    parquet_seconds: float = Field(
        default=60.0, gt=0, description="`tocsin sink parquet` writes files when its first record is so old."
    )


class MetricsSettings(_Section):
    port: int | None = Field(
        default=None, ge=0, le=65535, description="Port of Prometheus metrics (`/metrics`); none without it."
    )
    host: str = Field(default="127.0.0.1", description="Address that the metrics port listens on.")


class Settings(BaseSettings):
    """Use `tocsin.settings_load.load`, which names file, line and field of what is wrong."""

    model_config = SettingsConfigDict(env_prefix="TOCSIN_", env_nested_delimiter="__", extra="forbid", frozen=True)

    data: Path = Field(
        default=Path("data"), description="Folder of the embedded mode: its log, its memory of feeds, its store."
    )
    feeds: Path | None = Field(default=None, description="Feed list, `.toml` or `.opml`. None: the sample newsroom.")
    logging: LoggingSettings = Field(default=LoggingSettings(), description="Log lines, on stderr.")
    poll: PollingSettings = Field(default=PollingSettings(), description="How feeds are polled.")
    websub: WebSubSettings = Field(default=WebSubSettings(), description="Feeds whose hub pushes what they have new.")
    sink: SinkSettings = Field(default=SinkSettings(), description="How incidents are stored.")
    metrics: MetricsSettings = Field(default=MetricsSettings(), description="Figures for Prometheus.")
    kafka: KafkaSettings = Field(default=KafkaSettings(), description="The broker of the production form.")
    process: ProcessSettings = Field(default=ProcessSettings(), description="The services classify and deduplicate.")
    monitor: MonitorSettings = Field(default=MonitorSettings(), description="`tocsin monitor`.")
    postgres: PostgresSettings = Field(default=PostgresSettings(), description="The store of the production form.")
    serve: ServeSettings = Field(default=ServeSettings(), description="The read API and the live page.")
