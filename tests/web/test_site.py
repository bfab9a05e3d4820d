"""Home, lists, downloads, health."""

import hashlib
import time
from pathlib import Path

from starlette.testclient import TestClient

from govkg.publish.publication import publish_project
from govkg.release.layout import active_release
from govkg.release.manifest import read_manifest
from govkg.settings import Settings, read_project
from govkg.web.app import create_app

POLICY = "default-src 'none'"


def test_the_pages_are_there(client: TestClient) -> None:
    """Each HTML, each under a strict policy."""
    for path in ("/", "/browse/", "/browse/https:%2F%2Fexample.org%2Fns%23Thing", "/downloads/"):
        response = client.get(path, headers={"Accept": "text/html"})
        assert response.status_code == 200, path
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        assert response.headers["content-security-policy"].startswith(POLICY)


def test_the_stylesheet_is_there(client: TestClient) -> None:
    """It is ours."""
    response = client.get("/static/style.css")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/css")


def test_a_class_that_is_not_there_is_404(client: TestClient) -> None:
    """And not an empty list."""
    assert client.get("/browse/govkg:Nothing").status_code == 404


def test_every_public_file_can_be_had(client: TestClient, project: Path) -> None:
    """By its lasting address, and by the latest one."""
    layout = active_release(project / "releases")
    assert layout is not None
    manifest = read_manifest(layout.manifest)
    assert manifest.files
    for file in manifest.files:
        latest = client.get(f"/downloads/{file.name}")
        assert latest.status_code == 302
        response = client.get(latest.headers["location"])
        assert response.status_code == 200
        assert hashlib.sha256(response.content).hexdigest() == file.sha256
        assert response.headers["content-type"].startswith(file.content_type)
        assert "immutable" in response.headers["cache-control"]


def test_nothing_but_public_files_can_be_had(client: TestClient, project: Path) -> None:
    """No path leads out of the folder."""
    layout = active_release(project / "releases")
    assert layout is not None
    name = layout.folder.name
    for path in (
        f"/releases/{name}/..%2Fmanifest.json",
        f"/releases/{name}/manifest.json",
        f"/releases/{name}/%2e%2e/manifest.json",
        "/releases/current/dataset.ttl",
        "/releases/..%2F..%2F/govkg.toml",
        "/downloads/..%2Fmanifest.json",
        "/static/..%2Fapp.py",
    ):
        assert client.get(path).status_code == 404, path


def test_health_names_the_release(client: TestClient, project: Path) -> None:
    """For whoever watches."""
    layout = active_release(project / "releases")
    assert layout is not None
    assert client.get("/health").json() == {"status": "ok", "release": layout.folder.name}


def test_a_new_release_is_served_without_a_restart(project: Path, tmp_path: Path) -> None:
    """And a damaged one is not served at all."""
    folder = tmp_path / "project"
    (folder / "data").mkdir(parents=True)
    for name in ("govkg.toml", "data/things.ttl"):
        (folder / name).write_bytes((project / name).read_bytes())
    opened = read_project(folder)
    with TestClient(create_app(opened, Settings()), raise_server_exceptions=False) as client:
        assert client.get("/health").json() == {"status": "ok", "release": None}
        empty = client.get("/")
        assert empty.status_code == 503
        assert "retry-after" in empty.headers
        assert str(tmp_path) not in empty.text
        publish_project(opened)
        first = client.get("/health").json()["release"]
        count = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "format": "csv"}
        before = client.get("/sparql", params=count).text
        with (folder / "data" / "things.ttl").open("a", encoding="utf-8") as file:
            file.write('\n<thing/c> rdfs:label "New"@en .\n')
        publish_project(opened)
        # While it is read on a busy machine, the one before is served.
        until = time.monotonic() + 10
        while client.get("/health").json()["release"] == first and time.monotonic() < until:
            time.sleep(0.05)
        assert client.get("/health").json()["release"] != first
        assert client.get("/thing/c.ttl").status_code == 200
        after = client.get("/sparql", params=count).text
        assert int(after.split()[1]) == int(before.split()[1]) + 1
        assert client.get(f"/releases/{first}/dataset.ttl").status_code == 200
