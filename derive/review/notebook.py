"""Notebooks: their Markdown cells are read, their code is neither read nor run.

Each cell is a text of its own with its own line numbers; ``path`` says which cell. The first
raw or Markdown cell may declare.
"""

from __future__ import annotations

import json

from derive.review.limits import DocumentError
from derive.review.spanned import Sources, Spanned


def notebook_cells(path: str, text: str, sources: Sources) -> list[tuple[str, Spanned]]:
    """The kinds and texts of the cells that hold words: ``markdown`` and ``raw``.

    Raises DocumentError when the text is not a notebook.

    >>> cells = '{"cells": [{"cell_type": "markdown", "source": ["$$x\\\\n", "=1$$"]}]}'
    >>> [(kind, cell.text) for kind, cell in notebook_cells("n.ipynb", cells, Sources())]
    [('markdown', '$$x\\n=1$$')]
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"{path}: not a notebook: {str(error)[:80]}") from None
    cells = content.get("cells") if isinstance(content, dict) else None
    if not isinstance(cells, list):
        raise DocumentError(f"{path}: not a notebook: it has no list of cells")
    found: list[tuple[str, Spanned]] = []
    for number, cell in enumerate(cells, 1):
        if not isinstance(cell, dict) or cell.get("cell_type") not in ("markdown", "raw"):
            continue
        lines = cell.get("source", "")
        source = "".join(map(str, lines)) if isinstance(lines, list) else str(lines)
        found.append((str(cell["cell_type"]), sources.add(f"{path}:cell {number}", source)))
    return found
