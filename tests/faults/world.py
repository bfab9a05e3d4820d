"""A project with two states, and what must hold whatever happens to it."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from govkg.release.activation import active_id
from govkg.release.history.log import read_log
from govkg.release.history.reading import History
from govkg.release.kept import kept_releases
from govkg.release.layout import Layout
from govkg.release.verification.checksums import is_whole
from projects import THING

BEFORE = THING
AFTER = THING.replace("Another", "Quite another").replace("knows <thing/b>", "knows <thing/c>")

_PLACES = {
    *(".checked.sqlite", ".rules.json", ".seals.json", ".sources.sqlite", ".lock"),
    *("changes", "current", "history.sqlite", "log.jsonl"),
}


@dataclass(frozen=True, slots=True)
class World:
    """A project that can be put back to how it was in *kept*."""

    folder: Path
    kept: Path

    @property
    def releases(self) -> Path:
        """The folder of the releases."""
        return self.folder / "releases"

    @property
    def log(self) -> list[str]:
        """The releases in the order of their activations."""
        return [entry.release for entry in read_log(self.releases)]

    def write(self, text: str) -> None:
        """Write the data."""
        (self.folder / "data" / "things.ttl").write_text(text, encoding="utf-8")

    def keep(self) -> None:
        """Let `reset` come back to how things are now."""
        shutil.rmtree(self.kept, ignore_errors=True)
        shutil.copytree(self.releases, self.kept, symlinks=True)

    def reset(self) -> None:
        """Put back the releases as they were kept."""
        shutil.rmtree(self.releases)
        shutil.copytree(self.kept, self.releases, symlinks=True)

    def check_served(self, allowed: set[str]) -> str:
        """Check that what is served is whole, and one of the *allowed* releases; give which."""
        active = active_id(self.releases)
        assert active in allowed
        assert is_whole(Layout(self.releases / active))
        return active

    def check_clean(self, ids: list[str]) -> None:
        """Check that the log has these releases, the history agrees, and nothing lies about."""
        assert self.log == ids
        history = History(self.releases)
        assert history.activations() == read_log(self.releases)
        for version in history.changes(limit=99):
            assert history.body(version) or version.kind == "withdrawn"
        history.close()
        assert {path.name for path in self.releases.iterdir()} <= {*_PLACES, *ids}
        assert all(is_whole(Layout(self.releases / name)) for name in kept_releases(self.releases))
        assert active_id(self.releases) == ids[-1]
