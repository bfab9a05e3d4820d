"""Put the server together. The one place where all of its parts are seen at once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib.metadata import version
from pathlib import Path

import anyio
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from govkg.errors import ReleaseError
from govkg.graph.sparql.evaluation import Answer
from govkg.graph.workers.answering import Workers
from govkg.graph.workers.sharing.asking import SharedWorkers
from govkg.memory import BoundedMemory
from govkg.release.history.reading import History
from govkg.settings import Project, Settings
from govkg.web import site
from govkg.web.addressing.languages import LanguageMiddleware
from govkg.web.addressing.origin import OriginMiddleware
from govkg.web.catalogue import downloads, robots, sitemaps
from govkg.web.catalogue.dataset import answering as dataset
from govkg.web.catalogue.feeds import answering as feeds
from govkg.web.catalogue.fragments import answering as fragments
from govkg.web.catalogue.ldes import answering as ldes
from govkg.web.catalogue.limiting import Hear, Limiter, RateLimitMiddleware
from govkg.web.catalogue.mementos import documents as mementos
from govkg.web.catalogue.mementos import timegate
from govkg.web.catalogue.releases import page as release_pages
from govkg.web.catalogue.releases import past
from govkg.web.discovery import citations, exploring
from govkg.web.documents import entities
from govkg.web.operating import answering as operating
from govkg.web.operating.measures import Measures
from govkg.web.operating.observation import ObservationMiddleware, RouteMiddleware
from govkg.web.pages.charts.drawer import Drawer, OwnDrawer
from govkg.web.pages.rendering import Pages
from govkg.web.processes.errands import SharedDrawer, counted_elsewhere
from govkg.web.processes.place import Place
from govkg.web.query import endpoint, examples, interface
from govkg.web.query.other_store import OtherStore
from govkg.web.responses.failures import add_failures, answer_failure
from govkg.web.responses.headers import CommonHeaders
from govkg.web.responses.ready import ReadyAnswer
from govkg.web.responses.recall import Recall
from govkg.web.routing import PlainRoute, PlainRoutes
from govkg.web.served import Releases
from govkg.web.state import State
from govkg.web.validation import checking, reports
from govkg.web.validation import shapes as shapes_pages

STATIC = Path(__file__).parent / "static"
_FOLLOW_SECONDS = 0.5
_NOTE_SECONDS = 1.0
ROOMS = (
    endpoint,
    examples,
    interface,
    site,
    operating,
    citations,
    exploring,
    reports,
    shapes_pages,
    checking,
    past,  # before files of releases: no release is called “changes”
    release_pages,
    downloads,
    dataset,
    fragments,
    robots,
    sitemaps,
    feeds,
    ldes,
    timegate,
    mementos,
    entities,  # last: its pattern takes every path that is left
)


class Application(FastAPI):
    """The application behind its own memory, so that what is recalled is counted, and no more."""

    outermost: ObservationMiddleware

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Recall the answer, or find it."""
        await self.outermost(scope, receive, send)

    def recall(self, scope: Scope) -> ReadyAnswer | None:
        """Give at once what was answered before, if it is recalled."""
        return self.outermost.recall(scope)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Find the answer."""
        await super().__call__(scope, receive, send)


def create_app(project: Project, settings: Settings, place: Place | None = None) -> Application:
    """Make the application that serves the releases of *project*.

    One of several processes that serve them is told its *place* among them.
    """
    answers: BoundedMemory[Answer] = BoundedMemory(settings.cache_bytes)
    bodies: BoundedMemory[bytes] = BoundedMemory(settings.cache_bytes)
    workers = SharedWorkers(place.door) if place else own_workers(settings)
    state = State(
        settings=settings,
        releases=Releases(project.releases),
        workers=workers,
        history=History(project.releases),
        answers=answers,
        bodies=bodies,
        pages=Pages(_drawer(workers), settings.sources),
        measures=Measures({"answers": answers, "bodies": bodies}, place),
        other_store=OtherStore(settings),
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with state.workers, anyio.create_task_group() as tasks:
            tasks.start_soon(_follow, state.releases)
            tasks.start_soon(_prepare, state)
            if place:
                tasks.start_soon(_note, state.measures)
            yield
            tasks.cancel_scope.cancel()
        state.measures.note()
        state.pages.close()

    # One flat list: a router in a router is slow to try.
    routes = [route for room in ROOMS for route in room.router.routes]
    app = Application(
        title=project.dataset.title,
        version=version("govkg"),
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        # It would tell the texts of queries; what is measured is in `operating`.
        telemetry={"tracing": False, "metrics": False, "logs": False},
        lifespan=lifespan,
    )
    app.state.govkg = state
    app.state.checks = checking.Checks()
    recall = Recall(app.answer, settings.cache_bytes, state.releases.moment)
    app.outermost = ObservationMiddleware(recall, state.measures, find=recall.find)
    # The last one added is the first to see a request.
    plain = [route for route in routes if isinstance(route, PlainRoute)]
    app.add_middleware(PlainRoutes, routes=plain)
    app.add_middleware(RouteMiddleware)
    app.add_middleware(LanguageMiddleware)
    if settings.rate_limit is not None:
        app.add_middleware(
            RateLimitMiddleware,
            limit=settings.rate_limit,
            hear=_hearing(state.workers, settings.rate_limit),
            refuse=answer_failure,
        )
    app.add_middleware(OriginMiddleware, settings=settings, refuse=answer_failure)
    app.add_middleware(CommonHeaders)
    add_failures(app)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.router.routes.extend(routes)
    return app


def own_workers(settings: Settings) -> Workers:
    """Make the workers that the *settings* ask for."""
    return Workers(settings.workers, resident_triples=settings.resident_triples)


def _hearing(workers: Workers | SharedWorkers, limit: str) -> Hear:
    """Give what counts the requests of a client: whoever has the workers."""
    if isinstance(workers, SharedWorkers):
        return counted_elsewhere(workers)
    return Limiter(limit).hear


def _drawer(workers: Workers | SharedWorkers) -> Drawer:
    """Give what draws charts: whoever has the workers."""
    return SharedDrawer(workers) if isinstance(workers, SharedWorkers) else OwnDrawer()


async def _prepare(state: State) -> None:
    with suppress(ReleaseError):  # then nobody is waiting for a page yet
        release = state.releases.active()
        await anyio.to_thread.run_sync(state.pages.prepare, release, abandon_on_cancel=True)
        triples = release.manifest.triples
        await anyio.to_thread.run_sync(release.matcher.prepare, triples, abandon_on_cancel=True)


async def _follow(releases: Releases) -> None:
    """Look at a new release before anybody asks for it, and have it mapped in a moment."""
    mapped = None
    while True:
        active = None
        with suppress(ReleaseError):
            active = await anyio.to_thread.run_sync(releases.active)
        await anyio.sleep(_FOLLOW_SECONDS)
        if active is not None and active is not mapped:
            mapped = active
            await anyio.to_thread.run_sync(active.statements.populate, abandon_on_cancel=True)


async def _note(measures: Measures) -> None:
    """Let other processes see what was counted, for when they are asked."""
    while True:
        await anyio.sleep(_NOTE_SECONDS)
        measures.note()
