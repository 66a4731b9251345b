"""Dirac's delta in an integral: each condition by the false value that it keeps out."""

from __future__ import annotations

from derive.terms.build import INFINITY, call, dirac, div, lt, mul, neg, power, sub, term
from derive.terms.term import Term
from tests.kernel.inferring import F, P, X, Y, infer, refused

LINE = {"lower": neg(INFINITY), "upper": INFINITY}
I = Term("const", ("i",))  # noqa: E741 (the imaginary unit)


def at(body: Term, slope: Term | int, point: Term | int, *hypotheses: Term,
       **bounds: Term) -> dict[str, object]:
    return {"symbol": X, "body": body, "slope": term(slope), "point": term(point),
            "hypotheses": list(hypotheses), **(bounds or LINE)}


def value(body: Term, slope: Term | int, point: Term | int, *hypotheses: Term,
          **bounds: Term) -> Term:
    return infer("dirac_integral", **at(body, slope, point, *hypotheses,
                                        **bounds)).conclusion.args[1]


def test_the_value_at_its_place_over_the_size_of_the_slope():
    shifted = mul(call(F, X), dirac(sub(X, Y)))
    assert value(shifted, 1, Y) is div(mul(call(F, Y), 1), Term("abs", (), (term(1),)))
    scaled = mul(call(F, X), dirac(mul(neg(P), X)))
    assert value(scaled, neg(P), 0) is div(mul(call(F, term(0)), 1), Term("abs", (), (neg(P),)))
    refused("dirac_integral", **at(shifted, 1, neg(Y)), because="times the distance")
    assert value(scaled, P, 0) is div(mul(call(F, term(0)), 1), Term("abs", (), (P,)))
    refused("dirac_integral", **at(scaled, 1, 0), because="times the distance")
    refused("dirac_integral", **at(mul(call(F, X), dirac(mul(Y, X))), Y, 0), because="is not 0")
    refused("dirac_integral", **at(mul(call(F, X), dirac(mul(I, X))), I, 0), because="is real")
    refused("dirac_integral", **at(dirac(power(X, 2)), X, 0), because="does not move")


def test_between_the_bounds():
    """From 0 to 2 there is nothing of a delta at 3, and half of one at 0 and 2, or none."""
    body = mul(power(X, 2), dirac(sub(X, 3)))
    assert value(body, 1, 3, lower=term(0), upper=term(5)).head == "div"
    for lower, upper in ((0, 2), (0, 3), (3, 5), (5, 0)):
        refused("dirac_integral", **at(body, 1, 3, lower=term(lower), upper=term(upper)),
                because="between")
    refused("dirac_integral", **at(body, 1, 3, lower=INFINITY, upper=INFINITY), because="infinity")
    assert value(mul(X, dirac(sub(X, P))), 1, P, lower=term(0), upper=INFINITY).head == "div"


def test_continuous_around_the_place():
    for rough in (Term("floor", (), (X,)), div(1, X), Term("sqrt", (), (X,)),
                  Term("log", (), (X,))):
        refused("dirac_integral", **at(mul(rough, dirac(X)), 1, 0),
                because="smooth|is not 0|positive")


def test_one_delta_that_is_a_factor():
    refused("dirac_integral", **at(mul(dirac(X), dirac(X)), 1, 0), because="no factor|no meaning")
    refused("dirac_integral", **at(power(dirac(X), 2), 1, 0), because="no factor")
    refused("dirac_integral", **at(div(dirac(X), dirac(X)), 1, 0), because="no meaning")


def test_nothing_is_supposed_of_what_is_integrated_over():
    refused("dirac_integral", **at(mul(Term("log", (), (X,)), dirac(sub(X, 1))), 1, 1, lt(2, X)),
            because="not arbitrary")
