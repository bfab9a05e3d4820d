"""The redirect rules for the permanent identifiers, run by Apache as their service runs them."""

import http.client
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.peers.processes import free_port
from seed import ROOT

APACHE = shutil.which("apache2") or "/usr/sbin/apache2"
RULES = ROOT / "deploy" / "w3id" / ".htaccess"
SERVER = "https://govkg.example.org"
MODULES = Path("/usr/lib/apache2/modules")
CONFIGURATION = """\
ServerRoot {folder}
ServerName localhost
PidFile {folder}/pid
ErrorLog {folder}/errors
Listen 127.0.0.1:{port}
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule rewrite_module {modules}/mod_rewrite.so
DocumentRoot {folder}/site
<Directory {folder}/site>
  AllowOverride All
  Options FollowSymLinks MultiViews
  Require all granted
</Directory>
{user}
"""

pytestmark = pytest.mark.skipif(
    not Path(APACHE).exists(), reason="Apache is not installed (Debian: apache2-bin)"
)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    port = free_port()
    # Apache lays down its rights, so that it could not read in a folder that is root's alone.
    folder = Path(tempfile.mkdtemp(prefix="govkg-w3id-"))
    folder.chmod(0o755)
    site = folder / "site" / "govkg"
    site.mkdir(parents=True)
    shutil.copyfile(RULES, site / ".htaccess")
    user = "User www-data\nGroup www-data" if os.getuid() == 0 else ""
    text = CONFIGURATION.format(folder=folder, port=port, modules=MODULES, user=user)
    (folder / "apache.conf").write_text(text, encoding="utf-8")
    command = [APACHE, "-X", "-f", str(folder / "apache.conf")]
    with subprocess.Popen(command) as process:
        try:
            _wait_for(port)
            yield port
        finally:
            process.terminate()
    shutil.rmtree(folder)


def _wait_for(port: int) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("Apache does not answer")


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/commitment/scio-liaoning-2024/housing-pipe-networks",
        "/commitment/scio-liaoning-2024/housing-pipe-networks.ttl",
        "/ontology",
        "/vocabulary/comparator/more-than",
        "/%E5%9C%B0%E6%96%B9/%E5%8C%97%E4%BA%AC?%E7%89%88=1",
        "/a%23b%3Fc%25d",
        "/sparql?query=ASK%20%7B%7D&format=json",
        "/a//b/../c",
    ],
)
def test_an_identifier_leads_to_the_server_as_it_was_written(port: int, target: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", f"/govkg{target}")
    response = connection.getresponse()
    response.read()
    connection.close()
    assert response.status == 303
    assert response.headers["Location"] == SERVER + target
