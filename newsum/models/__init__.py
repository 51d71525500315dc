"""Models: families say how an architecture is steered, runtimes run it, the catalog names them.

>>> from newsum.models import load

`load` is the door: ``Summarizer(load("crosssum", trim=False))``. What is loaded may be shared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsum.models.loader import load

__all__ = ["load"]


def __getattr__(name: str) -> Any:
    # Imported when it is asked for: everything stands on modules of this package.
    if name == "load":
        from newsum.models.loader import load

        return load
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
