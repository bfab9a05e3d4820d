"""Which release the workers follow that several processes ask."""

from pathlib import Path
from typing import cast

from govkg.graph.workers.answering import Workers
from govkg.graph.workers.pool import Followed
from govkg.graph.workers.sharing.asking import Knock
from govkg.graph.workers.sharing.desk import Desk


class Recording:
    """Workers that only remember what they are to follow."""

    def __init__(self) -> None:
        """Follow nothing."""
        self.followed: list[str] = []

    def follow(self, release: Followed) -> None:
        """Remember it."""
        self.followed.append(release.edition)


def release(edition: str) -> Followed:
    """Make a release that is only told from others."""
    return Followed(edition, Path("store"), Path("dump"), 1)


def test_a_process_that_lags_behind_leads_nobody_back() -> None:
    """It is heard once it goes on itself; nor does one that has nothing to follow yet matter."""
    workers = Recording()
    desk = Desk(cast("Workers", workers), {})
    for pid, edition in ((1, "a"), (2, "a"), (1, "b"), (2, "a"), (2, "b"), (1, "b"), (2, "a")):
        desk.follow(Knock(pid, release(edition)))
        desk.follow(Knock(3, None))
    assert workers.followed == ["a", "a", "b", "b", "a"]
