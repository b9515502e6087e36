"""Every alert's cases, as promtool plays them: some seconds, so not among the unit tests."""

import pytest
from deploy_files import promtool

pytestmark = pytest.mark.integration


@pytest.mark.parametrize("cases", ["alerts_test.yml", "regions_test.yml"])
def test_promtool_finds_every_case_true(cases: str) -> None:
    assert "SUCCESS" in promtool("test", "rules", cases)
