"""``/ready`` and ``/metrics``: for load balancers and for Prometheus."""

from fastapi import APIRouter, Response

from govkg.errors import ReleaseError
from govkg.release.manifest import Manifest
from govkg.web.operating.measures import CONTENT_TYPE
from govkg.web.state import Shared, State

router = APIRouter()

_READ = ["GET", "HEAD"]


@router.api_route("/ready", methods=_READ, include_in_schema=False)
async def get_ready(state: Shared, response: Response) -> dict[str, object]:
    """Say whether requests are answered: a release is open, and workers can be had."""
    manifest = _manifest(state)
    release = manifest.id if manifest else None
    workers = (await state.workers.standing()).are_up
    ready = release is not None and workers
    response.status_code = 200 if ready else 503
    response.headers["Cache-Control"] = "no-store"
    return {"ready": ready, "release": release, "workers": workers}


@router.api_route("/metrics", methods=_READ, include_in_schema=False)
async def get_metrics(state: Shared) -> Response:
    """Give what was measured since the server started, by all of its processes."""
    headers = {"Content-Type": CONTENT_TYPE, "Cache-Control": "no-store"}
    standing = await state.workers.standing()
    return Response(state.measures.write(_manifest(state), standing.replaced), headers=headers)


def _manifest(state: State) -> Manifest | None:
    """Give what describes the active release, if there is one."""
    try:
        return state.releases.active().manifest
    except ReleaseError:
        return None
