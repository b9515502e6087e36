"""schemathesis over the API's own OpenAPI document: whatever is asked, no server error, and answers as described."""

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import schemathesis
from schemathesis import checks
from schemathesis.generation import GenerationMode
from serving import Growing

from tocsin.serve.app import make_app
from tocsin.serve.figures import Figures
from tocsin.serve.sql_reader import SqlReader
from tocsin.serve.sqlite_database import SqliteDatabase

pytestmark = pytest.mark.integration
EXAMPLES = 15
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
ENDLESS = "/api/v1/stream"  # test_serve_stream.py reads it


@pytest.fixture(scope="module")
def operations(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[schemathesis.schemas.APIOperation]]:
    store = Growing(tmp_path_factory.mktemp("schema") / "store.sqlite")
    store.story()
    app = make_app(SqlReader(SqliteDatabase(store.path)), Figures(dict))
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app).exclude(path=ENDLESS)
    yield [result.ok() for result in schema.get_all_operations()]
    store.close()


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=str)
def test_no_server_error_and_answers_as_described(
    operations: list[schemathesis.schemas.APIOperation], mode: GenerationMode
) -> None:
    assert len(operations) >= 10
    asked = 0
    for operation in operations:

        @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
        @hypothesis.settings(
            max_examples=EXAMPLES,
            deadline=None,
            suppress_health_check=list(hypothesis.HealthCheck),
            database=None,
            phases=[hypothesis.Phase.generate],
        )
        def ask(case: schemathesis.Case) -> None:
            nonlocal asked
            asked += 1
            case.call_and_validate(checks=CHECKS)

        if mode is GenerationMode.POSITIVE or operation.query or operation.path_parameters:  # else nothing can be wrong
            ask()
    assert asked >= EXAMPLES


def test_the_document_names_every_answer_and_says_what_it_is(tmp_path: Path) -> None:
    store = Growing(tmp_path / "store.sqlite")
    document = make_app(SqlReader(SqliteDatabase(store.path)), Figures(dict)).openapi()
    store.close()
    assert document["openapi"].startswith("3.1")
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert method == "get", "it only reads"
            assert operation["description"], path
