"""The limit of requests: told in each answer, refused politely, off unless set."""

from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from govkg.settings import Settings, read_project
from govkg.web.app import create_app

LIMIT = 5
HTML = {"Accept": "text/html"}


@pytest.fixture
def limited(project: Path) -> Iterator[TestClient]:
    settings = Settings(
        rate_limit=f"{LIMIT}/day", trusted_proxies=(ip_network("127.0.0.1"),), hosts=("testserver",)
    )
    app = create_app(read_project(project), settings)
    with TestClient(app, follow_redirects=False, client=("127.0.0.1", 1)) as started:
        yield started


def from_(address: str) -> dict[str, str]:
    return {"X-Forwarded-For": address}


def test_who_asks_too_fast_is_told_when_to_come_again_and_where_everything_is(
    limited: TestClient,
) -> None:
    for left in range(LIMIT - 1, -1, -1):
        response = limited.get("/thing/a.ttl")
        assert response.status_code == 200
        assert response.headers["ratelimit-policy"] == f'"default";q={LIMIT};w=86400'
        assert response.headers["ratelimit"].startswith(f'"default";r={left};t=')
    refused = limited.get("/thing/a.ttl")
    assert refused.status_code == 429
    assert refused.headers["content-type"] == "application/problem+json"
    assert int(refused.headers["retry-after"]) > 0
    assert refused.headers["ratelimit"].startswith('"default";r=0;t=')
    assert refused.headers["cache-control"] == "no-store"
    assert refused.headers["access-control-allow-origin"] == "*"
    problem = refused.json()
    assert problem["dump"] == "http://testserver/downloads/"
    assert problem["retry_after"] == int(refused.headers["retry-after"])
    page = limited.get("/thing/a", headers=HTML)
    assert page.status_code == 429
    assert "http://testserver/downloads/" in page.text


def test_each_client_is_counted_by_itself(limited: TestClient) -> None:
    for _ in range(LIMIT):
        assert limited.get("/thing/a.ttl", headers=from_("192.0.2.1")).status_code == 200
    assert limited.get("/thing/a.ttl", headers=from_("192.0.2.1")).status_code == 429
    assert limited.get("/thing/a.ttl", headers=from_("192.0.2.2")).status_code == 200


def test_the_addresses_of_one_network_are_one_client(limited: TestClient) -> None:
    for number in range(LIMIT):
        response = limited.get("/thing/a.ttl", headers=from_(f"2001:db8::{number}"))
        assert response.status_code == 200
    assert limited.get("/thing/a.ttl", headers=from_("2001:db8::ffff")).status_code == 429


def test_watching_and_style_sheets_do_not_count(limited: TestClient) -> None:
    for _ in range(LIMIT + 1):
        assert limited.get("/health").status_code == 200
        assert limited.get("/static/style.css").status_code == 200
    assert limited.get("/thing/a.ttl").status_code == 200


def test_without_the_setting_nothing_is_counted(client: TestClient) -> None:
    answers = [client.get("/thing/a.ttl") for _ in range(3 * LIMIT)]
    assert {answer.status_code for answer in answers} == {200}
    assert not [answer for answer in answers if "ratelimit" in answer.headers]


@pytest.mark.parametrize("limit", ["many", "0/minute", "5", "5/fortnight", "-1/day"])
def test_a_limit_that_is_none_is_refused(limit: str) -> None:
    with pytest.raises(ValidationError):
        Settings(rate_limit=limit)
