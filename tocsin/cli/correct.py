"""`tocsin correct`: a correction by hand, sent to `reports` so that it survives a replay."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.log.port import LogUnavailable

if TYPE_CHECKING:
    from tocsin.contract.report import Correction
    from tocsin.log.port import Log

_ACKNOWLEDGE_S = 30.0


class _Action(StrEnum):
    PIN = "pin"
    MERGE = "merge"
    SPLIT = "split"
    RETRACT = "retract"


def command(
    incident: Annotated[str, typer.Argument(help="The incident's id.")],
    action: Annotated[_Action, typer.Argument(help="Hold a field, merge, split, or say it did not happen.")],
    author: Annotated[str, typer.Option(help="Who corrects. Published with the revision.")],
    reason: Annotated[str, typer.Option(help="Why. Published with the revision.")],
    field: Annotated[str | None, typer.Option(help="pin: the field's path, `casualties.killed.best`.")] = None,
    value: Annotated[str | None, typer.Option(help="pin: its value, JSON; a bare word is text.")] = None,
    into: Annotated[str | None, typer.Option(help="merge: the incident that it goes into.")] = None,
    report: Annotated[list[str] | None, typer.Option(help="split: a report that leaves; may be given again.")] = None,
    data: Annotated[Path, typer.Option(help="Folder of the run.")] = Path("data"),
    kafka: Annotated[bool, typer.Option("--kafka", help="Send it to the broker of the settings.")] = False,
    config: Annotated[Path | None, typer.Option(help="Settings file.  [default: tocsin.toml, if there]")] = None,
) -> None:
    """Correct an incident, of a run on this machine or of a broker.

    The correction holds against later accounts, and is shown as what it is.
    """
    from tocsin.contract.envelope import correction_message

    made = _correction(incident, action, author, reason, field, value, into, tuple(report or ()))
    log = _on_kafka(config) if kafka else _of_run(data)
    try:
        log.producer().send(correction_message(made)).result(_ACKNOWLEDGE_S)
    except TimeoutError:
        raise LogUnavailable(f"not acknowledged within {_ACKNOWLEDGE_S:.0f} s: it may or may not be sent") from None
    finally:
        log.close()
    typer.echo(f"correction {made.id} sent" + ("" if kafka else "; it is carried out when the run goes on"))


def _on_kafka(config: Path | None) -> Log:
    from tocsin.log.kafka import KafkaLog
    from tocsin.log.kafka_security import address
    from tocsin.settings_load import load

    return KafkaLog(address(load(config).kafka, "tocsin-correct"))


def _of_run(data: Path) -> Log:
    from tocsin.errors import UserError
    from tocsin.log.sqlite import SqliteLog

    path = next((p / "log.sqlite" for p in (data, data / "show") if (p / "log.sqlite").is_file()), None)
    if path is None:
        raise UserError(f"no run has left a log in {data}", "name its folder with --data, or the broker with --kafka")
    return SqliteLog(path)


def _correction(
    incident: str, action: _Action, author: str, reason: str,
    field: str | None, value: str | None, into: str | None, reports: tuple[str, ...],
) -> Correction:  # fmt: skip
    """Raises `UserError` if the action lacks what it needs."""
    from tocsin.contract.codec import rfc3339
    from tocsin.contract.identity import correction_id
    from tocsin.contract.report import Correction
    from tocsin.errors import UserError
    from tocsin.rules import RULES_VERSION

    needs = {"pin": (field and value is not None, "--field and --value"), "merge": (into, "--into"),
             "split": (reports, "--report"), "retract": (True, "")}  # fmt: skip
    given, what = needs[action.value]
    if not given:
        raise UserError(f"{action.value} needs {what}")
    made_at = datetime.now(UTC)
    return Correction(
        id=correction_id(incident, author, rfc3339(made_at), action.value),
        incident=incident,
        action=action.value,
        author=author,
        reason=reason,
        made_at=made_at,
        rules_version=RULES_VERSION,
        field=field,
        value=_json(value),
        into=into,
        reports=reports,
    )


def _json(value: str | None) -> object:
    import orjson

    if value is None:
        return None
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        return value
