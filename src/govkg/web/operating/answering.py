"""``/ready`` and ``/metrics``: for load balancers and for Prometheus."""

from fastapi import APIRouter, Response

from govkg.errors import ReleaseError
from govkg.web.operating.measures import CONTENT_TYPE
from govkg.web.state import Shared

router = APIRouter()

_READ = ["GET", "HEAD"]


@router.api_route("/ready", methods=_READ, include_in_schema=False)
async def get_ready(state: Shared, response: Response) -> dict[str, object]:
    """Say whether requests are answered: a release is open, and workers can be had."""
    try:
        release: str | None = state.releases.active().id
    except ReleaseError:
        release = None
    workers = state.workers.are_up
    ready = release is not None and workers
    response.status_code = 200 if ready else 503
    response.headers["Cache-Control"] = "no-store"
    return {"ready": ready, "release": release, "workers": workers}


@router.api_route("/metrics", methods=_READ, include_in_schema=False)
async def get_metrics(state: Shared) -> Response:
    """Give what was measured since the server started."""
    headers = {"Content-Type": CONTENT_TYPE, "Cache-Control": "no-store"}
    return Response(state.measures.write(), headers=headers)
