"""How far each query of the shapes looks, kept from one reading to the next in a JSON file."""

import hashlib
import json
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from govkg.release.layout import RULES, UNFINISHED
from govkg.validation.rules.footprint import Footprint
from govkg.validation.rules.software import software

_FORMAT: Final = "1"
_SETS: Final = ("forward", "backward", "classes")


class KeptRules:
    """What was found out about queries; a damaged file, or another software's, is as good as none.

    A query is known by its text, prefixes included.
    """

    def __init__(self, file: Path | None, *, writing: bool = True) -> None:
        """Read what is kept in *file*, if there is one; unless *writing*, nothing more is kept."""
        self._file = file
        self._writing = writing
        self._known = self._read()
        self._found: dict[str, Footprint | None] = {}

    def reach(self, query: str) -> Footprint | None:
        """Give the footprint of *query*, ``None`` where it cannot be asked once for all nodes."""
        if query not in self._found:
            self._found[query] = self._known[query] if query in self._known else _reach_of(query)
        return self._found[query]

    def keep(self) -> None:
        """Keep what was asked for since, and nothing else."""
        if self._file is None or not self._writing or self._found == self._known:
            return
        body = json.dumps({query: _write(found) for query, found in self._found.items()})
        unfinished = self._file.with_name(f"{UNFINISHED}{uuid4().hex}")
        try:
            unfinished.write_text(json.dumps({"name": _name(body), "rules": body}))
            unfinished.replace(self._file)
        except OSError:  # no room, or no permission: found out anew the next time
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)

    def _read(self) -> dict[str, Footprint | None]:
        if self._file is None:
            return {}
        try:
            kept = json.loads(self._file.read_text())
            if kept["name"] != _name(kept["rules"]):
                return {}
            return {query: _read(said) for query, said in json.loads(kept["rules"]).items()}
        except (OSError, ValueError, KeyError, TypeError):
            return {}


def kept_rules(releases: Path) -> KeptRules:
    """Give what is kept beside *releases*; nothing, where nothing was published."""
    return KeptRules(releases / RULES if releases.is_dir() else None)


def _reach_of(query: str) -> Footprint | None:
    from govkg.validation.rules.reach import reach_of

    return reach_of(query)


def _name(body: str) -> str:
    return hashlib.sha256(f"{_FORMAT}\n{software()}\n{body}".encode()).hexdigest()


def _write(found: Footprint | None) -> dict[str, Any] | None:
    if found is None:
        return None
    sets = {name: sorted(getattr(found, name)) for name in _SETS}
    return {**sets, "connected": found.connected, "everything": found.everything}


def _read(said: dict[str, Any] | None) -> Footprint | None:
    if said is None:
        return None
    return Footprint(**{**said, **{name: frozenset(said[name]) for name in _SETS}})
