"""Tokens -> tree: a precedence parser that is faithful or refuses.

It knows how formulas are laid out, not what their letters mean: ``f(x)`` stays a
juxtaposition, and ``elaborate`` asks the symbol table. What it cannot place it refuses
with its span. Constructs with a grammar of their own are in ``constructs``.
"""

from __future__ import annotations

from derive.notation import brackets, constructs, scripts
from derive.notation.alphabet import (
    ARROWS,
    DELIMITERS,
    FUNCTIONS,
    LETTERS,
    MARKS,
    OTHER_FUNCTIONS,
    PRODUCTS,
    RELATIONS,
    SAME_RELATION,
)
from derive.notation.cursor import (
    ARROW,
    COMMA,
    JUXTAPOSED,
    PHRASES,
    PRODUCT,
    PROSE,
    RELATION,
    SUM,
    Cursor,
)
from derive.notation.errors import NotRead, Span
from derive.notation.tokens import MOST_NESTING, Token
from derive.notation.tree import NOTHING, Node


class Reader(Cursor):
    """Reads expressions: signs by how tightly they bind, operands with their scripts."""

    def whole(self) -> Node:
        """The one formula that the source is."""
        if self.here.kind == "end":
            raise NotRead("an empty formula", self.here.span)
        node = self.expression(0)
        while self.at(",", ".", ";") and self.ahead().kind == "end":
            self.next()  # punctuation of the sentence around the formula
        if self.here.kind != "end":
            raise NotRead(f"{self.here.text!r} is not expected here", self.here.span)
        if node.depth > MOST_NESTING:
            raise NotRead(f"a formula nested more than {MOST_NESTING} deep", node.span)
        return node

    def expression(self, floor: int) -> Node:
        """The longest expression whose signs bind at least as tightly as ``floor``."""
        self.deeper(1)
        left = self.operand(floor)
        while True:
            level = self.infix_level()
            if level is None or level < floor:
                break
            left = self.infix(left, level)
        self.nesting -= 1
        return left

    def infix_level(self) -> int | None:
        """How tightly the sign at the cursor binds; None where the expression ends."""
        token = self.here
        if token.kind == "end":
            return None
        if token.kind == "roman":
            return self.words_level(token)
        if token.kind in ("number", "letter"):
            return None if self.at_measure() else JUXTAPOSED
        return self.sign_level(token)

    def words_level(self, token: Token) -> int | None:
        if self.at_measure():
            return None
        if token.text.strip().startswith(PHRASES):
            return RELATION
        return PROSE if " " in token.text or token.text in ("and", "or", "for", "if") else (
            JUXTAPOSED)

    def sign_level(self, token: Token) -> int | None:
        text = token.text
        if text in (",", ";", ":"):
            after = self.ahead()
            last = after.kind == "end" or (self.open[-1] == "&" and after.text in (
                "&", "\\\\", "\\end"))
            return None if last else COMMA
        if text in ARROWS:
            return ARROW
        if text in RELATIONS and not (text == "\\mid" and self.open[-1] == "|"):
            return RELATION
        if text in ("+", "-", "\\pm", "\\mp"):
            return SUM
        if text in PRODUCTS or text in ("/", "\\div"):
            return PRODUCT
        if text == "&" and self.open[-1] != "&":
            return JUXTAPOSED
        if text == "|":
            return JUXTAPOSED if self.open[-1] not in ("|", "\\rangle", "\\right|") else None
        if self.starts_operand(token):
            return None if self.at_measure() else JUXTAPOSED
        return None

    def starts_operand(self, token: Token) -> bool:
        text = token.text
        if token.kind == "char":
            return text in ("(", "[", "{")
        closers = ("\\right", "\\rangle", "\\rvert", "\\rVert", "\\rfloor", "\\rceil", "\\}",
                   "\\rbrace", "\\rbrack", "\\end", "\\\\", "\\|", "\\middle", "\\over", "\\choose")
        if text == "\\|":
            return self.open[-1] != "\\|"
        return token.kind == "command" and text not in closers

    def infix(self, left: Node, level: int) -> Node:
        """``left`` and what follows it at one level: a whole run at once, in linear time."""
        token = self.here
        if level == JUXTAPOSED:
            return self.juxtaposed(left)
        if token.kind == "roman":
            self.next()
            return self.words(left, token)
        if level == SUM:
            return self.summands(left)
        if level == PRODUCT:
            return self.times(left)
        return self.run(left, level)

    def juxtaposed(self, left: Node) -> Node:
        start, parts = left.span[0], list(_factors(left))
        while self.infix_level() == JUXTAPOSED:
            if self.at("&"):
                self.next()
            elif self.at("|") and self.ahead().text == "_":
                left = brackets.evaluation(self, _side_by_side(parts, self.span_from(start)))
                parts = [left]
            else:
                parts.extend(_factors(self.expression(JUXTAPOSED + 1)))
        return _side_by_side(parts, self.span_from(start))

    def summands(self, left: Node) -> Node:
        parts = list(left.parts) if left.kind == "sum" else [left]
        while self.infix_level() == SUM:
            sign = self.next()
            part = self.expression(SUM + 1)
            span = (sign.span[0], part.span[1])
            if sign.text == "-":
                part = Node("minus", (part,), span=span)
            elif sign.text != "+":
                part = Node("plusminus", (part,), sign.text, span=span)
            parts.append(part)
        return Node("sum", tuple(parts), span=self.span_from(left.span[0]))

    def times(self, left: Node) -> Node:
        """Factors with signs between them; a slash takes all before it as its numerator."""
        start = left.span[0]
        parts = list(left.parts) if left.kind == "product" else [left]
        ops = list(left.ops) if left.kind == "product" else []
        while self.infix_level() == PRODUCT:
            sign, first = self.next(), self.place
            right = self.expression(PRODUCT + 1)
            if sign.text not in ("/", "\\div"):
                parts.append(right)
                ops.append(sign.text)
                continue
            above = _product(parts, ops, start)
            span = self.span_from(start)
            if above.kind == "slash":
                raise NotRead("two slashes in a row; write a fraction or parentheses", span)
            spaced = any(t.spaced for t in self.tokens[first + 1:self.place])
            parts = [Node("slash", (above, right), "spaced" if spaced else "", span=span)]
            ops = []
        return _product(parts, ops, start)

    def run(self, left: Node, level: int) -> Node:
        """A chain of relations or of arrows, or a list."""
        kind = "list" if level == COMMA else "chain"
        value = "arrow" if level == ARROW else ""
        same = left.kind == kind and left.value == value
        parts = list(left.parts) if same else [left]
        ops = list(left.ops) if same else []
        while self.infix_level() == level and self.here.kind != "roman":
            sign = self.next().text
            parts.append(self.expression(level + 1))
            ops.append(SAME_RELATION.get(sign, sign))
        return Node(kind, tuple(parts), value, tuple(ops), self.span_from(left.span[0]))

    def words(self, left: Node, token: Token) -> Node:
        text = token.text.strip()
        if text.startswith(PHRASES):
            right = self.expression(RELATION + 1)
            return Node("chain", (left, right), ops=(text,), span=self.span_from(left.span[0]))
        right = NOTHING
        if self.here.kind != "end" and self.infix_level() is not None:
            right = self.expression(PROSE + 1)
        return Node("prose", (left, right), text, span=self.span_from(left.span[0]))

    # -- operands ------------------------------------------------------------------------

    def operand(self, floor: int) -> Node:
        """What stands before any sign, with its scripts."""
        token = self.here
        text = token.text
        if token.kind == "number":
            self.next()
            return scripts.hung(self, Node("number", value=text, span=token.span))
        if token.kind == "letter":
            self.next()
            return scripts.hung(self, Node("name", value=text, span=token.span))
        if token.kind == "roman":
            self.next()
            kind = "text" if " " in text.strip() else "name"
            value = text if kind == "text" else named(text.strip())
            return scripts.hung(self, Node(kind, value=value, span=token.span))
        if token.kind == "end":
            raise NotRead("the formula ends where something should follow", token.span)
        if text in ("-", "+", "\\pm", "\\mp"):
            return self.signed(floor)
        if text == "&":
            self.next()
            return self.operand(floor)
        if token.kind == "command" and text in LETTERS:
            self.next()
            return scripts.hung(self, Node("name", value=text, span=token.span))
        if text in DELIMITERS:
            return scripts.hung(self, self.delimited())
        if text == "{":
            return scripts.hung(self, self.group())
        return self.construct(floor)

    def construct(self, floor: int) -> Node:
        """A construct with a grammar of its own, with its scripts."""
        self.deeper(2)
        node = constructs.construct(self, floor)
        self.nesting -= 2
        return node

    def deeper(self, steps: int) -> None:
        """Count a level of nesting; Python's own stack must not decide when it is too deep."""
        self.nesting += steps
        if self.nesting > MOST_NESTING:
            raise NotRead(f"a formula nested too deep; {MOST_NESTING} parentheses are the most",
                          self.here.span)

    def signed(self, floor: int) -> Node:
        token = self.next()
        if self.here.text == "}" and token.text in ("+", "-"):  # psi_{a,+}
            return Node("mark", value=token.text, span=token.span)
        if floor > SUM:
            raise NotRead(f"a sign {token.text} in the middle of a product; put it and what it "
                          "belongs to in parentheses", token.span)
        part = self.expression(SUM + 1)
        span = (token.span[0], part.span[1])
        if token.text == "+":
            return part
        if token.text == "-":
            return Node("minus", (part,), span=span)
        return Node("plusminus", (part,), token.text, span=span)

    def delimited(self) -> Node:
        opened = self.next()
        closing = DELIMITERS[opened.text]
        if opened.text == "\\langle":
            return brackets.bracket(self, opened)
        if self.at(closing):
            raise NotRead("nothing stands between the delimiters", opened.span)
        self.open.append(closing)
        self.measures.append(False)
        inside = self.expression(0)
        self.expect(closing, opened.span)
        self.open.pop()
        self.measures.pop()
        names = {"\\lvert": "|", "\\lVert": "\\|", "\\lbrace": "\\{", "\\lbrack": "["}
        return Node("paren", (inside,), names.get(opened.text, opened.text),
                    span=self.span_from(opened.span[0]))

    def inside(self, closing: str, opened: Span, bars: bool = False) -> Node:
        """The contents up to ``closing``, which is consumed; ``bars``: a bar ends them too."""
        self.open.append(closing + "|" if bars else closing)
        self.measures.append(False)
        if self.at(closing):
            raise NotRead("nothing stands between the delimiters", opened)
        node = self.expression(0)
        if self.at("\\choose", "\\over"):
            kind = "binom" if self.next().text == "\\choose" else "frac"
            node = Node(kind, (node, self.expression(0)), "" if kind == "binom" else "\\frac",
                        span=(node.span[0], self.span_from(node.span[0])[1]))
        self.expect(closing, opened)
        self.open.pop()
        self.measures.pop()
        return node

    def group(self) -> Node:
        """``{...}`` shows nothing, so it may hold only what needs no parentheses."""
        opened = self.next()
        if self.at("}"):
            self.next()
            return Node("empty", span=self.span_from(opened.span[0]))
        node = self.inside("}", opened.span)
        if self.alone(opened.span[0]) or node.kind not in (
                "sum", "minus", "chain", "list", "slash", "plusminus", "product", "prose"):
            after = self.ahead(2) if self.ahead().text == "{" else self.ahead()
            marked = self.at("^") and after.text in MARKS
            if node.kind in ("juxt", "script") and self.at("^", "_", "'", "!") and not (
                    node.kind == "script" and marked):
                raise NotRead("braces are not seen on the page: what does this script hang "
                              "on? write parentheses", self.span_from(opened.span[0]))
            return node
        raise NotRead("braces are not seen on the page; write parentheses",
                      self.span_from(opened.span[0]))

    def alone(self, start: int) -> bool:
        """Whether a group is all there is between its neighbours."""
        first = self.tokens[0].span[0] == start
        return first and self.here.kind == "end"

    def at_measure(self) -> bool:
        """Whether the cursor is at the d x that ends an integral."""
        if not self.measures[-1]:
            return False
        return constructs.measure_width(self) > 0


def _factors(node: Node) -> tuple[Node, ...]:
    return node.parts if node.kind == "juxt" else (node,)


def _side_by_side(parts: list[Node], span: Span) -> Node:
    return parts[0] if len(parts) == 1 else Node("juxt", tuple(parts), span=span)


def _product(parts: list[Node], ops: list[str], start: int) -> Node:
    if len(parts) == 1:
        return parts[0]
    return Node("product", tuple(parts), ops=tuple(ops), span=(start, parts[-1].span[1]))


def named(word: str) -> str:
    """``\\operatorname{tanh}`` is ``\\tanh``; another upright word is a name of its own."""
    command = f"\\{word}"
    known = command in FUNCTIONS or command in OTHER_FUNCTIONS
    return command if known else f"\\mathrm{{{word}}}"


def parse_tree(source: str, profile: str = "plain") -> Node:
    """The tree of one formula, or :class:`NotRead` with the place of what is not read.

    >>> parse_tree(r"2\\xi").kind
    'juxt'
    """
    return Reader(source, profile).whole()
