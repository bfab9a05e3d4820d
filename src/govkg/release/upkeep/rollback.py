"""Make an earlier release the active one again."""

from pathlib import Path

from govkg.release.activation import activate, active_id, only_writer
from govkg.release.history.log import Activation
from govkg.release.kept import find_release
from govkg.release.verification.mending import mend


def roll_back(releases: Path, name: str) -> Activation | None:
    """Activate the release called *name*, mended if need be; ``None`` where it is active already.

    Raises:
        ReleaseNameError: there is none of that name.
        ReleaseError: it is damaged, and cannot be mended.
    """
    with only_writer(releases):
        layout = find_release(releases, name)
        mend(layout)
        if layout.folder.name == active_id(releases):
            return None
        return activate(releases, layout.folder.name, "rollback")
