"""The settings of the production form: Kafka, the processors, PostgreSQL. Part of `tocsin.settings.Settings`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class KafkaSettings(_Section):
    bootstrap: str = Field(
        default="127.0.0.1:9092", min_length=1, description="Brokers to begin with, `host:port`, commas between."
    )
    tls: bool = Field(default=False, description="Whether the connection is encrypted and the broker's name verified.")
    ca: Path | None = Field(default=None, description="PEM file of the authority to trust; none: the system's.")
    username: str | None = Field(default=None, description="SASL user; none: no authentication.")
    password: SecretStr | None = Field(default=None, description="The user's password; give it as `_FILE`.")
    mechanism: Literal["SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN"] = Field(
        default="SCRAM-SHA-512", description="How the user is authenticated."
    )
    session_timeout_s: float = Field(
        default=10.0, ge=1, description="After so long without a sign of life another process takes over."
    )
    replication: int = Field(default=1, ge=1, le=7, description="Copies of topics that `topics apply` creates.")
    articles_partitions: int = Field(
        default=12, ge=1, description="Partitions of `articles`: the most classify workers at work at once."
    )

    @model_validator(mode="after")
    def _both_or_none(self) -> KafkaSettings:
        if (self.username is None) != (self.password is None):
            raise ValueError("username and password go together")
        return self


class ProcessSettings(_Section):
    health_port: int | None = Field(
        default=None, ge=0, le=65535, description="Port of `/live`, `/ready` and `/metrics` of a service; none without."
    )
    health_host: str = Field(default="127.0.0.1", description="Address that the health port listens on.")
    batch_records: int = Field(
        default=200, ge=1, le=5000, description="Messages a processor finishes together, at most."
    )
    poison_run: int = Field(
        default=100, ge=1, description="A stage halts at so many messages in a row that it cannot handle,"
    )
    poison_share: float = Field(
        default=0.5, gt=0, le=1, description="or at this share among the last ten times as many."
    )
    transaction_timeout_s: float = Field(
        default=60.0, ge=5, description="Kafka aborts a revision's transaction that hangs so long."
    )


class PostgresSettings(_Section):
    dsn: SecretStr | None = Field(
        default=None, description="Connection URL or key=value string of the store; give it as `_FILE`."
    )


class MonitorSettings(_Section):
    interval_s: float = Field(default=15.0, gt=0, description="Seconds between two looks at broker, store and disks.")
    disks: str = Field(
        default="", description="Folders whose free room is told, `kafka=/var/lib/kafka,postgres=/var/lib/postgresql`."
    )


class ServeSettings(_Section):
    host: str = Field(
        default="127.0.0.1", min_length=1, description="Address that the page and the API listen on; keep it loopback, "
        "or put a proxy with authentication before it."
    )  # fmt: skip
    port: int = Field(default=8710, ge=0, le=65535, description="Their port; 0 is any free one.")
    page: bool = Field(default=True, description="Whether `tocsin run` serves the page, too.")
    metrics: str = Field(
        default="", description="`/metrics` addresses, commas between, of the services whose throughput is shown."
    )
