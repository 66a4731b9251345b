r"""How matrix terms are written: ``W^\top\delta \odot \sigma'(z)``, ``\|x\|^2``, ``x^\top y``.

What would be read as another term is put in parentheses, or is not written at all: a zero matrix
has no form that says its size. A 1 x 1 product that is kept as a matrix is ``matrix(...)``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from derive.notation import compose_calculus, compose_calls
from derive.notation.alphabet import FUNCTIONS
from derive.notation.cards import Card
from derive.notation.errors import NotWritten
from derive.notation.matrix_reading import OF_MATRICES, elementwise
from derive.notation.tree import NOTHING, Node, name, number, paren, script
from derive.terms.build import neg
from derive.terms.build import term as number_term
from derive.terms.shapes import is_one, same_size
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.notation.compose import Composer

TOP = Node("mark", value="\\top")
NAMES = {"softmax": "\\mathrm{softmax}", "row_softmax": "\\mathrm{rowsoftmax}",
         "trace": "\\mathrm{tr}", "diag": "\\mathrm{diag}", "vec": "\\mathrm{vec}",
         "det": "\\det", "total": "\\mathrm{sum}", "logdet": "\\mathrm{logdet}",
         "logsumexp": "\\mathrm{logsumexp}", "row_logsumexp": "\\mathrm{rowlogsumexp}",
         "diagonal": "\\mathrm{diagonal}"}
NAMED_FUNCTIONS = {head: latex for latex, head in FUNCTIONS.items()}
LOOSE = frozenset(("matadd", "hadamard", "scale", "matmul", "matsum", "matprod", "kron"))
COLUMNWISE = ("softmax", "logsumexp")  # of a wide matrix, said by another name
MINUS_ONE = neg(number_term(1))


def symbol(composer: Composer, term: Term) -> Node:
    """A matrix, its level where the convention puts it."""
    card = card_of(composer, term)
    base = composer.label(card)
    if len(term.args) == 2:
        return base
    level = composer.small.node(term.args[2])
    where = composer.notation.conventions["layer-index"]
    if where == "_l":
        return script(base, level)
    opening = {"^(l)": "(", "^[l]": "["}.get(where)
    return script(base, sup=paren(level, opening) if opening else level)


def card_of(composer: Composer, term: Term) -> Card:
    for card in composer.notation.cards:
        known = card.term
        if known.head == "matrix" and known.name == term.name and (
                len(known.args) == len(term.args)):
            return card
    return composer.notation.card(term)


def total(composer: Composer, term: Term) -> Node:
    return Node("sum", tuple(summand(composer, a) for a in term.args))


def summand(composer: Composer, term: Term) -> Node:
    return paren(composer.node(term)) if term.head == "matadd" else composer.node(term)


def scaled(composer: Composer, term: Term) -> Node:
    """``2W``, ``-W``, ``\\frac{1}{n}W``."""
    by, body = term.args
    if by is MINUS_ONE and body.head not in ("scale", "matadd"):
        return Node("minus", (composer.node(body) if body.head == "matmul" else
                              factor(composer, body),))
    if by is MINUS_ONE and body.head == "matadd":
        return Node("minus", (paren(composer.node(body)),))
    if by.head == "neg" and by.args[0].head not in ("neg", "add") and by is not MINUS_ONE:
        return Node("minus", (scaled(composer, Term("scale", (), (by.args[0], body))),))
    numbers = by.args if by.head == "mul" else (by,)
    matrices = body.args if body.head == "matmul" else (body,)
    nodes = [composer.factor(n, False) for n in numbers]
    nodes += [factor(composer, m) for m in matrices]
    return composer.juxtaposed(nodes, (*numbers, *matrices))


def product(composer: Composer, term: Term) -> Node:
    assert term.shape is not None
    if all(is_one(s) for s in term.shape):
        if composer.taken("\\mathrm{matrix}"):
            raise NotWritten("a 1 x 1 product that is kept as a matrix")
        return Node("apply", (name("\\mathrm{matrix}"), paren(juxtaposed(composer, term))),
                    "operator")
    return juxtaposed(composer, term)


def juxtaposed(composer: Composer, term: Term) -> Node:
    return composer.juxtaposed([factor(composer, a) for a in term.args], term.args)


def factor(composer: Composer, term: Term) -> Node:
    node = composer.node(term)
    return paren(node) if term.head in LOOSE else node


def entrywise(composer: Composer, term: Term) -> Node:
    parts = []
    for part in term.args:
        node = composer.node(part)
        loose = part.head in ("matadd", "hadamard", "matsum", "matprod", "kron") or node.kind in (
            "minus", "product")
        parts.append(paren(node) if loose else node)
    return Node("product", tuple(parts), ops=("\\odot",) * (len(parts) - 1))


def turned(composer: Composer, term: Term) -> Node:
    inner = term.args[0]
    if inner.head == "inverse":
        return on_base(composer, inner.args[0], Node("minus", (TOP,)))
    return on_base(composer, inner, TOP)


def inverted(composer: Composer, term: Term) -> Node:
    return on_base(composer, term.args[0], Node("minus", (number(1),)))


def on_base(composer: Composer, term: Term, sup: Node) -> Node:
    node = composer.node(term)
    plain = term.head in ("matrix", "identity", "grid") and not (
        node.kind == "script" and (node.parts[2] or term.head == "matrix"))
    if plain and node.kind == "script":
        return Node("script", (node.parts[0], node.parts[1], sup), node.value)
    return script(node if plain else paren(node), sup=sup)


def named(composer: Composer, term: Term) -> Node:
    head = NAMES[term.head]
    if term.head in COLUMNWISE and not is_one(term.args[0].shape[1]):  # type: ignore[index]
        head = f"\\mathrm{{col{term.head}}}"
    if term.head == "logsumexp" and all(map(is_one, term.shape or (term,))):
        raise NotWritten("a logsumexp of a column that is kept as a matrix")
    return applied(composer, head, term)


def applied(composer: Composer, head: str, term: Term) -> Node:
    if composer.taken(head):
        raise NotWritten(f"{head} is a letter of its own here")
    return Node("apply", (name(head), paren(composer.node(term.args[0]))), "operator")


def inner(composer: Composer, term: Term) -> Node:
    """``\\|a\\|^2``, ``a^\\top b`` of columns, ``\\langle A, B\\rangle``."""
    a, b = term.args
    if a is b:
        return script(bars(composer, a), bar_index(a), number(2))
    assert a.shape is not None
    if is_one(a.shape[1]) and not is_one(a.shape[0]):
        return Node("juxt", (turned(composer, Term("transpose", (), (a,))), factor(composer, b))) \
            if a.head != "inverse" else NOTHING
    return Node("braket", (Node("list", (composer.node(a), composer.node(b)), ops=(",",)),))


def bars(composer: Composer, a: Term) -> Node:
    return paren(composer.node(a), "\\|")


def bar_index(a: Term) -> Node:
    assert a.shape is not None
    return NOTHING if is_one(a.shape[1]) else name("F")


def length(composer: Composer, a: Term) -> Node:
    """``\\|a\\|``, the root of the inner product of a column with itself."""
    return script(bars(composer, a), bar_index(a))


def item(composer: Composer, term: Term) -> Node:
    body = term.args[0]
    if body.head == "logsumexp":
        return applied(composer, NAMES["logsumexp"], body)
    pair = len(body.args) == 2 and body.args[0].head == "transpose"
    if body.head != "matmul" or pair:
        return applied(composer, "\\mathrm{entry}", term)
    return juxtaposed(composer, body)


def kronecker(composer: Composer, term: Term) -> Node:
    """``A \\otimes B``"""
    parts = []
    for part in term.args:
        node = composer.node(part)
        loose = part.head in (*LOOSE, "kron") or node.kind in ("minus", "product")
        parts.append(paren(node) if loose else node)
    return Node("product", tuple(parts), ops=("\\otimes",))


def identity(composer: Composer, term: Term) -> Node:
    if composer.taken("I"):
        raise NotWritten("the identity matrix and a symbol share the letter I")
    return script(name("I"), composer.small.node(term.args[0]))


def ones(composer: Composer, term: Term) -> Node:
    """``\\mathbf{1}_n``, and ``\\mathbf{0}_{n, m}`` for a matrix of zeros."""
    sizes = tuple(composer.small.node(a) for a in term.args)
    if term.head == "ones" and is_one(term.args[0]) and not is_one(term.args[1]):
        return script(Node("accent", (number(1),), "\\mathbf"), sizes[1], TOP)
    return script(Node("accent", (number(int(term.head == "ones")),), "\\mathbf"),
                  sizes[0] if is_one(term.args[1]) else Node("list", sizes, ops=(",",)))


def mapped(composer: Composer, term: Term) -> Node:
    """A function of every entry; ``\\tanh`` and its like under the names that LaTeX knows."""
    fun = term.args[0]
    latex = NAMED_FUNCTIONS.get(fun.name)
    if latex is None or len(term.args) != 2 or fun is not elementwise(fun.name) or (
            composer.notation.named(composer.notation.card(fun).written) is not None):
        return compose_calls.call(composer, term)
    if fun.name in OF_MATRICES and same_size(*(term.args[1].shape or ())):
        raise NotWritten(f"{latex} of every entry of a square matrix")
    if composer.taken(latex):
        raise NotWritten(f"{latex} is a letter of its own here")
    primes = int(str(term.data[0]))
    if primes > 3:
        raise NotWritten(f"{latex} with more than three primes")
    head = script(name(latex), primes=primes) if primes else name(latex)
    return Node("apply", (head, paren(composer.node(term.args[1]))), "operator")


def semidefinite(composer: Composer, term: Term) -> Node:
    """``A \\succeq 0``"""
    return Node("chain", (composer.node(term.args[0]), number(0)), ops=("\\succeq",))


def entries(sign: str) -> Callable[[Composer, Term], Node]:
    """``entries(A) > c``: said of every entry."""
    def write(composer: Composer, term: Term) -> Node:
        if composer.taken("\\mathrm{entries}"):
            raise NotWritten("entries is a letter of its own here")
        left = Node("apply", (name("\\mathrm{entries}"), paren(composer.node(term.args[0]))),
                    "operator")
        return Node("chain", (left, composer.node(term.args[1])), ops=(sign,))
    return write


def multiplied(node: Node, term: Term, last: bool) -> Node:
    """A number made of matrices as a factor: its own factors must stay together."""
    together = (term.head == "inner" and node.kind != "juxt") or node.kind == "braket"
    return node if last or together else paren(node)


def moved(composer: Composer, term: Term) -> Node:
    """``\\mathrm{d}W``, the differential of a symbol."""
    return Node("juxt", (name("\\mathrm{d}"), composer.node(term.args[0])))


COMPOSERS: dict[str, Callable[[Composer, Term], Node]] = {
    "matrix": symbol, "matadd": total, "scale": scaled, "matmul": product,
    "hadamard": entrywise, "transpose": turned, "inverse": inverted, "map": mapped,
    "semidefinite": semidefinite, "nowhere": entries("\\ne"), "above": entries(">"),
    "inner": inner, "item": item, "differential": moved, "identity": identity,
    "ones": ones, "zeros": ones, "kron": kronecker,
    "matsum": compose_calculus.series, "matprod": compose_calculus.series,
    **dict.fromkeys(NAMES, named),
}
