"""What a check takes is told with what it found."""

from pathlib import Path

from bench.measuring.checking import time_check


def test_a_check_tells_its_results(tmp_path: Path) -> None:
    (tmp_path / "govkg.toml").write_text('title = "Few"\nbase_iri = "https://example.org/"\n')
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "few.ttl").write_text(
        "@prefix govkg: <https://w3id.org/govkg/ontology#> .\n"
        "<https://example.org/plan/p> a govkg:Plan .\n"
    )
    told = time_check(tmp_path)
    assert told.endswith(" MiB in all processes, 1 results, exit code 0\n")
