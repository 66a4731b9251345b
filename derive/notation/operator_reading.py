r"""Operators, kets and bras in formulas: what stands between bars, what a dagger and a bracket say.

``[A, B]`` of two operators is a commutator, ``\{A, B\}`` an anticommutator, ``A^\dagger`` an
adjoint, a number beside operators a multiple of the identity. A label of a ket is a number where
the table knows it as one, and otherwise part of the state's name. Next: ``operator_writing``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.notation import (
    calculus,
    differential_operators,
    matrix_reading,
    operator_calculus,
    operator_products,
    operator_states,
    operator_vectors,
    represented,
    unsaid,
)
from derive.notation.errors import NotRead
from derive.notation.tree import NOTHING, Node, items_of
from derive.notation.write_latex import write_latex
from derive.terms import matrices
from derive.terms import operators as op
from derive.terms.build import INFINITY
from derive.terms.build import symbol as symbol_of
from derive.terms.domains import sort_of
from derive.terms.matrices import matmul
from derive.terms.operator_forms import of_operators
from derive.terms.shapes import is_one
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.notation.elaborate import Elaborator, Found

#: ways of writing the identity, where a scope speaks of operators
ONES = frozenset(("\\mathbb{1}", "\\hat{1}", "\\hat{I}", "\\mathbb{I}", "\\mathbf{1}", "I"))


def operatorial(*parts: Term) -> bool:
    """Whether operators, kets or bras are among the terms."""
    return any(of_operators(p.shape) for p in parts)


# -- letters ---------------------------------------------------------------------------------------


def symbol(table: Elaborator, node: Node, found: Found) -> Term:
    """An operator or a vector with its scripts: ``\\hat{S}_z``, ``A_n``, ``a^\\dagger``."""
    value, sub, sup = found.term, found.sub, found.sup
    if found.primes:
        raise NotRead("a prime on an operator: a name of its own? declare it", node.span)
    if sub.kind == "list" and sub.parts[-1].kind == "name" and (
            sub.parts[-1].value in operator_vectors.AXES):
        sub = Node("juxt", sub.parts, span=sub.span)  # S_{1,x} is S_{1x}
    if sub:
        name = f"{value.name}_{_braced(write_latex(sub))}"
        indices = operator_states.indices(table, sub)
        if indices is not None and all(sort_of(i) in ("N0", "Z") for i in indices):
            value = Term(value.head, (value.name, "_" if value.head == "operator" else "v"),
                         (*value.args, *indices))
        else:
            value = Term(value.head, (name, value.data[1]), value.args)
    return raised(table, value, sup) if sup else value


def member(table: Elaborator, found: Found, paren: Node) -> Term | None:
    """An operator that depends on numbers, ``U(t)``, ``U(m, n)``; None before a factor."""
    value, after = found.term, NOTHING
    if paren.kind == "script":
        paren, _, after = paren.parts
    labels = tuple(table.term(item) for item in items_of(paren.parts[0]))
    if operatorial(*labels):
        return None
    name = value.name if not found.sub else f"{value.name}_{_braced(write_latex(found.sub))}"
    made = Term("operator", (name, "("), (value.args[0], *labels))
    for sup in (found.sup, after):
        made = raised(table, made, sup) if sup else made
    return made


def _braced(text: str) -> str:
    return text if len(text) == 1 else f"{{{text}}}"


def identity(table: Elaborator, node: Node) -> Term | None:
    """The identity, in the ways of writing it that a scope of operators has."""
    base, sup = (node, NOTHING) if node.kind != "script" else (node.parts[0], node.parts[2])
    written = write_latex(base)
    if written not in ONES or written not in table.notation.constants or (
            node.kind == "script" and node.parts[1]):
        return None
    value = matrices.identity(op.SPACE)
    return raised(table, value, sup) if sup else value


# -- kets, bras, brackets --------------------------------------------------------------------------


def bracket(table: Elaborator, node: Node) -> Term:
    """``<a|b>``, ``<a|A|b>``, and ``<A>``, the mean value in a state that is not named."""
    if len(node.parts) == 1:
        value = table.term(node.parts[0])
        if operator_vectors.is_vector(value):
            return operator_vectors.mean(table, value)
        if value.shape is not None and of_operators(value.shape) and not any(
                map(is_one, value.shape)):
            return operator_calculus.of_time(table, value)
        number = unsaid.between_angles(table, node, value)
        if number is not None:
            return number
        raise NotRead("a mean value of what is no operator here", node.span)
    if operator_calculus.measured(node):
        return product(operator_calculus.factors(table, (node,)))
    first, *middle, last = node.parts
    factors: list[Term] = []
    moving = operator_calculus.derivative_of_state(table, middle, last)
    if moving is not None:
        return op.bracket(op.adjoint(operator_states.state(table, first)), moving)
    left = op.adjoint(operator_states.state(table, first))
    if middle and middle[0].kind == "beside":  # <a| \otimes 1(2) |b>
        left = op.tensor(left, table.term(middle.pop(0).parts[0]))
    for part in middle:
        value = table.term(part)
        if value.shape is None:
            value = op.multiple(value)
        grouped = part.kind == "paren" or value.head != "matmul"
        factors += [value] if grouped else value.args
    right = operator_states.state(table, last)
    factors = represented.before_kets(table, [left, *factors, right])[1:-1]
    column = operator_vectors.bracket(left, factors, right)
    if column is not None:
        return column
    return op.bracket(left, *factors, right) if left.head == "adjoint" else product(
        [left, *factors, right])


def bracketed(table: Elaborator, node: Node) -> Term | None:
    """``[A, B]`` and ``\\{A, B\\}`` of operators; a number counts as a multiple of the identity."""
    inside = node.parts[0]
    product_of_functions = operator_products.inner(table, node)
    if product_of_functions is not None:
        return product_of_functions
    if inside.kind != "list" or len(inside.parts) != 2 or node.value not in ("[", "\\{") or (
            inside.ops[0] != ","):
        return None
    try:
        sides = [table.term(p) for p in inside.parts]
    except NotRead:
        if not any(f is not None and f.term.head == "operator" for p in inside.walk()
                   for f in [table.find(p)]):
            return None
        raise
    if not operatorial(*sides):
        matrices_too = all(s.shape is not None and s.shape[0] is s.shape[1] for s in sides)
        if not matrices_too:
            return None
        ab, ba = matmul(*sides), matmul(*sides[::-1])
        return matrices.matadd(ab, matrices.minus(ba) if node.value == "[" else ba)
    multiple = op.times if differential_operators.contains(*sides) else op.multiple
    a, b = (s if s.shape is not None else multiple(s) for s in sides)
    return (op.commutator if node.value == "[" else op.anticommutator)(a, b)


# -- arithmetic ------------------------------------------------------------------------------------


def raised(table: Elaborator, base: Term, sup: Node) -> Term:
    """``A^\\dagger``, ``A^2``, ``A^n``, ``A^{-1}``."""
    if (sup.kind == "mark" and sup.value in matrix_reading.TRANSPOSES) or (
            sup.is_name("T") and not table.declared("T")):
        return op.turned(base)
    if sup.kind == "mark":
        if sup.value in ("\\dagger", "\\dag"):
            return op.adjoint(base)
        if sup.value == "*" and base.head == "turned":  # (A^T)^*
            return op.adjoint(base.args[0])
        raise NotRead(f"the superscript {sup.value} on an operator; an adjoint is written "
                      "\\dagger", sup.span)
    if sup.kind == "minus" and sup.parts[0].kind == "number" and sup.parts[0].value == "1":
        return matrices.inverse(base)
    if sup.kind == "juxt" and sup.parts[0].kind == "mark" and len(sup.parts) == 2:
        return raised(table, raised(table, base, sup.parts[0]), sup.parts[1])
    if sup.kind in ("minus", "text") or sup.is_name("T"):
        raise NotRead("a superscript that has no meaning on an operator", sup.span)
    if operator_vectors.is_vector(base):
        if sup.kind == "number" and sup.value == "2":
            return operator_vectors.square(base)
        raise NotRead("the power of a vector of operators", sup.span)
    exponent = table.term(sup)
    if exponent.shape is not None or sort_of(exponent) not in ("N0", "Z"):
        raise NotRead("the power of an operator is a natural number", sup.span)
    return op.operator_power(base, exponent)


def total(summands: list[Term]) -> Term:
    """A sum of operators or kets; numbers beside operators are multiples of the identity."""
    if differential_operators.contains(*summands):
        return differential_operators.total(summands)
    shaped = [s for s in summands if s.shape is not None]
    square = all(s.shape is not None and not any(map(is_one, s.shape)) for s in shaped)
    if square:
        summands = [s if s.shape is not None else differential_operators.multiplying(s)
                    for s in summands]
    elif any(s.shape is None for s in summands):
        raise NotRead("a number is added to a ket or a bra")
    return matrices.matadd(*summands)


def product(factors: list[Term]) -> Term:
    """Numbers in front, operators, kets and bras in their order; a bra and its ket are a number."""
    if differential_operators.contains(*factors):
        return differential_operators.product(factors)
    numbers: list[Term] = []
    rest: list[Term] = []
    for factor in factors:
        if factor.shape is not None:
            rest.append(factor)
            continue
        acts = rest and not any(map(is_one, rest[-1].shape or ()))
        if acts and _varies(factor):
            factor, rest = operator_calculus.on_function(rest, factor)
        elif numbers and numbers[-1].head == "acted" and _varies(factor):
            raise NotRead("does the operator act on all functions after it? write brackets")
        numbers.append(factor)
    if not rest:
        return numbers[0] if len(numbers) == 1 else Term("mul", (), tuple(numbers))
    value = matmul(*rest)
    if value.shape is not None and all(map(is_one, value.shape)):
        value = matrices.item(value)
    if not numbers:
        return value
    if value.shape is None:
        return Term("mul", (), (*numbers, value))
    return matrices.scale(numbers[0] if len(numbers) == 1 else Term("mul", (), tuple(numbers)),
                          value)


def _varies(factor: Term) -> bool:
    """Whether a number is the value of a function of something real: a wave function."""
    return any(t.head in ("call", "derivative", "integral") and (
        t.head != "call" or set(t.args[0].data[1]) - {"N0", "Z"})  # type: ignore[arg-type]
        for t in factor.walk())


def equal_shapes(left: Term, right: Term) -> tuple[Term, Term]:
    """The sides of an equation: 0 is the zero of its kind, a number a multiple of the identity."""
    def fitted(value: Term, other: Term) -> Term:
        if value.shape is not None or other.shape is None:
            return value
        if value.head == "int" and value.value == 0:
            return op.nothing_like(other)
        if any(map(is_one, other.shape)):
            return value
        return (op.times if differential_operators.contains(other) else op.multiple)(value)
    return fitted(left, right), fitted(right, left)


def known(head: str, argument: Term, node: Node) -> Term:
    """A function that LaTeX knows, of an operator."""
    if head == "exp":
        return op.operator_exp(argument)
    raise NotRead(f"{head} of an operator has no term yet", node.span)


def applied(fun: Term, orders: tuple[int, ...], given: tuple[Term, ...]) -> Term:
    """``V(\\hat x)``."""
    if len(given) not in (1, 3) or not all(map(operatorial, given)):
        raise NotRead(f"{fun.name} is taken at an operator and at something else")
    return Term("opfun" if len(given) == 1 else "opfield", orders, (fun, *given))


def over_states(table: Elaborator, node: Node) -> Term | None:
    """``\\sum_n |n\\rangle\\langle n|``: over all states, from the first to the last of them.

    Which these are is not said; the bounds are letters of their own, and not written.
    """
    lower, _, body = node.parts
    if node.value != "\\sum" or lower.kind not in ("name", "list", "juxt", "script"):
        return None
    if not any(p.kind in ("ket", "bra", "braket") for p in body.walk()):
        return None
    letters = lower.parts if lower.kind in ("list", "juxt") else (lower,)
    symbols = [calculus.bound_symbol(table, letter, "N0") for letter in letters]
    for letter, s in zip(letters, symbols, strict=True):
        table.bound.append((write_latex(letter), s))
    value = table.term(body)
    for s in reversed(symbols):
        table.bound.pop()
        ends = (symbol_of(f"first_{s.name}", "N0"), symbol_of(f"last_{s.name}", "N0"))
        value = Term("opsum" if operatorial(value) else "sum", (), (s, value, *ends))
    return value


def summed(head: str, index: Term, body: Term, low: Term, high: Term, node: Node) -> Term:
    """A sum of operators or kets, also without a last term."""
    if head != "sum" or index.sort != "N0":
        raise NotRead("only sums over natural numbers are read of operators", node.span)
    if high is not INFINITY and high.shape is not None:
        raise NotRead("a bound of a sum is a number", node.span)
    return op.operator_sum(index, body, low, high)
