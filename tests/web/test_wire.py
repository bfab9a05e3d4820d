"""Files as a client of its own gets them, through sockets: however slowly it reads."""

import hashlib
import http.client
from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest

from bench.generation.outline import Scale
from bench.generation.project import write_project
from govkg.publish.publication import publish_project
from govkg.release.manifest import Manifest, PublicFile, read_manifest
from govkg.settings import read_project
from serving import served

_COMMITMENTS = 2_600
_BUFFERED = 1 << 19
"""Bytes: more than the server reads at a time."""
_READ = 1 << 16
_PAUSES = 8


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wire")
    write_project(place, Scale(_COMMITMENTS))
    publish_project(read_project(place))
    return place


@pytest.fixture(scope="module")
def manifest(folder: Path) -> Manifest:
    return read_manifest(folder / "releases" / "current" / "manifest.json")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[http.client.HTTPConnection]:
    with served(folder) as address:
        connection = http.client.HTTPConnection(address.partition("//")[2], timeout=30)
        yield connection
        connection.close()


def test_every_file_arrives_whole_and_again(
    server: http.client.HTTPConnection, manifest: Manifest
) -> None:
    """The second time it may come from memory; all of them through one connection."""
    assert max(file.size for file in manifest.files) > _BUFFERED
    for file in [*manifest.files, *manifest.files]:
        assert download(server, manifest, file) == file.sha256, file.name


def test_who_reads_slowly_gets_all_of_it(
    server: http.client.HTTPConnection, manifest: Manifest
) -> None:
    largest = max(manifest.files, key=lambda file: file.size)
    assert download(server, manifest, largest, pause=0.05) == largest.sha256


def download(
    server: http.client.HTTPConnection, manifest: Manifest, file: PublicFile, pause: float = 0
) -> str:
    """Give the checksum of what arrives; who pauses does so before each of the first few parts."""
    server.request("GET", f"/releases/{manifest.id}/{file.name}")
    response = server.getresponse()
    assert response.status == 200
    digest = hashlib.sha256()
    for number in range(file.size // _READ + 1):
        if number < _PAUSES:
            sleep(pause)
        digest.update(response.read(_READ))
    assert response.read() == b""
    return digest.hexdigest()
