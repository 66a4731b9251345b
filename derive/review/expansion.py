r"""Macros put in, comments and verbatim text taken out, included files joined.

The result is text in which only standard commands and unknown ones are left, every character
with its place in the source. A macro that calls itself, or one that would make the text
explode, stays as it was written and is reported: the reader of formulas then refuses it by
name. Next: ``tex``, which finds the displays.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from derive.review import limits
from derive.review.macros import (
    DEFINERS,
    Macro,
    NotDefined,
    definition,
    environment_definition,
    group_end,
    skip_space,
)
from derive.review.spanned import Spanned, join

TOKEN = re.compile(r"\\([A-Za-z@]+)|\\(.)|(%)[^\n]*\n?[ \t]*|[^\\%]+|\\", re.DOTALL)
DECLARATION = re.compile(r"%+\s*derive:\s*(.*?)\s*$", re.DOTALL)
PIECE = re.compile(r"#([1-9])|([^#]+)|#")
VERBATIM = frozenset({"verbatim", "verbatim*", "Verbatim", "lstlisting", "minted", "comment",
                      "filecontents", "filecontents*", "tikzpicture", "tikzcd", "alltt"})
DISPLAY_SIGN = re.compile(
    r"\\\[|\$\$|\\begin\s*\{(?:equation|align|gather|multline|eqnarray|displaymath|flalign)")
TRANSPARENT = frozenset({"ensuremath", "xspace"})


@dataclass
class _Segment:
    source: Spanned
    name: str
    position: int = 0


@dataclass(frozen=True)
class Remark:
    """Something about the document itself that a person should know, with its place."""

    offset: int
    message: str


@dataclass
class Expander:
    """The macros known so far, and what they did; one for each document.

    ``include`` answers the text of an included file, or None when there is nothing to join.
    """

    include: Callable[[str, int, int], Spanned | None] | None = None
    macros: dict[str, Macro] = field(default_factory=dict)
    environments: dict[str, tuple[Macro, str]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    declarations: list[tuple[int, Spanned]] = field(default_factory=list)
    calls: int = 0
    unclosed: int = 0
    _stack: list[_Segment] = field(default_factory=list)
    _out: list[Spanned] = field(default_factory=list)
    _length: int = 0
    _included: int = 0

    def expand(self, source: Spanned) -> Spanned:
        r"""The text with its macros put in.

        >>> expander = Expander()
        >>> text = r"\newcommand{\D}[1]{\frac{d}{d#1}} \D{x} f % a note"
        >>> expander.expand(Spanned(text, range(len(text)))).text.strip()
        '\\frac{d}{dx} f'
        """
        self._stack, self._out, self._length = [_Segment(source, "")], [], 0
        while self._stack:
            segment = self._stack[-1]
            match = TOKEN.match(segment.source.text, segment.position)
            if match is None:
                self._stack.pop()
                continue
            segment.position = match.end()
            token = segment.source[match.start():match.end()]
            if match.group(1) is not None:
                self._command(segment, token)
            elif match.group(3) is not None:
                self._comment(token)
            else:
                self._emit(token)
        return join(self._out)

    def _emit(self, piece: Spanned) -> None:
        self._out.append(piece)
        self._length += len(piece)

    def _remark(self, token: Spanned, message: str) -> None:
        if len(self.remarks) < 100:
            self.remarks.append(Remark(token.at[0] if token.at else 0, message))

    def _comment(self, token: Spanned) -> None:
        match = DECLARATION.match(token.text)
        if match:
            self.declarations.append((self._length, token[match.start(1):match.end(1)]))

    def _command(self, segment: _Segment, token: Spanned) -> None:
        name = token.text
        if name in DEFINERS:
            self._define(segment, token)
        elif name in ("\\newenvironment", "\\renewenvironment"):
            self._define_environment(segment, token)
        elif name in self.macros:
            self._call(segment, token)
        elif name == "\\begin" or name == "\\end":
            self._environment(segment, token)
        elif name in ("\\input", "\\include", "\\subfile"):
            self._input(segment, token)
        elif name == "\\verb":
            self._verb(segment)
        elif name == "\\iffalse":
            end = segment.source.text.find("\\fi", segment.position)
            segment.position = len(segment.source) if end < 0 else end + 3
        elif name[1:] in TRANSPARENT:
            pass
        else:
            self._emit(token)

    # -- definitions -------------------------------------------------------------------------

    def _define(self, segment: _Segment, token: Spanned) -> None:
        if self.unclosed > 20:
            return
        try:
            name, macro, segment.position = definition(
                token.text, segment.source, segment.position)
        except NotDefined as reason:
            self.unclosed += 1
            self._remark(token, f"{token.text} not understood: {reason}")
            return
        if token.text == "\\let":
            macro = self.macros.get(macro.body, macro)
        if macro.body.strip() == name:
            return
        self.macros[name] = macro

    def _define_environment(self, segment: _Segment, token: Spanned) -> None:
        if self.unclosed > 20:
            return
        try:
            name, opening, closing, segment.position = environment_definition(
                segment.source, segment.position)
        except NotDefined as reason:
            self.unclosed += 1
            self._remark(token, f"{token.text} not understood: {reason}")
            return
        if DISPLAY_SIGN.search(self._flat(opening.body)):
            self.environments[name] = (opening, closing)

    def _flat(self, body: str) -> str:
        """The body with macros without arguments put in once: to see a display in it."""
        return re.sub(r"\\[A-Za-z@]+", lambda m: self.macros[m[0]].body
                      if m[0] in self.macros else m[0], body)

    # -- calls -------------------------------------------------------------------------------

    def _call(self, segment: _Segment, token: Spanned) -> None:
        name, macro = token.text, self.macros[token.text]
        self.calls += 1
        if len(self._stack) > limits.MACRO_DEPTH:
            self._remark(token, f"the macro {name} calls itself")
            del self.macros[name]
            self._emit(token)
            return
        if (self.calls > limits.EXPANSIONS or self._length > limits.EXPANDED_CHARACTERS):
            self._remark(token, f"the macro {name} is not expanded: too many macro calls")
            self._emit(token)
            return
        arguments: list[Spanned] = []
        if macro.starred and segment.source.text[segment.position:segment.position + 1] == "*":
            segment.position += 1
        for default in macro.defaults:
            found = self._optional() if default is not None else self._argument()
            if found is None and default is None:
                self._remark(token, f"the macro {name} misses an argument")
                self._emit(token)
                return
            arguments.append(found if found is not None else token.placed(default or ""))
        self._push(token, name, macro.body, arguments)

    def _push(self, token: Spanned, name: str, body: str, arguments: list[Spanned]) -> None:
        pieces: list[Spanned] = []
        for match in PIECE.finditer(body):
            if match.group(1):
                number = int(match.group(1))
                if number <= len(arguments):
                    pieces.append(arguments[number - 1])
            elif match.group(2):
                pieces.append(token.placed(match.group(2)))
        if sum(map(len, pieces)) > limits.DISPLAY_CHARACTERS:
            self._remark(token, f"the macro {name} is not expanded: too many macro calls")
            self.macros.pop(name, None)
            self._emit(token)
            return
        whole = join(pieces)
        self._stack.append(_Segment(whole, name))
        # A command that ends in a letter must not swallow the letter after it.
        following = self._stack[-2].source.text[self._stack[-2].position:][:1]
        if re.search(r"\\[A-Za-z@]+$", whole.text) and following.isalpha():
            self._stack[-1].source = join([whole, token.placed(" ")])

    def _segment_with_more(self) -> _Segment | None:
        for segment in reversed(self._stack):
            segment.position = skip_space(segment.source.text, segment.position)
            if segment.position < len(segment.source):
                return segment
        return None

    def _argument(self) -> Spanned | None:
        segment = self._segment_with_more()
        if segment is None:
            return None
        text, start = segment.source.text, segment.position
        if text[start] == "{":
            end = group_end(text, start) if self.unclosed <= 20 else -1
            if end < 0:
                self.unclosed += 1
                return None
            segment.position = end
            return segment.source[start + 1:end - 1]
        match = TOKEN.match(text, start)
        end = match.end() if match and text[start] == "\\" else start + 1
        segment.position = end
        return segment.source[start:end]

    def _optional(self) -> Spanned | None:
        segment = self._segment_with_more()
        if segment is None or segment.source.text[segment.position] != "[":
            return None
        start = segment.position
        end = group_end(segment.source.text, start, "[", "]") if self.unclosed <= 20 else -1
        if end < 0:
            self.unclosed += 1
            return None
        segment.position = end
        return segment.source[start + 1:end - 1]

    # -- environments and files --------------------------------------------------------------

    def _environment(self, segment: _Segment, token: Spanned) -> None:
        text = segment.source.text
        start = skip_space(text, segment.position)
        end = text.find("}", start)
        if end < 0 or text[start:start + 1] != "{" or end - start > 60:
            self._emit(token)
            return
        name = text[start + 1:end].strip()
        if token.text == "\\begin" and name in VERBATIM:
            close = text.find(f"\\end{{{name}}}", end)
            segment.position = len(text) if close < 0 else close + len(f"\\end{{{name}}}")
        elif name in self.environments and len(self._stack) <= limits.MACRO_DEPTH:
            segment.position = end + 1
            opening, closing = self.environments[name]
            if token.text == "\\begin":
                found = [self._optional() if d is not None else self._argument()
                         for d in opening.defaults]
                self._push(token, f"{name} env", opening.body,
                           [f if f is not None else token.placed("") for f in found])
            else:
                self._push(token, f"{name} env", closing, [])
        else:
            segment.position = end + 1
            self._emit(join([token, segment.source[start:end + 1]]))

    def _verb(self, segment: _Segment) -> None:
        text, start = segment.source.text, segment.position
        end = text.find(text[start:start + 1], start + 1) if start < len(text) else -1
        newline = text.find("\n", start)
        if end >= 0 and (newline < 0 or end < newline):
            segment.position = end + 1

    def _input(self, segment: _Segment, token: Spanned) -> None:
        found = self._argument()
        if found is None or self.include is None:
            return
        depth = sum(1 for s in self._stack if s.name.startswith("file "))
        self._included += 1
        if self._included > limits.INPUT_FILES or depth >= limits.INPUT_DEPTH:
            self._remark(token, f"\\input{{{found.text[:60]}}} is not read: too many files")
            return
        if any(s.name == f"file {found.text}" for s in self._stack):
            self._remark(token, f"\\input{{{found.text[:60]}}} includes itself")
            return
        before = len(self._stack)
        text = self.include(found.text.strip(), token.at[0] if token.at else 0, depth)
        if text is not None and len(self._stack) == before:
            self._stack.append(_Segment(text, f"file {found.text}"))
