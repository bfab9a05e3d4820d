"""Where settings of a process come from, and how they are described."""

import pytest

from govkg.errors import ProjectError
from govkg.settings import Dataset, Settings, read_settings
from govkg.terminal.settings import describe_settings


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVKG_WORKERS", "7")
    monkeypatch.setenv("govkg_root_path", "/promises")
    monkeypatch.setenv("GOVKG_TRUSTED_PROXIES", "10.0.0.1, 172.16.0.0/12")
    monkeypatch.setenv("GOVKG_SOMETHING_ELSE", "yes")
    settings = Settings()
    assert (settings.workers, settings.root_path) == (7, "/promises")
    assert [str(network) for network in settings.trusted_proxies] == [
        "10.0.0.1/32",
        "172.16.0.0/12",
    ]


def test_what_is_given_goes_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVKG_PROCESSES", "2")
    assert read_settings(processes="3").processes == 3
    assert read_settings(processes=None).processes == 2


def test_what_is_out_of_range_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVKG_WORKERS", "2")
    with pytest.raises(ProjectError, match=r"^GOVKG_WORKERS: .*greater than or equal to 3"):
        read_settings()


def test_every_setting_is_described() -> None:
    rows = [line for line in describe_settings().splitlines() if line.startswith("| `")]
    assert len(rows) == len(Settings.model_fields) + len(Dataset.model_fields)
    assert not any(row.endswith("|  |") for row in rows)
