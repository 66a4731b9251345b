"""A Jupyter notebook: one Markdown cell a section, and a first cell that derives it again."""

from __future__ import annotations

import json
from typing import Any

from derive.notes.formats import markdown
from derive.notes.page import Box, Foot, Heading, Listing, Page, Paragraph, Steps
from derive.notes.plan import Format, Manner, register

CODE = 'import derive\n\nd = derive.derivation("{name}")\nd.verdict'


def _cells(page: Page) -> list[str]:
    """The Markdown of each cell; a title, a list or a box begins one."""
    cells: list[list[str]] = []
    for piece in page.blocks:
        begins = isinstance(piece, Heading | Box | Listing | Steps | Foot) or (
            isinstance(piece, Paragraph) and bool(piece.title))
        if begins or not cells:
            cells.append([])
        cells[-1].append(markdown.block(piece, page))
    return ["\n\n".join(part for part in cell if part) for cell in cells]


def _cell(number: int, kind: str, text: str) -> dict[str, Any]:
    code: dict[str, Any] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "id": f"cell-{number}", "metadata": {},
            "source": text.splitlines(keepends=True), **code}


def write(page: Page, manner: Manner) -> str:
    """The page as a notebook of format 4.5; with ``fragment``, without the cell of code."""
    cells = [("markdown", text) for text in _cells(page)]
    if not manner.fragment:
        cells.insert(1, ("code", CODE.format(name=page.name)))
    content = {
        "cells": [_cell(i, kind, text) for i, (kind, text) in enumerate(cells)],
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python",
                                    "name": "python3"},
                     "language_info": {"name": "python"}},
        "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


FORMAT = register(Format("ipynb", "a Jupyter notebook", (".ipynb",), write))
