"""Whether others were at work on the machine while something was measured."""

import os
import resource
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_OTHERS: Final = 0.1
"""Part of the processor time above which others disturbed a run."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Seconds of processor time: of the whole machine, and of ours with those that ended."""

    machine: float
    ours: float
    clock: float


def is_disturbed(load: dict[str, float]) -> bool:
    """Say whether figures that were taken at this *load* mean little.

    By what others took meanwhile: the load before, a mean of minutes, tells as much of what the
    same person did there last.
    """
    return load["others"] > _OTHERS


def _cores() -> int:
    return os.cpu_count() or 1


def _now() -> Moment:
    fields = Path("/proc/stat").read_text(encoding="ascii").splitlines()[0].split()[1:]
    user, nice, system, _idle, _waiting, interrupt, soft, stolen = map(int, fields[:8])
    ticks = user + nice + system + interrupt + soft + stolen
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    ours = sum(usage.ru_utime + usage.ru_stime for usage in usages)
    return Moment(ticks / os.sysconf("SC_CLK_TCK"), ours, time.monotonic())


@dataclass(frozen=True, slots=True)
class Watch:
    """Compares what the machine does with what we do, from now on."""

    begin: Moment = field(default_factory=_now)

    def figures(self) -> dict[str, float]:
        """Give the part of the processor that others took; what we started must have ended."""
        now = _now()
        ours = now.ours - self.begin.ours
        others = now.machine - self.begin.machine - ours
        time_of_all = (now.clock - self.begin.clock) * _cores()
        return {"others": max(0.0, others / time_of_all), "cores": _cores()}
