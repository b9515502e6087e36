"""Whose text it is."""

from __future__ import annotations

import pytest

from producers.origin import find_origin

CASES = [
    # source, authors, text, publisher, expected
    ("Meridian News Agency", (), "", "Lagos Ledger", "Meridian News Agency"),
    ("Lagos Ledger", (), "", "The Lagos Ledger", None),
    ("AP", (), "", "Lagos Ledger", "Associated Press"),
    (None, ("The Associated Press",), "", "Lagos Ledger", "Associated Press"),
    (None, ("By REUTERS",), "", "Lagos Ledger", "Reuters"),
    (None, ("Jane Doe and AFP",), "", "Lagos Ledger", "Agence France-Presse"),
    (None, (), "NAIROBI, March 8 (Xinhua) -- Gunmen killed two.", "Lagos Ledger", "Xinhua"),
    (None, (), "KABUL (AP) — A bomb went off.", "Lagos Ledger", "Associated Press"),
    (None, (), "A bomb went off.\n\n(Reuters)", "Lagos Ledger", "Reuters"),
    (None, (), "A bomb went off.\n\nWith inputs from PTI", "Lagos Ledger", "Press Trust of India"),
    (None, (), "KABUL (Reuters) - A bomb went off.", "Reuters", None),
    (None, ("Jane Doe",), "The AP bureau was hit. Reuters said so.", "Lagos Ledger", None),
    (None, (), "He joined the party (AA) last year - and left.", "Lagos Ledger", None),
    (None, (), "", None, None),
]


@pytest.mark.parametrize(("source", "authors", "text", "publisher", "expected"), CASES)
def test_origin(
    source: str | None, authors: tuple[str, ...], text: str, publisher: str | None, expected: str | None
) -> None:
    assert find_origin(source, authors, text, publisher) == expected
