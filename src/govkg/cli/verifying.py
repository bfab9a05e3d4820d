"""The command that proves releases, and mends them."""

import argparse
from collections.abc import Mapping
from pathlib import Path

from govkg.errors import ReleaseError
from govkg.release.layout import Layout
from govkg.settings import read_project


def verify(options: argparse.Namespace) -> int:
    """Prove releases; with ``--mend``, make good what can be, and prove that."""
    from govkg.release.activation import only_writer
    from govkg.release.kept import find_release, kept_releases

    releases = read_project(options.project).releases
    names = [options.release] if options.release else kept_releases(releases)
    broken = {}
    for layout in [find_release(releases, name) for name in names]:
        print(f"release {layout.folder.name}")
        if options.mend:
            with only_writer(releases):
                whole, lost = _mend(layout)
        else:
            whole, lost = _prove(layout), False
        if not whole:
            broken[layout.folder.name] = lost
    if broken:
        raise ReleaseError(f"damaged: {', '.join(broken)}; see above{_remedy(releases, broken)}")
    return 0


def _prove(layout: Layout) -> bool:
    from govkg.publish.proving import prove

    whole = True
    for check in prove(layout):
        print(f"  {'not so' if check.complaints else 'yes   '}  {check.subject}", flush=True)
        for complaint in check.complaints:
            print(f"          {complaint}")
        whole = whole and not check.complaints
    return whole


def _mend(layout: Layout) -> tuple[bool, bool]:
    """Mend what has another checksum, then whatever is not as it should be all the same.

    Gives whether the release is whole, and whether it is lost.
    """
    from govkg.release.verification.mending import mend, remake

    try:
        changed = mend(layout)
        whole = _prove(layout)
        if not whole:
            print("  its checksums do not say what is wrong: all is made anew from its dump")
            remake(layout)
            whole = changed = _prove(layout)
    except ReleaseError as error:
        print(f"  cannot be mended: {error}")
        return False, True
    if whole:
        print(f"{'mended' if changed else 'whole'}: {layout.folder.name}")
    return whole, False


def _remedy(releases: Path, broken: Mapping[str, bool]) -> str:
    """Say how to do without those that are lost, unless one is the active release."""
    from govkg.release.activation import active_id

    active = active_id(releases)
    spare = [str(releases / name) for name, lost in broken.items() if lost and name != active]
    return f"; what cannot be mended may be removed: {', '.join(spare)}" if spare else ""
