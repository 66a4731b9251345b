"""What kind of statement an equation is: a definition, a hypothesis, or a claim.

The line says so itself (``:=``, "let"), or its letters do: a fresh letter on the left is
defined; an equation in which each side has a letter that the other lacks relates them; one
about an unknown function is to be solved. Everything else claims something, and can be wrong.
Next: ``obligations``.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass

from derive.kernel.atoms import constant_of
from derive.kernel.claim import Refused
from derive.kernel.normal import Normalizer
from derive.review.antiderivatives import up_to_constants
from derive.review.orders import is_computation, remaining_order
from derive.terms.build import INFINITY, eq, le, lt, ne, neg, term
from derive.terms.matrices import zeros
from derive.terms.term import Term

#: words before a formula that make it an assumption
ASSUMING = re.compile(
    r"\b(?:let|assum\w*|suppos\w*|given|defin\w*|denot\w*|satisf\w*|requir\w*|condition\w*"
    r"|impos\w*|postulat\w*|law|conservation|boundary|where|put|set|setting|choos\w*|call"
    r"|write|introduc\w*|ansatz|with|schr(?:ö|o)dinger|equation of motion|plug\w*|obey\w*"
    r"|eigen\w* equation|solv\w*|must|any|every|consider\w*|imagine|recall|such that)\b[^.]{0,90}$",
    re.IGNORECASE)
#: words that announce a result, whatever was assumed before them
CONCLUDING = re.compile(
    r"\b(?:get|gets|obtain\w*|hence|thus|therefore|so|follows?|becomes?|yield\w*|gives?|find"
    r"|results?|equals|implies|shows?|have)\b[^.]{0,30}$", re.IGNORECASE)
#: words after which a line follows from those above
FOLLOWING = re.compile(
    r"\b(?:then|hence|thus|therefore|so|consequently|implies|it follows(?: that)?|yields?"
    r"|we (?:now )?(?:get|obtain|find|see|have)|we arrive at|gives|becomes)\b",
    re.IGNORECASE)
#: words that introduce what is to hold from here on, and nothing else
SUPPOSING = re.compile(r"\b(?:let|assum\w*|suppos\w*|provided|requir\w*|as long as|choose|fix)\b"
                       r"[^.]{0,60}$", re.IGNORECASE)
#: kinds of relation that are no claims of equality or order
LOOSE = {
    "approx": ("approximation", "an approximation that states no error"),
    "sim": ("asymptotics", "an asymptotic statement"),
    "propto": ("proportionality", "a proportionality"),
    "to": ("limit", "an arrow; limits are not checked"),
    "update": ("update", "an assignment"),
    "perp": ("relation", "a relation that is not checked"),
    "in": ("membership", ""),
    "either": ("one of two values", "one of two signs, and the line does not say which"),
}


#: functions that a reader knows by their letter
SPECIAL = frozenset({"H", "He", "P", "L", "J", "Y", "T", "U", "K", "I", "Gamma", "zeta",
                     "theta", "Theta", "sigma", "delta", "B"})


#: E_1 in P(E_1) is a place at which P has a value, and no variable
NUMBERED = re.compile(r"_\d+$")


@dataclass(frozen=True)
class Subject:
    """The left side of a definition: a symbol, or a function with its parameters."""

    head: Term
    parameters: tuple[Term, ...] = ()


def formula(kind: str, left: Term, right: Term) -> Term:
    """The formula that a relation states.

    >>> from derive.terms.build import symbol
    >>> str(formula(">", symbol("x"), symbol("y")))
    '(lt y x)'
    """
    if kind == "<":
        return square_integrable(left) if right is INFINITY and integrates_a_square(left) else (
            lt(left, right))
    if kind == ">":
        return lt(right, left)
    if kind == "<=":
        return le(left, right)
    if kind == ">=":
        return le(right, left)
    left, right = beside(left, right), beside(right, left)
    if kind in ("=", ":=", "equiv"):
        left, right = up_to_constants(left, right)
    return ne(left, right) if kind == "!=" else eq(left, right)


def integrates_a_square(left: Term) -> bool:
    """Whether a term is the integral of ``|f(x)|^2`` over the line: that it is finite says much.

    >>> from derive.terms.build import call, function, integral, neg, power, symbol
    >>> x, psi = symbol("x"), function("psi", ("R",), "C")
    >>> square = power(Term("abs", (), (call(psi, x),)), 2)
    >>> integrates_a_square(integral(x, square, neg(INFINITY), INFINITY))
    True
    """
    if left.head != "integral" or left.args[2] is not neg(INFINITY) or (
            left.args[3] is not INFINITY):
        return False
    body = left.args[1]
    return body.head == "pow" and body.args[0].head == "abs" and body.args[1] is term(2)


def square_integrable(left: Term) -> Term:
    """``f`` is square integrable, for the integral of its square."""
    return Term("square_integrable", (), (left.args[0], left.args[1].args[0].args[0]))


def beside(side: Term, other: Term) -> Term:
    """A side of an equation; beside a matrix, 0 is the matrix of zeros.

    >>> from derive.terms.build import symbol
    >>> from derive.terms.matrices import vector
    >>> y = vector("y", symbol("n", "N0"))
    >>> beside(eq(0, 0).args[0], y).shape == y.shape
    True
    """
    zero = side.head == "int" and side.value == 0 and other.shape is not None
    return zeros(*other.shape) if zero and other.shape is not None else side


def subject_of(term: Term) -> Subject | None:
    """What a left side defines when it is a fresh letter: ``f(x, y)``, ``a`` or a matrix ``A``."""
    if term.head == "sym" or (term.head == "matrix" and len(term.args) == 2):
        return Subject(term)
    if term.head != "call" or any(term.data):
        return None
    parameters = term.args[1:]
    letters = [p for p in parameters if p.head == "sym"]
    if all(p.head in ("sym", "int") for p in parameters) and letters and (
            len(set(letters)) == len(letters)):
        return Subject(term.args[0], parameters)
    return None


def defines(left: Term, right: Term, known: frozenset[Term] | set[Term]) -> Subject | None:
    """The definition that ``left = right`` is, where its letter is new and not on the right."""
    subject = subject_of(left)
    if subject is None or subject.head in known or subject.head in right.free:
        return None
    return None if at_a_place(subject, right) else subject


def at_a_place(subject: Subject, right: Term) -> bool:
    """Whether ``P(E_1) = 1/2`` gives one value of P: its numbered letter is no variable."""
    return any(p.head == "sym" and NUMBERED.search(p.name) and p not in right.free
               for p in subject.parameters)


def determines(left: Term, right: Term, known: frozenset[Term] = frozenset()) -> bool:
    """Whether one side is a letter that the other side lacks: the equation gives it a value."""
    for one, other in ((left, right), (right, left)):
        head = one if one.head == "sym" else one.args[0] if (
            one.head == "call" and not any(one.data)) else None
        if head is not None and head not in other.free | known:
            return True
    return False


def relates(left: Term, right: Term, known: frozenset[Term] = frozenset()) -> bool:
    """Whether each side has a letter that the other lacks: the equation ties letters together."""
    return bool(left.free - right.free - known) and bool(right.free - left.free - known)


def about_unknown(left: Term, right: Term, defined: set[Term] | frozenset[Term]) -> bool:
    """Whether the equation is one for an unknown function: the sides differ in its order.

    ``psi'' = -k^2 psi`` is to be solved; ``(x f)' = f + x f'`` claims something.
    """
    unknown = {f for f in left.free | right.free if f.head == "fun" and f not in defined}
    orders = [{f: derivative_order(side, f) for f in unknown} for side in (left, right)]
    if not any(orders[0].values()) and not any(orders[1].values()):
        return False
    if is_computation(left, right) or all(
            remaining_order(side, f) == 0 for side in (left, right) for f in unknown):
        return False
    if (left.free & unknown) != (right.free & unknown):
        return True
    if len(unknown) > 1 and "derivative" in (left.head, right.head):
        return False  # a derivative of a product carried out
    return max(orders[0].values()) != max(orders[1].values())


def recurs(left: Term, right: Term, known: Container[Term]) -> bool:
    """Whether an equation says how a sequence goes on: ``m_t = b m_{t-1} + g_t``.

    >>> from derive.terms.build import call, function, mul, sub, symbol
    >>> m, t = function("m", ("N0",)), symbol("t", "N0")
    >>> recurs(call(m, t), mul(2, call(m, sub(t, 1))), ())
    True
    """
    if left.head != "call" or len(left.args) != 2 or left.args[0] in known:
        return False
    f, level = left.args
    counting = [s for s in level.free if s.sort == "N0"]
    others = {t.args[1] for t in right.walk() if t.head == "call" and t.args[0] is f}
    return len(counting) == 1 and bool(others) and level not in others and len(
        {counting[0] in t.free for t in others}) == 1  # E_n = n^2 E_1 has it nowhere


ALGEBRAIC = frozenset({"add", "mul", "neg", "div", "pow", "sqrt", "int", "sym"})


def asks_for_solutions(left: Term, right: Term) -> bool:
    """Whether an equation can only mean to be solved: it is no identity by its look.

    A polynomial in real or complex letters that is a number, a product of matrices that is 0:
    ``3x - y = 1``, ``(A - c I) v = 0``. ``sin^2 x - cos^2 x = 1`` and ``(x+1)^2 - x^2 - 2x = 2``
    could be slips.

    >>> from derive.terms.build import add, neg, power, symbol, term
    >>> x = symbol("x")
    >>> asks_for_solutions(add(power(x, 2), x), term(1)), asks_for_solutions(add(x, neg(x)), x)
    (True, False)
    """
    if left.shape is not None:
        return right.head == "zeros" and bool(left.free)
    if right.free or not left.free or any(t.head not in ALGEBRAIC for t in left.walk()) or any(
            s.sort not in ("R", "P", "C") for s in left.free):
        return False
    try:
        return constant_of(Normalizer().items(left)) is None
    except Refused:
        return False


def derivative_order(term: Term, function: Term) -> int:
    """The highest order in which a function is differentiated in a term.

    >>> from derive.terms.build import call, derivative, function, mul, symbol
    >>> x, f = symbol("x"), function("f")
    >>> derivative_order(derivative(x, mul(x, call(f, x, orders=(1,)))), f)
    2
    """
    if function not in term.free:
        return 0
    own = sum(d for d in term.data if isinstance(d, int)) if (
        term.head == "derivative" or (term.head == "call" and term.args[0] is function)) else 0
    return own + max((derivative_order(a, function) for a in term.args), default=0)


def unexplained(left: Term, right: Term, functions: Iterable[Term],
                declared: Container[Term]) -> str:
    """A function whose letter has a meaning by custom, or an index, and that nothing defines.

    A random function would refute what is true of it. A sequence of which only sums over its
    index are taken, on both sides, stands for any numbers: data, weights.
    """
    for f in functions:
        if f.name in SPECIAL or f.name.startswith("mathrm"):
            return f.name
        if f.data[1][:1] == ("N0",) and f not in declared and not (  # type: ignore[index]
                _only_summed(left, f) and _only_summed(right, f)):
            return f.name
    return ""


def explained(statement: Term) -> frozenset[Term]:
    """What a statement says something of: a definition explains the letter that it defines.

    >>> from derive.terms.build import call, forall, function, mul, symbol
    >>> x, l, s = symbol("x"), function("l"), function("s")
    >>> [f.name for f in explained(forall(x, eq(call(l, x), mul(2, call(s, x)))))]
    ['l']
    """
    while statement.head == "forall":
        statement = statement.args[1]
    subject = subject_of(statement.args[0]) if statement.head == "eq" else None
    if subject is not None and subject.head not in statement.args[1].free:
        return frozenset({subject.head})
    return statement.free


def _only_summed(side: Term, f: Term) -> bool:
    calls = [t for t in side.walk() if t.head == "call" and t.args[0] is f]
    return bool(calls) and all(t.args[1].head == "sym" and t.args[1] not in side.free
                               for t in calls)


def restricts(left: Term, right: Term) -> bool:
    """Whether an inequality limits one letter: ``x > 0``, ``n >= 1``, ``0 < a``."""
    def plain(term: Term) -> bool:
        return not term.free

    if left.head == "abs" and left.args[0].head == "sym" and plain(right):
        return True  # |x| < 1
    return (left.head == "sym" and (plain(right) or right.head == "sym")) or (
        right.head == "sym" and plain(left))


def assumed(lead: str) -> bool:
    """Whether the words before a display introduce what it says as an assumption.

    >>> assumed("Let us define"), assumed("Hence we get")
    (True, False)
    """
    sentence = last_sentence(lead)
    return ASSUMING.search(sentence) is not None and CONCLUDING.search(sentence) is None


def supposed(lead: str) -> bool:
    """Whether the words before an inequality say that it is to hold.

    >>> supposed("Suppose that"), supposed("For every x")
    (True, False)
    """
    sentence = last_sentence(lead)
    return SUPPOSING.search(sentence) is not None and CONCLUDING.search(sentence) is None


def concludes(lead: str) -> bool:
    """Whether the words before a display announce that it follows.

    >>> concludes("Then"), concludes("Put these in, and we get"), concludes("so that, with")
    (True, True, False)
    """
    sentence = last_sentence(lead)
    found = list(FOLLOWING.finditer(sentence))
    return bool(found) and ASSUMING.search(sentence[found[-1].end():] + " ") is None


def last_sentence(lead: str) -> str:
    return re.split(r"(?<=[.;:])\s+", lead.strip())[-1] if lead.strip() else ""
