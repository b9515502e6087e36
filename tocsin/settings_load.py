"""Settings from file and environment; what is wrong is told with its source and field."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource

from tocsin.errors import UserError
from tocsin.settings import Settings

DEFAULT_FILE = Path("tocsin.toml")
_PREFIX, _DELIMITER, _FILE = "TOCSIN_", "__", "_FILE"
_NOT_SETTINGS = {"TOCSIN_CONFIG"}


class SettingsError(UserError):
    """`source` is `file:line` or the name of an environment variable; `field` the dotted setting, or ""."""

    def __init__(self, source: str, field: str, problem: str, remedy: str = "see docs/settings.md") -> None:
        super().__init__(f"{source}: {field + ': ' if field else ''}{problem}", remedy)
        self.source, self.field = source, field


def load(
    config: Path | None = None,
    environment: Mapping[str, str] | None = None,
    overrides: Mapping[str, object] | None = None,
    kind: type[Settings] = Settings,
) -> Settings:
    """The settings of `config` (else `TOCSIN_CONFIG`, else `tocsin.toml` if it is there) and the environment.

    `overrides` are top-level values of the command line; None in it means "not given". Raises `SettingsError`.
    """
    environment = os.environ if environment is None else environment
    path = config or (Path(environment["TOCSIN_CONFIG"]) if "TOCSIN_CONFIG" in environment else None)
    if path is None and DEFAULT_FILE.exists():
        path = DEFAULT_FILE
    text = _read(path) if path else ""
    from_file = _parse(path, text) if path else {}
    given = {k: v for k, v in (overrides or {}).items() if v is not None}
    plain = {k: v for k, v in environment.items() if k.upper().startswith(_PREFIX)}
    try:
        return _build(kind, given, _with_files(kind, plain), from_file)
    except ValidationError as error:
        raise _first_problem(error, path, text, plain) from error


def unknown_variables(environment: Mapping[str, str], kind: type[Settings] = Settings) -> list[str]:
    """`TOCSIN_*` variables that name no setting: misspelt, as a rule."""
    known = {name for field in fields(kind) for name in (_variable(field), _variable(field) + _FILE)} | _NOT_SETTINGS
    return sorted(name for name in environment if name.startswith(_PREFIX) and name.upper() not in known)


def fields(model: type[BaseModel], before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The paths of all settings that are no sections."""
    for name, info in model.model_fields.items():
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            yield from fields(info.annotation, (*before, name))
        else:
            yield (*before, name)


def _variable(field: tuple[str, ...]) -> str:
    return _PREFIX + _DELIMITER.join(field).upper()


def _build(
    kind: type[Settings], given: Mapping[str, object], environment: dict[str, str], from_file: dict[str, Any]
) -> Settings:
    class Sourced(kind):  # type: ignore[valid-type,misc]  # pydantic-settings takes its sources from the class
        @classmethod
        def settings_customise_sources(
            cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource, **_: Any
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return init_settings, _Environment(settings_cls, environment), _Parsed(settings_cls, from_file)

    built: Settings = Sourced(**given)
    return built


class _Environment(EnvSettingsSource):
    """pydantic's reading of variables, over a given environment."""

    def __init__(self, settings_cls: type[BaseSettings], environment: dict[str, str]) -> None:
        self._given = {name.lower(): value for name, value in environment.items()}
        super().__init__(settings_cls)

    def _load_env_vars(self) -> Mapping[str, str | None]:
        return self._given


class _Parsed(PydanticBaseSettingsSource):
    def __init__(self, settings_cls: type[BaseSettings], values: dict[str, Any]) -> None:
        super().__init__(settings_cls)
        self._values = values

    def get_field_value(self, _field: Any, field_name: str) -> tuple[Any, str, bool]:
        return self._values.get(field_name), field_name, False

    def __call__(self) -> dict[str, Any]:
        return self._values


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = error.strerror if isinstance(error, OSError) else "is not UTF-8"
        raise SettingsError(str(path), "", f"cannot be read ({problem})", "check the path given as --config") from error


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r" \(at line (\d+), column \d+\)| \(at end of document\)", str(error))
        line = found.group(1) if found and found.group(1) else str(text.count("\n") + 1)
        problem = str(error).replace(found.group(0), "") if found else str(error)
        raise SettingsError(f"{path}:{line}", "", f"not TOML: {problem}", "mend that line") from error


def _with_files(kind: type[Settings], environment: dict[str, str]) -> dict[str, str]:
    """`TOCSIN_X_FILE` read into `TOCSIN_X`, unless that is set itself. One trailing newline is dropped."""
    found = dict(environment)
    for field in fields(kind):
        name = _variable(field)
        file = found.pop(name + _FILE, None)
        if file is None or name in environment:
            continue
        try:
            found[name] = Path(file).read_text("utf-8").removesuffix("\n")
        except (OSError, UnicodeDecodeError) as error:
            problem = error.strerror if isinstance(error, OSError) else "not UTF-8"
            raise SettingsError(name + _FILE, ".".join(field), f"{file}: {problem}", "check the file") from error
    return found


def _first_problem(
    error: ValidationError, path: Path | None, text: str, environment: Mapping[str, str]
) -> SettingsError:
    first = error.errors(include_url=False, include_input=False)[0]  # the input may be a secret
    where = tuple(str(part) for part in first["loc"])
    problem = "there is no such setting" if first["type"] == "extra_forbidden" else str(first["msg"])
    for depth in range(len(where), 0, -1):
        name = _variable(where[:depth])
        source = next((n for n in (name, name + _FILE) if n in environment), None)
        if source:
            return SettingsError(source, ".".join(where), problem)
    if path is None:
        return SettingsError("command line", ".".join(where), problem)
    return SettingsError(f"{path}:{_line(text, where)}", ".".join(where), problem)


def _line(text: str, field: tuple[str, ...]) -> int:
    """The line, from 1, that sets `field`; of its section if the key stands in none of the plain forms."""
    section: tuple[str, ...] = ()
    best = 1
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[+\s*([\w.\-]+)\s*\]+", line):
            section = tuple(header.group(1).split("."))
            if field[: len(section)] == section:
                best = number
        elif key := re.match(r"\s*([\w.\-]+)\s*=", line):
            full = section + tuple(key.group(1).split("."))
            if full == field[: len(full)]:
                return number
    return best


def effective(settings: Settings) -> list[tuple[str, str]]:
    """(dotted setting, value) of all that are in force; secrets hidden."""
    shown = []
    for field in fields(type(settings)):
        value: object = settings
        for name in field:
            value = getattr(value, name)
        shown.append((".".join(field), "none" if value is None else str(value)))
    return shown
