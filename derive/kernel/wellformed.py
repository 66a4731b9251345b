"""Is a term defined, and smooth, where some hypotheses hold? TRUSTED.

The normal form forgets that x/x needs x != 0; here it is asked. Every inference that brings
in a term asks for it before the term may stand in a claim.
"""

from __future__ import annotations

from collections.abc import Iterable

from derive.kernel.claim import Refused
from derive.kernel.naming import named_by_height
from derive.kernel.signs import Facts
from derive.terms.binding import alpha_key
from derive.terms.build import INFINITY, neg
from derive.terms.domains import sort_of, within
from derive.terms.matrices import det
from derive.terms.operator_forms import of_operators
from derive.terms.term import BINDER_HEADS, Term

SMOOTH_HEADS = frozenset({"add", "mul", "neg", "div", "pow", "sqrt", "exp", "log", "sin", "cos",
                          "tan", "arctan", "sinh", "cosh", "tanh", "erf", "conj", "call"})
#: heads that have no value everywhere; where a relation holds, what it speaks of has one
PARTIAL = frozenset({"derivative", "div", "pow", "sqrt", "log", "tan", "mean"})
MINUS_INFINITY = neg(INFINITY)


class Definedness:
    """Asks whether terms are defined; ``known`` holds what a premise speaks of, so
    that it has a value there: integrals and sums that converge, roots, quotients, derivatives.

    They are held as written (then nothing is left to ask) and in normal form (then what stands
    inside may be written otherwise, and is asked for).
    """

    def __init__(self, facts: Facts, known: frozenset[object] = frozenset()) -> None:
        self.facts = facts
        self.known = known

    def require(self, formula_or_term: Term) -> None:
        """Refuse, naming the part, unless everything in it is certainly defined."""
        term = formula_or_term
        head = term.head
        if head in ("sym", "int", "false", "fun"):
            return
        if head == "const":
            if term.name == "infinity":
                raise Refused("infinity is a bound of integrals and sums only")
            return
        if head in BINDER_HEADS:
            self._binder(term)
            return
        if self.known and head in PARTIAL and alpha_key(term) in self.known:
            return
        for arg in term.args:
            self.require(arg)
        check = getattr(self, f"_{head}", None)
        if check is not None:
            check(term)

    def _need(self, good: bool, condition: str, term: Term) -> None:
        if not good:
            raise Refused(f"not shown: {condition}, needed for {term}")

    def _div(self, term: Term) -> None:
        self._need(self.facts.nonzero(term.args[1]), f"{term.args[1]} is not 0", term)

    def _pow(self, term: Term) -> None:
        base, exponent = term.args
        if self.facts.in_sort(exponent, sort_of(exponent), "N0"):
            return
        if self.facts.in_sort(exponent, sort_of(exponent), "Z"):
            self._need(self.facts.nonzero(base), f"{base} is not 0", term)
            return
        self._need(self.facts.in_sort(exponent, sort_of(exponent), "R"),
                   f"{exponent} is real", term)
        self._need(self.facts.positive(base), f"{base} is positive", term)

    def _sqrt(self, term: Term) -> None:
        self._need(self.facts.nonnegative(term.args[0]), f"{term.args[0]} is not negative", term)

    def _log(self, term: Term) -> None:
        self._need(self.facts.positive(term.args[0]), f"{term.args[0]} is positive", term)

    def _inverse(self, term: Term) -> None:
        if of_operators(term.shape):
            self._need(term in self.facts.inverses, f"{term.args[0]} has an inverse", term)
            return
        self._need(self.facts.nonzero(det(term.args[0])), "the determinant is not 0", term)

    def _logdet(self, term: Term) -> None:
        self._need(self.facts.positive(det(term.args[0])), "the determinant is positive", term)

    def _tanh(self, term: Term) -> None:  # has poles off the real line
        self._need(self.facts.in_sort(term.args[0], sort_of(term.args[0]), "R"),
                   f"{term.args[0]} is real", term)

    _arctan = _tanh

    def _tan(self, term: Term) -> None:
        self._need(self.facts.nonzero(Term("cos", (), term.args)), "the cosine is not 0", term)

    def _factorial(self, term: Term) -> None:
        self._need(self.facts.natural(term.args[0]), f"{term.args[0]} is a natural number", term)

    _doublefactorial = _factorial

    def _mean(self, term: Term) -> None:
        raise Refused(f"not shown to exist: {term}")

    def _acted(self, term: Term) -> None:
        raise Refused(f"not shown: the operator may act on this function, in {term}")

    def _dirac(self, term: Term) -> None:
        raise Refused(f"a distribution has no values: {term}")

    def _cases(self, term: Term) -> None:
        raise Refused(f"not shown: the cases exclude each other and leave none out, in {term}")

    def _binomial(self, term: Term) -> None:
        for arg in term.args:
            self._need(self.facts.natural(arg), f"{arg} is a natural number", term)

    def _oppow(self, term: Term) -> None:
        self._need(self.facts.natural(term.args[1]), f"{term.args[1]} is a natural number", term)

    def _floor(self, term: Term) -> None:
        self._need(within(sort_of(term.args[0]), "R"), f"{term.args[0]} is real", term)

    _ceiling = _floor

    def _delta(self, term: Term) -> None:
        for arg in term.args:
            self._need(self.facts.integral(arg), f"{arg} is an integer", term)

    def _lt(self, term: Term) -> None:
        for arg in term.args:
            self._need(self.facts.in_sort(arg, sort_of(arg), "R"), f"{arg} is real", term)

    _le = _lt

    def _map(self, term: Term) -> None:
        if any(sort != "R" for sort in _signature(term.args[0])):
            raise Refused(f"only a function of real numbers is mapped over a matrix: {term}")

    def _call(self, term: Term) -> None:
        for arg, sort in zip(term.args[1:], _signature(term.args[0]), strict=True):
            self._need(self.facts.in_sort(arg, sort_of(arg), sort),
                       f"{arg} is of sort {sort}", term)

    # -- binders -------------------------------------------------------------------------------

    def _binder(self, term: Term) -> None:
        head = term.head
        outside = term.args[2:]
        if head in ("integral", "sum", "product"):
            self._range(term)
            return
        if head in ("sum_over", "limit"):
            if alpha_key(term) not in self.known:  # its set may have no end, it may have no limit
                raise Refused(f"not shown to converge: {term}")
            return
        if head == "derivative" and alpha_key(term) in self.known:
            return
        bound, body, *_ = named_by_height(term)
        self.require(body)
        if head in ("derivative", "derivative_n"):
            for arg in outside:
                self.require(arg)
            point = outside[-1]
            if bound.sort not in ("R", "P"):
                raise Refused(f"no derivative is taken in {bound.sort}: {term}")
            if head == "derivative_n":
                self._need(self.facts.natural(outside[0]), f"{outside[0]} is natural", term)
            self._need(self.facts.in_sort(point, sort_of(point), bound.sort),
                       f"{point} is of sort {bound.sort}", term)
            order = term.data[0] if head == "derivative" else -1
            assert isinstance(order, int)  # the grammar of terms says so
            if any(t.head == "expectation" for t in body.walk()):
                raise Refused(f"the state of a mean value is not written and may move: {term}")
            self.smooth(body, bound, order)
        elif head == "series_eq":
            raise Refused("a formal series is compared by its coefficients only")
        elif head == "poly":
            self.require(outside[0])
        elif head not in ("forall", "decay", "square_integrable", "smooth"):
            raise Refused(f"{head} stands alone only in a witness")

    def _range(self, term: Term) -> None:
        """What is summed or integrated is defined; that it converges has been said of it before."""
        lower, upper = term.args[2:]
        bound, body, *_ = named_by_height(term)
        if alpha_key(term) in self.known:
            return
        if (term.head == "integral" or upper is INFINITY) and (
                self.facts.normalizer.items(term) not in self.known):
            raise Refused(f"not shown to converge: {term}")
        if term.head == "integral":
            self._need(bound.sort == "R", f"{bound.sort} is the line", term)
            for end in (lower, upper):
                if end is not INFINITY and end is not MINUS_INFINITY:
                    self.require(end)
                    self._need(self.facts.in_sort(end, sort_of(end), "R"), f"{end} is real", term)
            self.require(body)
            return
        self._need(bound.sort in ("N0", "Z"), "the index is an integer", term)
        for end in (lower, upper):
            if end is not INFINITY:
                self.require(end)
                self._need(self.facts.integral(end), f"{end} is an integer", term)
        if bound.sort == "N0":
            self._need(self.facts.natural(lower), f"{lower} is a natural number", term)
        here = self.facts.extended(index_range(bound, lower, upper))
        Definedness(here, self.known).require(body)

    # -- smoothness ----------------------------------------------------------------------------

    def smooth(self, body: Term, x: Term, order: int) -> None:
        """Refuse unless ``body`` is certainly of class C^order in x (-1: every order)."""
        if x not in body.free:
            return
        if body.head == "sym":
            return
        if body.head in ("derivative", "derivative_n"):
            self._smooth_derivative(body, x, order)
            return
        if body.head in ("sum", "product") and x not in body.args[3].free | body.args[2].free:
            if body.args[3].head == "const":
                raise Refused(f"an infinite sum is not differentiated term by term: {body}")
            self.smooth(named_by_height(body)[1], x, order)
            return
        if body.head not in SMOOTH_HEADS:
            raise Refused(f"not shown to be smooth in {x}: {body}")
        if body.head == "sqrt":
            self._need(self.facts.positive(body.args[0]), f"{body.args[0]} is positive", body)
        if body.head == "call":
            self._smooth_call(body, x, order)
        for arg in body.args:
            self.smooth(arg, x, order)

    def _smooth_call(self, body: Term, x: Term, order: int) -> None:
        limit = body.args[0].data[3]
        taken = sum(d for d in body.data if isinstance(d, int))
        if not isinstance(limit, int) or (
                limit != -1 and (order == -1 or taken + order > limit)):
            raise Refused(f"{body.args[0]} is not known to be differentiable that often")
        for arg, sort in zip(body.args[1:], _signature(body.args[0]), strict=True):
            if x in arg.free and sort not in ("R", "P"):
                raise Refused(f"{body} is not differentiated in an argument of sort {sort}")

    def _smooth_derivative(self, body: Term, x: Term, order: int) -> None:
        bound, inner, *_ = named_by_height(body)
        if x in inner.free or (body.head == "derivative_n" and x in body.args[2].free):
            raise Refused(f"not shown to be smooth in the parameter {x}: {body}")
        taken = body.data[0] if body.head == "derivative" else -1
        assert isinstance(taken, int)  # the grammar of terms says so
        self.smooth(inner, bound, -1 if order == -1 or taken == -1 else taken + order)
        self.smooth(body.args[-1], x, order)


def _signature(function: Term) -> tuple[str, ...]:
    sorts = function.data[1]
    assert isinstance(sorts, tuple)  # the grammar of terms says so
    return sorts


def index_range(index: Term, lower: Term, upper: Term) -> Iterable[Term]:
    """What is known of a summation index: lower <= k <= upper; k <= floor(a/b) gives b k <= a."""
    yield Term("le", (), (lower, index))
    if upper.head == "const":
        return
    yield Term("le", (), (index, upper))
    if upper.head == "floor" and upper.args[0].head == "div":
        over, under = upper.args[0].args
        if under.head == "int" and under.value > 0:
            yield Term("le", (), (Term("mul", (), (under, index)), over))
