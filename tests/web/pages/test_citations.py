"""References for bibliographies, and quotations in their context."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from govkg.settings import Settings
from govkg.web.app import create_app
from govkg.web.pages.statements.citation import Citation
from govkg.web.pages.statements.sourcefiles import SourceFiles
from seed import EVENT, publish_seed

TEXT = Path(__file__).parents[4] / "shared" / "sources" / "scio-liaoning-2024-05-09.txt"
PIPES = f"/commitment/{EVENT}/housing-pipe-networks"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    project = publish_seed(tmp_path_factory.mktemp("seed"))
    settings = Settings(sources=TEXT.parent if TEXT.is_file() else None)
    with TestClient(create_app(project, settings)) as started:
        yield started


def test_a_commitment_is_cited_in_bibtex(client: TestClient) -> None:
    response = client.get(f"/cite/en{PIPES}.bib")
    assert response.headers["content-type"].startswith("application/x-bibtex")
    assert response.text.startswith(f"@misc{{{EVENT}-housing-pipe-networks,\n")
    assert "  author = {{Zhang Lilin}}," in response.text
    assert f"  url = {{https://w3id.org/govkg{PIPES}}}" in response.text
    assert "张立林" in client.get(f"/cite/zh{PIPES}.bib").text


def test_a_commitment_is_cited_in_csl(client: TestClient) -> None:
    (item,) = json.loads(client.get(f"/cite/en{PIPES}.csl.json").text)
    assert item["author"] == [{"literal": "Zhang Lilin"}]
    assert item["issued"] == {"date-parts": [[2024]]}
    assert item["title"] == "Renovation of old pipe networks"
    assert item["URL"] == f"https://w3id.org/govkg{PIPES}"


@pytest.mark.parametrize(
    "path", ["/cite/en/nowhere.bib", f"/cite/en{PIPES}.ris", f"/cite/fr{PIPES}.bib"]
)
def test_what_cannot_be_cited_is_404(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_what_bibtex_reads_otherwise_is_escaped() -> None:
    citation = Citation("50 % of {a} & b_c\n\\d", ("A & B",), "", "", "", "", "", "https://a.org/x")
    text = citation.bibtex()
    assert r"title = {50 \% of \{a\} \& b\_c \textbackslash{}d}," in text
    assert r"author = {{A \& B}}," in text
    assert "year" not in text


@pytest.mark.skipif(not TEXT.is_file(), reason="the source file is not at hand")
def test_words_are_marked_in_their_context(client: TestClient) -> None:
    page = client.get(f"{PIPES}.en.html").text
    assert "<mark>renovate another 4,600 kilometers of old pipe networks</mark>, including " in page
    assert "<mark>300 kilometers of gas</mark>" in page


def test_a_source_file_is_found_by_its_checksum_alone(tmp_path: Path) -> None:
    files = SourceFiles(tmp_path)
    text = "管网\r\nand more"
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert files.text(digest) is None
    (tmp_path / "whatever.bin").write_bytes(text.encode())
    (tmp_path / "folder").mkdir()
    assert files.text(digest) == text
    (tmp_path / "whatever.bin").write_bytes(b"changed")
    assert files.text("0" * 64) is None
    assert SourceFiles(None).text(digest) is None
    assert SourceFiles(tmp_path / "nowhere").text(digest) is None
