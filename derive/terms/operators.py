"""Short constructors for operators, kets and bras. They check shapes and evaluate nothing.

``[A, B]`` stays a commutator and ``A^2`` a power; a bra is the adjoint of a ket, a bracket the
number that a bra and a ket make, and a number beside operators is that multiple of the identity.
Sums, products and multiples are those of matrices (``matadd``, ``matmul``, ``scale``). What an
equation between operators means is said in ``docs/decisions/0058-operators.md``. Next:
``operator_forms`` (shapes).
"""

from __future__ import annotations

from derive.terms.build import Like, forall, term
from derive.terms.matrices import identity, matmul, scale, zeros
from derive.terms.term import Term

#: the space that everything lives in, unless it is said otherwise
SPACE = Term("space", ("H",))


def operator(name: str, *indices: Like, way: str = "_", space: Term = SPACE) -> Term:
    """An operator; ``indices`` make it a member of a family.

    >>> str(operator("A")), [str(s) for s in operator("A").shape]
    ('A', ['(space H)', '(space H)'])
    """
    written = "" if way == "_" and not indices else way
    return Term("operator", (name, written), (space, *(term(i) for i in indices)))


def ket(name: str, *labels: Like, way: str = "", space: Term = SPACE) -> Term:
    """A ket. ``ket("psi")`` is one state; ``ket("", n)`` is |n>; ``ket("phi", n, way="_")`` phi_n.

    >>> from derive.terms.build import symbol
    >>> str(ket("", symbol("n", "N0")))
    '|>[n]'
    """
    return Term("ket", (name, way), (space, *(term(label) for label in labels)))


def adjoint(a: Term) -> Term:
    return Term("adjoint", (), (a,))


def bra(name: str, *labels: Like, way: str = "", space: Term = SPACE) -> Term:
    """The adjoint of a ket."""
    return adjoint(ket(name, *labels, way=way, space=space))


def commutator(a: Term, b: Term) -> Term:
    """``A B - B A``."""
    return Term("commutator", (), (a, b))


def anticommutator(a: Term, b: Term) -> Term:
    """``A B + B A``."""
    return Term("anticommutator", (), (a, b))


def operator_power(a: Term, exponent: Like) -> Term:
    """``A`` times itself; the exponent is a natural number."""
    return Term("oppow", (), (a, term(exponent)))


def operator_exp(a: Term) -> Term:
    return Term("opexp", (), (a,))


def operator_function(fun: Term, a: Term, order: int = 0) -> Term:
    """``V(A)`` for a function of a real number; ``order`` says how often it is differentiated."""
    return Term("opfun", (order,), (fun, a))


def operator_sum(index: Term, body: Term, lower: Like, upper: Like) -> Term:
    """The sum of operators or kets over a natural index."""
    return Term("opsum", (), (index, body, term(lower), term(upper)))


def multiple(number: Like, space: Term = SPACE) -> Term:
    """A number where an operator stands: that multiple of the identity."""
    return scale(number, identity(space))


def bracket(*factors: Term) -> Term:
    """The number that a bra, operators and a ket make.

    >>> str(bracket(bra("a"), ket("b")))
    '(item (matmul (adjoint |a>) |b>))'
    """
    return Term("item", (), (matmul(*factors),))


def expectation(a: Term, time: Like | None = None) -> Term:
    """The mean value in a state that is normalized and not written, at a time if one is given.

    >>> from derive.terms.build import symbol
    >>> str(expectation(operator("A"), symbol("t")))
    '(expectation A t)'
    """
    return Term("expectation", (), (a,) if time is None else (a, term(time)))


def acted(a: Term, value: Term) -> Term:
    """What an operator makes of a function, at the point where its value is taken.

    >>> from derive.terms.build import call, function, symbol
    >>> str(acted(operator("A"), call(function("psi"), symbol("x"))))
    '(acted psi A x)'
    """
    return Term("acted", (), (value.args[0], a, *value.args[1:]))


def partial(coordinate: Term) -> Term:
    """The derivative by a coordinate, with nothing behind it."""
    return Term("partial", (), (SPACE, coordinate))


def times(number: Like) -> Term:
    """A number that depends on coordinates as the operator that multiplies by it."""
    return Term("times", (), (SPACE, term(number)))


def turned(a: Term) -> Term:
    """The transpose in a basis that is not written; nothing but its shape is known of it."""
    return Term("turned", (), (a,))


def operator_vector(x: Term, y: Term, z: Term) -> Term:
    """Three operators as the components of a vector."""
    return Term("opvector", (), (x, y, z))


def tensor(a: Term, b: Term) -> Term:
    """The tensor product. The space that everything lives in is that of parts and wholes alike.

    >>> str(tensor(ket("+"), ket("-")).shape[0])
    '(space H)'
    """
    return Term("kron", (), (a, b))


def operator_derivative(variable: Term, body: Term) -> Term:
    """The derivative of an operator or ket by a real number that it depends on."""
    return Term("opderivative", (), (variable, body, variable))


def operator_integral(variable: Term, body: Term, lower: Like, upper: Like) -> Term:
    """The integral of operators or kets over a real number, as in ``\\int dx |x><x|``."""
    return Term("opintegral", (), (variable, body, term(lower), term(upper)))


def speaks_of_kets(formula: Term) -> bool:
    """Whether an operator, a ket or a bracket stands in a formula."""
    return any(t.head in ("operator", "ket", "expectation") for t in formula.walk())


def all_labels(formula: Term) -> Term:
    """A relation between kets whose labels are natural numbers, for every such number."""
    labels = {a for t in formula.walk() if t.head in ("ket", "operator") for a in t.args[1:]}
    found = {s for a in labels for s in a.free if s.head == "sym" and s.sort == "N0"}
    for s in sorted(found, key=str, reverse=True):
        formula = forall(s, formula)
    return formula


def nothing_like(a: Term) -> Term:
    """The zero operator, ket or bra of the same shape."""
    assert a.shape is not None
    return zeros(*a.shape)
