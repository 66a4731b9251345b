"""Larger trusted inferences, a file each: power series, formal series, matrix index forms.

``load_all`` enters these and the lemmas in the list of inferences.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path


@cache
def load_all() -> None:
    """Import every file of ``procedures`` and ``lemmas``: being there is being entered."""
    kernel = Path(__file__).parent.parent
    for folder in ("procedures", "lemmas"):
        for path in sorted((kernel / folder).glob("[a-z]*.py")):
            import_module(f"derive.kernel.{folder}.{path.stem}")
