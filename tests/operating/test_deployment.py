"""Examples and pages for those who run a server: they are true, and programs accept them."""

import argparse
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from govkg.cli import _parser
from govkg.iris import RESERVED
from govkg.publish.publication import publish_project
from govkg.settings import Settings, read_project
from govkg.terminal.settings import describe_settings
from projects import MakeProject
from seed import ROOT
from serving import served

DEPLOY = ROOT / "deploy"


def commands() -> dict[str, argparse.ArgumentParser]:
    """Give the commands of the command line."""
    for action in _parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    raise LookupError("no commands")


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a program of the system, or skip the test where it is missing."""
    program = shutil.which(command[0], path="/usr/sbin:/usr/bin:/sbin:/bin")
    if program is None:
        pytest.skip(f"{command[0]} is not installed")
    return subprocess.run([program, *command[1:]], check=False, capture_output=True, text=True)


def test_the_page_of_settings_is_what_the_settings_say() -> None:
    """`govkg settings > docs/settings.md` makes it so."""
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == describe_settings()


def test_every_command_is_in_the_readme() -> None:
    """By its name."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in commands():
        assert f"`govkg {name}" in readme, name


def test_every_address_is_on_its_page() -> None:
    """By the first segment that the server keeps for itself."""
    page = (ROOT / "docs" / "addresses.md").read_text(encoding="utf-8")
    unseen = {"static"}  # style and scripts of pages
    for segment in sorted(RESERVED - unseen):
        assert f"/{segment}" in page, segment


def test_every_option_is_on_the_page_of_commands() -> None:
    """As the command line spells it."""
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for name, parser in commands().items():
        assert f"`govkg {name}" in page, name
        for option in re.findall(r"--[a-z-]+", parser.format_help()):
            assert option in {"--help", "--project"} or option in page, (name, option)


def test_every_setting_of_an_example_is_one() -> None:
    """Typing errors in examples are found here."""
    known = {f"GOVKG_{name.upper()}" for name in Settings.model_fields}
    files = [*DEPLOY.iterdir(), ROOT / "SECURITY.md", ROOT / "docs" / "operating.md"]
    for file in files:
        if file.is_file():
            named = set(re.findall(r"GOVKG_[A-Z_]+", file.read_text(encoding="utf-8")))
            assert named <= known, file.name


def test_every_metric_on_the_page_is_measured() -> None:
    """And the other way round."""
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    code = (ROOT / "src/govkg/web/operating/measures.py").read_text(encoding="utf-8")
    for name in re.findall(r'"(govkg_[a-z_]+)"', code):
        assert f"`{name}" in page, name


def test_the_image_has_the_python_that_the_project_asks_for() -> None:
    """And what its build copies is there."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (image,) = set(re.findall(r"python:3\.(\d+)", text))
    assert int(image) >= int(project["requires-python"].rpartition(".")[2])
    for line in re.findall(r"^COPY (?!--from)(.*)", text, re.MULTILINE):
        *sources, _ = line.split()
        assert all((ROOT / source).exists() for source in sources), line


def test_the_compose_file_gives_the_server_nothing_to_write_to() -> None:
    """Its project is mounted read-only."""
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
    assert services["serve"]["read_only"]
    assert services["serve"]["volumes"] == ["./project:/project:ro"]
    assert (DEPLOY / services["serve"]["build"]["context"] / "pyproject.toml").resolve().exists()
    assert services["publish"]["command"][0] in commands()


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    """With the program where it says."""
    text = (DEPLOY / "govkg.service").read_text(encoding="utf-8")
    unit = tmp_path / "govkg.service"
    unit.write_text(text.replace("/opt/govkg/bin/govkg", "/bin/true"), encoding="utf-8")
    told = run("systemd-analyze", "verify", str(unit))
    assert "govkg.service" not in told.stderr, told.stderr


def test_nginx_takes_the_server_block(tmp_path: Path) -> None:
    """With a certificate where it says."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = run(
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=data.example.org",
        "-keyout", str(key), "-out", str(certificate),
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    text = text.replace("/etc/ssl/data.example.org.pem", str(certificate))
    text = text.replace("/etc/ssl/data.example.org.key", str(key))
    site = tmp_path / "site.conf"
    site.write_text(text, encoding="utf-8")
    main = tmp_path / "nginx.conf"
    main.write_text(
        f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\ninclude {site};\n}}\n",
        encoding="utf-8",
    )
    told = run("nginx", "-t", "-p", str(tmp_path), "-c", str(main))
    assert "syntax is ok" in told.stderr, told.stderr


@contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """Let nobody write below *folder*, not even root."""
    for arguments in (("--bind",), ("-o", "remount,ro,bind")):
        if run("mount", *arguments, str(folder), str(folder)).returncode:
            pytest.skip("nothing can be mounted here")
    try:
        yield
    finally:
        assert run("umount", str(folder)).returncode == 0


def test_a_server_writes_nothing(make_project: MakeProject) -> None:
    """It serves, and answers queries, from a folder that nobody can write to."""
    import urllib.request

    folder = make_project()
    publish_project(read_project(folder))
    with unwritable(folder), served(folder) as address:
        for path in ("thing/a.ttl", "sparql?query=ASK%7B%7D", "ready", "metrics"):
            with urllib.request.urlopen(f"{address}/{path}", timeout=20) as answer:  # noqa: S310
                assert answer.status == 200, path
