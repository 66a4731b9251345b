"""Conditions on the form of what an inference is given, each by what it alone keeps out."""

import json

import pytest

from derive.kernel import certificate
from derive.kernel.calculus import derived
from derive.kernel.claim import Refused
from derive.kernel.derivation import Derivation
from derive.kernel.infer import Context
from derive.kernel.normal import Normalizer
from derive.kernel.procedures.formal_series import _require_polynomial
from derive.kernel.procedures.power_series import linear_parts
from derive.kernel.replay import replay
from derive.terms.build import (
    FALSE,
    add,
    call,
    eq,
    forall,
    function,
    integral,
    mul,
    power,
    series_eq,
    series_sum,
    sqrt,
    term,
)
from derive.terms.term import Term
from tests.kernel.inferring import K, P, T, X, Z, given, refused

U = function("u")
ON_P = function("v", ("P",))


def test_a_root_of_the_variable_is_no_power_of_it():
    context = Context(Normalizer())
    with pytest.raises(Refused, match="not polynomials"):
        linear_parts(context, eq(mul(sqrt(P), call(ON_P, P)), 0), ON_P, P)
    assert linear_parts(context, eq(mul(P, call(ON_P, P)), 0), ON_P, P)[0][:2] == (1, 0)


def test_a_root_of_t_is_no_exponent_of_a_formal_series():
    context = Context(Normalizer())
    with pytest.raises(Refused, match="not a polynomial"):
        _require_polynomial(context, mul(P, sqrt(P)), P)
    _require_polynomial(context, mul(2, T), T)


def test_a_number_is_no_derivative_of_a_series():
    """The integer 1 carries the datum 1, as d/dt does."""
    refused("exponential_solution", given(series_eq(T, term(1), mul(2, term(1)))),
            given(eq(term(1), 1)), because="dA/dt", exponent=mul(2, T))


def test_a_product_is_no_sequence():
    series = forall(X, eq(call(U, X), series_sum(K, mul(term(2), K, power(X, K)))))
    refused("power_series", given(eq(call(U, X, orders=(2,)), 0)),
            given(FALSE, series), because="sequence symbol", series=series)


def test_the_table_refuses_what_it_does_not_hold():
    with pytest.raises(Refused, match="no derivative of abs"):
        derived(Term("abs", (), (X,)), X)


def test_an_integral_ends_at_real_numbers():
    known = given(eq(integral(X, X, 0, Z), 0))
    refused("restate", known, because="real", conclusion=eq(integral(X, X, 0, add(Z, 0)), 0))


def _sum_of_two() -> dict:
    derivation = Derivation("two")
    derivation.step("ring", conclusion=eq(add(X, X), mul(2, X)), label="two")
    return json.loads(certificate.write(derivation, ("two",)))


def test_replay_names_the_step_whose_claim_is_not_what_is_stated():
    content = _sum_of_two()
    content["steps"][0]["claim"][1] = content["steps"][0]["claim"][1] - 1
    with pytest.raises(Refused, match=r"step 0 \(ring\) gives another claim|a claim is made"):
        replay(json.dumps(content))
    content = _sum_of_two()
    content["terms"].append(["eq", [], [1, 1]])
    content["steps"][0]["claim"][1] = len(content["terms"]) - 1
    with pytest.raises(Refused, match="gives another claim"):
        replay(json.dumps(content))


def test_replay_says_that_a_step_is_named_twice():
    content = _sum_of_two()
    content["results"].append(["again", 0])
    with pytest.raises(Refused, match="twice"):
        replay(json.dumps(content))


def test_another_version_is_not_read():
    text = ('{"version":2,"name":"x","terms":[],"steps":[],"postulates":[],"results":[]}')
    with pytest.raises(Refused, match="version 1"):
        certificate.read(text)
