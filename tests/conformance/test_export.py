"""The site as files: served by nginx, crawled by a stranger, the same as from our server."""

import shutil
import subprocess
import time
import urllib.error
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import rdflib

from bench.peers.processes import free_port
from crawling import crawl, get
from govkg.cli import main
from govkg.formats import GRAPH_DOCUMENTS, GraphFormat
from govkg.vocabulary import NAMESPACE
from govkg.web.export.links import links_of
from histories import Keeper, promise
from seed import PIPES, publish_seed
from serving import PATIENCE

NGINX = shutil.which("nginx")

needs_nginx = pytest.mark.skipif(
    NGINX is None, reason="nginx is not installed; `make test` installs it"
)


@dataclass
class Site:
    """An export, and where nginx serves it."""

    folder: Path
    address: str
    project: Path


def start_nginx(folder: Path, scratch: Path, port: int) -> subprocess.Popen[bytes]:
    """Serve *folder* as the configuration that came with it says."""
    configuration = f"""
    daemon off; master_process off; pid {scratch}/nginx.pid; error_log {scratch}/error.log;
    events {{}}
    http {{
      access_log off;
      client_body_temp_path {scratch}/body; proxy_temp_path {scratch}/proxy;
      fastcgi_temp_path {scratch}/f; uwsgi_temp_path {scratch}/u; scgi_temp_path {scratch}/s;
      server {{ listen 127.0.0.1:{port}; root {folder}; include {folder}/_nginx.conf; }}
    }}
    """
    file = scratch / "nginx.conf"
    file.write_text(configuration, encoding="utf-8")
    return subprocess.Popen([NGINX or "nginx", "-p", str(scratch), "-c", str(file)])


def wait_for(address: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            get(f"{address}/robots.txt")
        except urllib.error.URLError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(address)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    project = tmp_path_factory.mktemp("exported")
    publish_seed(project)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    folder = project / "site"
    code = main(["export", "--project", str(project), str(folder), "--public-url", address])
    assert code == 0
    with start_nginx(folder, tmp_path_factory.mktemp("nginx"), port) as process:
        try:
            wait_for(address)
            yield Site(folder, address, project)
        finally:
            process.terminate()


@needs_nginx
def test_a_crawler_finds_every_triple_in_the_files(site: Site) -> None:
    dump = rdflib.Graph().parse(site.folder / "downloads" / "dataset.nt", format="nt")
    ours = {triple for triple in dump if str(triple[0]).startswith(NAMESPACE)}
    found = crawl(site.address)
    assert len(ours) > 2000
    assert ours <= set(found.union)


@needs_nginx
@pytest.mark.parametrize("form", GRAPH_DOCUMENTS, ids=lambda form: form.name)
def test_files_have_their_types_and_entities_lead_to_them(site: Site, form: GraphFormat) -> None:
    kind, body, final = get(f"{site.address}{PIPES}", form.media_type)
    assert (kind, final) == (form.media_type, f"{site.address}{PIPES}.{form.extension}")
    assert body
    page, _, final = get(f"{site.address}{PIPES}", "text/html,application/xhtml+xml,*/*;q=0.8")
    assert (page, final) == ("text/html", f"{site.address}{PIPES}.en.html")


@needs_nginx
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html"),
        ("/downloads/", "text/html"),
        ("/static/style.css", "text/css"),
        ("/sitemap.xml", "application/xml"),
        ("/feeds/changes.atom", "application/atom+xml"),
        ("/feeds/pillar/housing.atom", "application/atom+xml"),
        ("/ldes/stream.trig", "application/trig"),
        ("/ldes/pages/1.trig", "application/trig"),
        ("/dataset.ttl", "text/turtle"),
        ("/dataset.jsonld", "application/ld+json"),
        ("/queries/parts-and-wholes.csv", "text/csv"),
        ("/downloads/dataset.nq", "application/n-quads"),
        ("/downloads/dataset.ttl.gz", "application/gzip"),
        ("/downloads/commitments.csv", "text/csv"),
        ("/llms.txt", "text/plain"),
    ],
)
def test_each_kind_of_file_has_its_type(site: Site, path: str, kind: str) -> None:
    assert get(f"{site.address}{path}")[0] == kind


@needs_nginx
def test_what_is_for_the_server_is_not_served(site: Site) -> None:
    for name in ("_nginx.conf", "_headers"):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            get(f"{site.address}/{name}")


def test_every_link_of_every_page_leads_to_a_file(site: Site) -> None:
    broken = set()
    pages = list(site.folder.rglob("*.en.html"))
    assert len(pages) > 100
    for page in pages:
        path = f"/{page.relative_to(site.folder)}"
        for link in links_of(page.read_text(encoding="utf-8"), path, ""):
            file = site.folder / link.removeprefix("/")
            if not (file / "index.html" if file.is_dir() else file).is_file():
                broken.add(link)
    # These ask a server: queries, patterns and the past.
    asked = {"/sparql", "/fragments", "/openapi.json"}
    assert {link for link in broken if link not in asked and "/memento/" not in link} == set()


def test_a_page_is_the_same_as_from_the_server(site: Site) -> None:
    text = (site.folder / PIPES.removeprefix("/")).with_name("housing-pipe-networks.en.html")
    assert "4,600" in text.read_text(encoding="utf-8")
    sitemap = (site.folder / "sitemap.xml").read_text(encoding="utf-8")
    assert f"{site.address}/sitemaps/1.xml" in sitemap


def test_a_site_below_a_path_links_below_it(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path / "project")
    keeper.publish(promise("pipes", "Pipes"))
    folder = tmp_path / "site"
    arguments = ["export", "--project", str(keeper.project.folder), str(folder)]
    assert main([*arguments, "--public-url", "https://example.com/promises/"]) == 0
    page = (folder / "promise" / "pipes.en.html").read_text(encoding="utf-8")
    assert 'href="/promises/static/style.css"' in page
    assert "https://example.com/promises/sitemaps/1.xml" in (folder / "sitemap.xml").read_text()
    assert "location /promises/" in (folder / "_nginx.conf").read_text(encoding="utf-8")
    stub = (folder / "promise" / "pipes" / "index.html").read_text(encoding="utf-8")
    assert urlsplit("../pipes.en.html").path in stub


def test_an_export_replaces_an_export_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keeper = Keeper(tmp_path / "project")
    keeper.publish(promise("pipes", "Pipes"), promise("roads", "Roads"))
    folder = tmp_path / "site"
    arguments = ["export", "--project", str(keeper.project.folder), str(folder)]
    assert main(arguments) == 0
    assert (folder / "promise" / "roads.ttl").exists()
    keeper.publish(promise("pipes", "Pipes"), promise("gas", "Gas"), promise("oil", "Oil"))
    assert main(arguments) == 0
    assert not (folder / "promise" / "roads.ttl").exists()
    assert (folder / "promise" / "gas.ttl").exists()
    assert "exported:" in capsys.readouterr().out
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("dear", encoding="utf-8")
    assert main([*arguments[:3], str(other)]) == 2
    assert "holds what is no export" in capsys.readouterr().err
    assert (other / "letter.txt").exists()


def test_addresses_that_no_file_can_have_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keeper = Keeper(tmp_path / "project")
    keeper.publish("<place?version=1> a ex:Place .\n<a/../../b> a ex:Place .\n")
    folder = tmp_path / "site"
    assert main(["export", "--project", str(keeper.project.folder), str(folder)]) == 0
    assert "no file can stand at" in capsys.readouterr().out
    assert not (tmp_path / "b.ttl").exists()
