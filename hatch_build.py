"""Bring what every publisher shares into the wheel; a checkout reads it from where it stands."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHARED = ("ontology", "shapes")


class SharedFiles(BuildHookInterface):  # type: ignore[type-arg]  # the builder's configuration is not read
    """Put the ontology and the shapes under ``govkg/bundled`` in a wheel that is not editable."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the folders to what the wheel holds."""
        if version == "standard":
            build_data["force_include"].update({name: f"govkg/bundled/{name}" for name in SHARED})
