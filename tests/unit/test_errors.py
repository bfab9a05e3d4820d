"""Errors keep what they know."""

from govkg.errors import LimitError, QuerySyntaxError, QueryTimeoutError


def test_a_request_error_survives_the_way_out_of_a_worker() -> None:
    """Text and facts come back as they were."""
    error = QuerySyntaxError("expected }", line=3, column=7)
    again = QuerySyntaxError.restore(str(error), error.facts)
    assert type(again) is QuerySyntaxError
    assert str(again) == "expected }"
    assert again.facts == {"line": 3, "column": 7}


def test_a_limit_names_itself_and_its_value() -> None:
    """So that a client knows what to lower."""
    error = QueryTimeoutError(2.5)
    assert isinstance(error, LimitError)
    assert error.facts == {"limit": "time", "value": 2.5, "unit": "seconds"}
    assert "2.5 seconds" in str(error)
