"""Publishers beside each other, and readers while releases change: never a mixture."""

import subprocess
import sys
import threading
import time
import urllib.request
from urllib.parse import urlencode

from faults.world import AFTER, BEFORE, World
from govkg.release.upkeep.rollback import roll_back
from killing import Command, publish, start
from serving import served

QUERY = {"format": "csv", "query": "SELECT * { <https://example.org/thing/b> ?p ?o }"}
PATHS = ("thing/b.ttl", "thing/b.html", f"sparql?{urlencode(QUERY)}")


def test_two_publishers_leave_two_whole_releases(world: World, ids: list[str], scale: int) -> None:
    for _ in range(3 * scale):
        world.reset()
        world.write(BEFORE)
        first = start(Command(publish, world.folder))
        world.write(AFTER)
        second = start(Command(publish, world.folder))
        for process in (first, second):
            process.join()
            assert process.exitcode == 0
        world.check_clean(ids)


def test_the_command_waits_for_another_publisher(world: World, ids: list[str]) -> None:
    command = [sys.executable, "-m", "govkg", "publish", "--project", str(world.folder)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = sorted(process.communicate()[0].split()[0] for process in both)
    assert said == ["published:", "unchanged:"]
    world.check_clean(ids)


def test_requests_during_switches_are_all_answered_and_never_mixed(
    world: World, ids: list[str], scale: int
) -> None:
    publish(world.folder)
    words = {ids[0]: "Another", ids[1]: "Quite another"}
    answers: list[tuple[str, str]] = []
    done = threading.Event()

    with served(world.folder) as address:

        def ask(path: str) -> None:
            while not done.is_set():
                with urllib.request.urlopen(f"{address}/{path}", timeout=10) as response:  # noqa: S310
                    answers.append((response.headers["Govkg-Release"], response.read().decode()))

        clients = [threading.Thread(target=ask, args=(path,)) for path in PATHS]
        for client in clients:
            client.start()
        switches = 0
        while switches < 10 * scale or len(answers) < 100 * scale:
            assert all(client.is_alive() for client in clients)
            roll_back(world.releases, ids[switches % 2])
            switches += 1
            time.sleep(0.05)
        done.set()
        for client in clients:
            client.join()
    assert {release for release, _ in answers} == set(ids)
    for release, body in answers:
        assert words[release] in body
        assert (words[ids[1]] in body) == (release == ids[1])


def test_a_running_server_follows_within_a_second(world: World, ids: list[str]) -> None:
    with served(world.folder) as address:
        publish(world.folder)
        time.sleep(1)
        with urllib.request.urlopen(f"{address}/thing/b.ttl", timeout=10) as response:  # noqa: S310
            assert response.headers["Govkg-Release"] == ids[1]
