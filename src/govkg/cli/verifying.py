"""The command that proves releases, and mends them."""

import argparse
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
    broken = []
    for layout in [find_release(releases, name) for name in names]:
        print(f"release {layout.folder.name}")
        if options.mend:
            with only_writer(releases):
                whole = _mend(layout)
        else:
            whole = _prove(layout)
        broken += [] if whole else [layout.folder.name]
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


def _mend(layout: Layout) -> bool:
    """Mend what has another checksum, then whatever is not as it should be all the same."""
    from govkg.release.verification.mending import mend, remake

    changed = False
    try:
        changed = mend(layout)
        whole = _prove(layout)
        if not whole:
            print("  its checksums do not say what is wrong: all is made anew from its dump")
            remake(layout)
            whole = changed = _prove(layout)
    except ReleaseError as error:
        print(f"  cannot be mended: {error}")
        return False
    if whole:
        print(f"{'mended' if changed else 'whole'}: {layout.folder.name}")
    return whole


def _remedy(releases: Path, broken: list[str]) -> str:
    """Say how to do without a release, where it is not the active one."""
    from govkg.release.activation import active_id

    active = active_id(releases)
    spare = [str(releases / name) for name in broken if name != active]
    return f"; what cannot be mended may be removed: {', '.join(spare)}" if spare else ""
