r"""LaTeX documents: ``\input`` inside the folder, macros, the part between begin and end.

Included files must lie in the folder of the document or below it; links that lead out,
absolute paths and ``..`` are refused with a remark. Next: ``displays``, ``rows``.
"""

from __future__ import annotations

from pathlib import Path

from derive.review import limits
from derive.review.displays import Display, Scope, find_displays
from derive.review.expansion import Expander, Remark
from derive.review.spanned import Sources, Spanned


def read_tex(source: Spanned, sources: Sources, folder: Path | None, expander: Expander,
             ) -> tuple[list[Display], list[Scope]]:
    r"""Displays and scopes of a LaTeX text; ``folder`` is where ``\input`` may look.

    >>> sources = Sources()
    >>> text = sources.add("a.tex", r"\newcommand{\R}{\mathbb{R}} \[ x \in \R \]")
    >>> read_tex(text, sources, None, Expander())[0][0].body.text
    ' x \\in \\mathbb{R} '
    """
    expander.include = _includer(sources, folder, expander)
    text = expander.expand(source)
    start = text.text.find("\\begin{document}")
    end = text.text.find("\\end{document}")
    first = start + len("\\begin{document}") if start >= 0 else 0
    displays, scopes = find_displays(text[first:end if end >= 0 else None])
    return displays, [Scope(s.number, s.title, s.start + first if s.number else 0)
                      for s in scopes]


def _includer(sources: Sources, folder: Path | None, expander: Expander):  # type: ignore[no-untyped-def]
    def remark(offset: int, message: str) -> None:
        expander.remarks.append(Remark(offset, message))

    def include(name: str, offset: int, depth: int) -> Spanned | None:
        shown = name[:60]
        if folder is None:
            remark(offset, f"\\input{{{shown}}} is not read: the document has no folder")
            return None
        root = folder.resolve()
        target = (root / (name if Path(name).suffix else name + ".tex"))
        if "\x00" in name or Path(name).is_absolute() or not _inside(target, root):
            remark(offset, f"\\input{{{shown}}} is refused: it leaves the folder of the document")
            return None
        try:
            if target.stat().st_size > limits.FILE_CHARACTERS:
                remark(offset, f"\\input{{{shown}}} is not read: the file is too large")
                return None
            text = target.read_bytes().decode("utf-8", errors="replace")
        except OSError as error:
            remark(offset, f"\\input{{{shown}}} is not read: {error.strerror}")
            return None
        return sources.add(str(target.relative_to(root)), text.replace("\r\n", "\n"))

    return include


def _inside(target: Path, root: Path) -> bool:
    return target.resolve().is_relative_to(root)
