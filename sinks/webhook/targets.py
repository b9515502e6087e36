"""What is to be sent where: `[[target]]` tables of a TOML file."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

from sinks.webhook.signature import SecretError, key_of
from tocsin.contract.incident import Incident
from tocsin.contract.vocabulary import ChangeKind
from tocsin.errors import UserError
from tocsin.view.select import Selection, make_selection

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")


class Target(BaseModel):
    """`url`, `secret` or a file that holds it. Lists left out or empty want everything."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    url: SecretStr | None = None
    url_file: Path | None = None
    secret: SecretStr | None = None
    secret_file: Path | None = None
    template: str = "incident"
    countries: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    severity: int = Field(default=0, ge=0, le=4)
    box: str | None = None
    changes: tuple[ChangeKind, ...] = ()
    allow_private: bool = False
    timeout_s: float = Field(default=10.0, gt=0, le=60)
    give_up_s: float = Field(default=86_400.0, gt=0)

    @model_validator(mode="after")
    def _whole(self) -> Target:
        if not _NAME.fullmatch(self.name):
            raise ValueError("name: small letters, digits and hyphens, 41 at most")
        if (self.url is None) == (self.url_file is None):
            raise ValueError("one of url and url_file")
        if self.secret is not None and self.secret_file is not None:
            raise ValueError("one of secret and secret_file")
        return self

    def address(self) -> str:
        """Raises `UserError` for a file that cannot be read, or a scheme that is not allowed."""
        url = self.url.get_secret_value() if self.url else _read(self.url_file)
        if not url.startswith("https://") and not (self.allow_private and url.startswith("http://")):
            raise UserError(
                f"webhook {self.name}: its url does not begin with https://", "http needs allow_private = true"
            )
        return url

    def key(self) -> bytes | None:
        """The signing key, None without a secret. Raises `UserError`."""
        secret = (
            self.secret.get_secret_value() if self.secret else _read(self.secret_file) if self.secret_file else None
        )
        try:
            return None if secret is None else key_of(secret)
        except SecretError as error:
            raise UserError(f"webhook {self.name}: {error}", "make one with `openssl rand -base64 32`") from error

    def selection(self) -> Selection:
        return make_selection(self.countries, self.types, self.severity, self.box)

    def wants(self, incident: Incident) -> bool:
        """A target that was told of an incident hears of its end in `merged` and `retracted`, if it wants changes."""
        return (not self.changes or incident.change.kind in self.changes) and self.selection().wants(incident)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    target: tuple[Target, ...]


def load_targets(path: Path) -> tuple[Target, ...]:
    """Raises `UserError` naming file, target and field."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
        targets = _File.model_validate(raw).target
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror})", "check sink.webhooks") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: not TOML: {error}", "mend that line") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UserError(f"{path}: {place}: {first['msg']}", "docs/webhooks.md lists the fields") from error
    names = [target.name for target in targets]
    if not names or len(set(names)) < len(names):
        raise UserError(f"{path}: {'a name twice' if names else 'no target'}", "each target has a name of its own")
    for target in targets:
        target.selection()
    return targets


def _read(path: Path | None) -> str:
    try:
        return path.read_text("utf-8").strip() if path else ""
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path} cannot be read", "check the webhook's file") from error
