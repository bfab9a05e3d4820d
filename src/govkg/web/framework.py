"""Loading the framework, before what is built on it."""

from pydantic import BaseModel


def load_framework() -> None:
    """Load FastAPI, whose models of OpenAPI are built once somebody asks for one.

    To build these forty takes as long as a tenth of all that a server loads, and we describe what
    can be asked ourselves.
    """
    BaseModel.model_config["defer_build"] = True
    try:
        import fastapi  # noqa: F401
    finally:
        del BaseModel.model_config["defer_build"]
