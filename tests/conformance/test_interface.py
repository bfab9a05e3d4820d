"""Schemathesis asks what the OpenAPI document says may be asked, and much that it does not."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.specs.openapi.checks import positive_data_acceptance

from govkg.release.queries import read_example
from seed import ROOT, publish_seed
from serving import served

EXAMPLES = [
    read_example(file.stem, file.read_text(encoding="utf-8"))
    for file in sorted((ROOT / "queries" / "examples").glob("*.rq"))
]
ENDPOINT = ["query", "queryByPost"]
NAMES = [*ENDPOINT, "health", *(example.name for example in EXAMPLES)]
WITH_PARAMETERS = [*ENDPOINT, *(example.name for example in EXAMPLES if example.parameters)]
OF_A_GRAMMAR = {
    *ENDPOINT,
    *(one.name for one in EXAMPLES if "iri" in {parameter.kind for parameter in one.parameters}),
}
"""They take a query or an IRI, and no JSON Schema can say what is one."""
CASES = 25


@pytest.fixture(scope="module")
def interface(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("interface")
    publish_seed(folder)
    with served(folder, query_timeout="5") as address:
        yield schemathesis.openapi.from_url(f"{address}/openapi.json")


def ask(interface: Any, name: str, mode: GenerationMode) -> None:
    """Send some requests that the description of an operation allows, or does not allow."""
    operation = interface.find_operation_by_id(name)
    loose: list[CheckFunction] = [positive_data_acceptance] if name in OF_A_GRAMMAR else []

    @settings(
        max_examples=CASES,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def check(case: schemathesis.Case[Any]) -> None:
        response = case.call()
        # A deadline may be so short that it has passed at once.
        late: list[CheckFunction] = [not_a_server_error] if response.status_code == 504 else []
        case.validate_response(response, excluded_checks=loose + late)

    check()


@pytest.mark.parametrize("name", NAMES)
def test_what_is_described_is_answered_so(interface: Any, name: str) -> None:
    ask(interface, name, GenerationMode.POSITIVE)


@pytest.mark.parametrize("name", WITH_PARAMETERS)
def test_what_is_not_described_is_refused(interface: Any, name: str) -> None:
    ask(interface, name, GenerationMode.NEGATIVE)


def test_every_query_is_described(interface: Any) -> None:
    described = [result.ok() for result in interface.get_all_operations()]
    ids = [operation.definition.raw["operationId"] for operation in described]
    assert sorted(ids) == sorted(NAMES)
