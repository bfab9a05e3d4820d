"""A server as people start it, with and without a proxy that it trusts."""

import http.client
from pathlib import Path

import pytest

from seed import PIPES, publish_seed
from serving import served

SAID = {
    "X-Forwarded-For": "192.0.2.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "promises.example",
    "Accept": "text/turtle",
}


@pytest.mark.parametrize(
    ("trusted", "expected"),
    [("", "http://127.0.0.1:{port}"), ("127.0.0.0/8", "https://promises.example")],
)
def test_only_a_trusted_proxy_is_heard(tmp_path: Path, trusted: str, expected: str) -> None:
    publish_seed(tmp_path)
    with served(tmp_path, trusted_proxies=trusted, hosts="promises.example") as address:
        port = int(address.rpartition(":")[2])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", PIPES, headers=SAID)
        location = connection.getresponse().headers["Location"]
        connection.close()
    assert location == f"{expected.format(port=port)}{PIPES}.ttl"
