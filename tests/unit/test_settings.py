"""Settings: which source wins, and how a wrong one is told."""

from pathlib import Path

import pytest
from pydantic import Field, SecretStr

from tocsin.settings import Settings
from tocsin.settings_load import SettingsError, load, unknown_variables
from tocsin.settings_page import page

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(text: str, name: str = "tocsin.toml") -> Path:
    path = Path(name)
    path.write_text(text, "utf-8")
    return path


def test_every_setting_has_a_default_and_a_description() -> None:
    assert load(environment={}).data == Path("data")
    assert "| None |" not in page()


def test_the_page_is_that_of_the_types() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `python -m tocsin.settings_page > docs/settings.md`"


def test_command_line_before_environment_before_file_before_toml() -> None:
    write('data = "toml"\n[poll]\nspacing_s = 3\nconcurrency = 5\n')
    file = write("7\n", "spacing")
    assert load(environment={}).poll.spacing_s == 3
    from_file = load(environment={"TOCSIN_POLL__SPACING_S_FILE": str(file)})
    assert (from_file.poll.spacing_s, from_file.poll.concurrency) == (7, 5)
    both = {"TOCSIN_POLL__SPACING_S_FILE": str(file), "TOCSIN_POLL__SPACING_S": "9", "TOCSIN_DATA": "env"}
    assert load(environment=both).poll.spacing_s == 9
    assert load(environment=both).data == Path("env")
    assert load(environment=both, overrides={"data": Path("here"), "feeds": None}).data == Path("here")


def test_the_file_may_be_named_by_option_or_environment() -> None:
    write('data = "default"\n')
    other = write('data = "other"\n', "other.toml")
    assert load(environment={"TOCSIN_CONFIG": str(other)}).data == Path("other")
    assert load(other, environment={}).data == Path("other")


@pytest.mark.parametrize(
    ("text", "source", "field", "problem"),
    [
        ("data =\n", "tocsin.toml:1", "", "not TOML"),
        (
            'data = "x"\n\n[poll]\n# gentle\nspacing_s = -1\n',
            "tocsin.toml:5",
            "poll.spacing_s",
            "greater than or equal",
        ),
        ("poll.spacing_s = 'often'\n", "tocsin.toml:1", "poll.spacing_s", "valid number"),
        ("\n[poll]\nspaceing_s = 1\n", "tocsin.toml:3", "poll.spaceing_s", "no such setting"),
        ("\n[pol]\nspacing_s = 1\n", "tocsin.toml:2", "pol", "no such setting"),
        ('[logging]\nlevel = "loud"\n', "tocsin.toml:2", "logging.level", "'debug', 'info'"),
    ],
)
def test_a_wrong_setting_is_told_with_file_line_and_field(text: str, source: str, field: str, problem: str) -> None:
    write(text)
    with pytest.raises(SettingsError, match=problem) as caught:
        load(environment={})
    assert (caught.value.source, caught.value.field) == (source, field)


@pytest.mark.parametrize("name", ["TOCSIN_POLL__CONCURRENCY", "TOCSIN_POLL__CONCURRENCY_FILE"])
def test_a_wrong_variable_is_told_by_its_name(name: str) -> None:
    value = str(write("none", "value")) if name.endswith("_FILE") else "none"
    with pytest.raises(SettingsError, match=r"poll\.concurrency") as caught:
        load(environment={name: value})
    assert caught.value.source == name


def test_a_missing_file_is_told() -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load(Path("absent.toml"), environment={})
    with pytest.raises(SettingsError, match="TOCSIN_DATA_FILE: data: absent"):
        load(environment={"TOCSIN_DATA_FILE": "absent"})


class WithSecret(Settings):
    password: SecretStr = Field(SecretStr(""), min_length=9)


def test_a_secret_comes_from_a_file_and_shows_nowhere() -> None:
    good, short = write("correct-horse\n", "secret"), write("hunter2\n", "short")
    settings = load(environment={"TOCSIN_PASSWORD_FILE": str(good)}, kind=WithSecret)
    assert isinstance(settings, WithSecret)
    assert settings.password.get_secret_value() == "correct-horse"
    assert "correct-horse" not in repr(settings) + settings.model_dump_json()
    with pytest.raises(SettingsError) as caught:
        load(environment={"TOCSIN_PASSWORD_FILE": str(short)}, kind=WithSecret)
    assert "hunter2" not in str(caught.value)


def test_misspelt_variables_are_found() -> None:
    environment = {"TOCSIN_DTAA": "x", "TOCSIN_DATA": "x", "TOCSIN_POLL__SPACING_S_FILE": "x", "TOCSIN_CONFIG": "x"}
    assert unknown_variables(environment) == ["TOCSIN_DTAA"]
