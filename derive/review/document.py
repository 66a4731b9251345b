r"""A document in: LaTeX, Markdown, a notebook or plain text, from a file or a string.

``read_document`` never raises for what stands *in* a document: what is not understood becomes
a remark or a display with a trouble. It raises DocumentError when there is nothing to read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from derive.review import limits
from derive.review.displays import Display, Scope, rescoped
from derive.review.expansion import Expander, Remark
from derive.review.limits import DocumentError
from derive.review.markdown import front_matter, read_markdown
from derive.review.notebook import notebook_cells
from derive.review.spanned import Sources, Spanned
from derive.review.tex import read_tex

SUFFIXES = {".tex": "tex", ".ltx": "tex", ".md": "md", ".qmd": "md", ".myst": "md", ".rmd": "md",
            ".markdown": "md", ".ipynb": "ipynb"}


@dataclass
class Document:
    """What was read: the displays in order, the declarations, and remarks on the whole.

    A declaration is its scope and its text; scope 0 is the whole document before any section.
    ``text`` is the file as it was read.
    """

    path: str
    kind: str
    sources: Sources
    displays: list[Display] = field(default_factory=list)
    scopes: list[Scope] = field(default_factory=list)
    declarations: list[tuple[int, Spanned]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    profile: str = "physics"
    text: str = ""


#: with this package ``\\braket`` takes one argument, with the physics package two
BRAKET = re.compile(r"\\usepackage\s*(?:\[[^\]]*\])?\s*\{[^}]*\bbraket\b[^}]*\}")


def kind_of(text: str) -> str:
    r"""The kind of a text without a name: a notebook, LaTeX, or Markdown.

    >>> kind_of("\\begin{align} a &= b \\end{align}"), kind_of("# Notes\n\n$a = b$")
    ('tex', 'md')
    """
    start = text.lstrip()[:200]
    if start.startswith("{") and '"cells"' in text[:20000]:
        return "ipynb"
    marks = ("\\documentclass", "\\section", "\\[", "\\begin{", "\\newcommand", "% derive:", "%")
    head = text[:20000]
    if "\\documentclass" in head or "\\begin{document}" in head:
        return "tex"
    if start.startswith(("#", "---")) or "\n#" in head or "\n```" in head:
        return "md"
    return "tex" if any(m in head for m in marks) else "md"


def read_file(path: Path, shown: str | None = None) -> Document:
    """The document in a file. Raises DocumentError: one line that says which file and why."""
    name = shown or str(path)
    try:
        if path.stat().st_size > limits.FILE_CHARACTERS:
            raise DocumentError(f"{name}: larger than {limits.FILE_CHARACTERS} bytes")
        raw = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{name}: {error.strerror or error}") from None
    kind = SUFFIXES.get(path.suffix.lower())
    text = raw.decode("utf-8-sig", errors="replace")
    if kind is None and "\x00" in text[:4096]:
        raise DocumentError(f"{name}: not a text file")
    return read_document(text, name, kind, path.parent)


def read_document(text: str, path: str = "-", kind: str | None = None,
                  folder: Path | None = None) -> Document:
    r"""The document in a text; a bare formula is a document of one display.

    >>> [d.body.text for d in read_document("a = b").displays]
    ['a = b']
    """
    if len(text) > limits.FILE_CHARACTERS:
        raise DocumentError(f"{path}: longer than {limits.FILE_CHARACTERS} characters")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kind = kind or kind_of(text)
    document = Document(path, kind, Sources(), text=text)
    if BRAKET.search(text):
        document.profile = "physics+braket"
    if kind == "ipynb":
        _read_notebook(document, text)
    else:
        source = document.sources.add(path, text)
        expander = Expander()
        if kind == "tex":
            displays, scopes = read_tex(source, document.sources, folder, expander)
        else:
            displays, scopes = read_markdown(source, expander)
        _take(document, displays, scopes, expander)
        if not displays and len(text) < 4000 and "=" in text and "\n\n" not in text.strip():
            bare = source.strip()
            trouble = limits.objection(bare)
            document.displays.append(Display(
                "$$", bare, 0, trouble=Remark(bare.at[trouble[1]], trouble[0])
                if trouble else None))
    return document


def _read_notebook(document: Document, text: str) -> None:
    expander = Expander()
    shift = 0
    for number, (kind, cell) in enumerate(notebook_cells(document.path, text, document.sources)):
        if number == 0 and (kind == "raw" or not cell.text.startswith("---")):
            _first_declarations(document, cell)
        if kind == "raw":
            continue
        before = len(expander.declarations)
        displays, scopes = read_markdown(cell, expander)
        new = expander.declarations[before:]
        del expander.declarations[before:]
        document.displays.extend(rescoped(d, d.scope + shift) for d in displays)
        document.scopes.extend(Scope(s.number + shift, s.title, s.start)
                               for s in scopes if s.number or not document.scopes)
        for position, declared in new:
            scope = max(s.number for s in scopes if s.start < position or not s.number)
            document.declarations.append((scope + shift, declared))
        shift += len(scopes) - 1
    document.remarks.extend(expander.remarks)


def _first_declarations(document: Document, cell: Spanned) -> None:
    """What the first cell declares: ``derive: …`` lines, a ``derive:`` list, front matter."""
    listed, _ = front_matter(cell)
    for piece in listed:
        document.declarations.append((0, piece))
    start, inside = 0, False
    for line in cell.text.split("\n") if not listed else ():
        piece = cell[start:start + len(line)].strip()
        start += len(line) + 1
        if inside and piece.text.startswith("- "):
            document.declarations.append((0, piece[2:].strip()))
            continue
        inside = False
        if piece.text.startswith(("derive:", "% derive:", "%derive:")):
            declared = piece[piece.text.index(":") + 1:].strip()
            inside = not declared
            if declared:
                document.declarations.append((0, declared))


def _take(document: Document, displays: list[Display], scopes: list[Scope],
          expander: Expander) -> None:
    document.displays, document.scopes = displays, scopes
    document.remarks = expander.remarks
    for position, declared in expander.declarations:
        number = max(s.number for s in scopes if s.start < position or not s.number)
        document.declarations.append((number, declared))
