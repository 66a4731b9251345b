"""Order cases, absolute values and logarithms: what each side condition blocks."""

from derive.kernel.claim import claim
from derive.terms.build import PI, add, div, eq, exp, le, lt, mul, neg, power, sqrt, sub, term
from derive.terms.matrices import matrix
from derive.terms.term import Term
from tests.kernel.inferring import ONE, ZERO, P, Q, X, Y, Z, given, infer, refused


def size(t: Term) -> Term:
    return Term("abs", (), (t,))


def log(t: Term) -> Term:
    return Term("log", (), (t,))


def test_two_cases_of_an_order():
    above, below = given(eq(Y, 3), le(X, ZERO)), given(eq(Y, 3), lt(ZERO, X))
    found = infer("excluded_middle", above, below, left=X, right=ZERO, ordered=1)
    assert found == claim((), eq(Y, 3))
    # the case x = 0 is in neither: what holds for x < 0 and 0 < x need not hold for every x
    strict = infer("excluded_middle", given(eq(Y, 3), lt(X, ZERO)), below, left=X, right=ZERO,
                   ordered=1)
    assert strict.hypotheses == (lt(X, ZERO),)
    swapped = infer("excluded_middle", below, above, left=X, right=ZERO, ordered=1)
    assert set(swapped.hypotheses) == {le(X, ZERO), lt(ZERO, X)}
    unordered = infer("excluded_middle", above, below, left=X, right=ZERO, ordered=0)
    assert set(unordered.hypotheses) == {le(X, ZERO), lt(ZERO, X)}


def test_complex_numbers_and_roots_have_no_third_case_of_an_order():
    # neither i <= 0 nor 0 < i
    refused("excluded_middle", given(eq(Y, 3), le(Z, ZERO)), given(eq(Y, 3), lt(ZERO, Z)), left=Z,
            right=ZERO, ordered=1, because="is real")
    root = sqrt(X)  # has no value at x = -1
    refused("excluded_middle", given(eq(Y, 3), le(root, ZERO)), given(eq(Y, 3), lt(ZERO, root)),
            left=root, right=ZERO, ordered=1, because="not negative")


def test_absolute_value():
    assert infer("absolute_value", given(le(ZERO, X), le(ONE, X))) == claim(
        (le(ONE, X),), eq(size(X), X))
    assert infer("absolute_value", given(lt(X, ZERO))).conclusion is eq(size(X), neg(X))
    assert infer("absolute_value", given(lt(ZERO, X))).conclusion is eq(size(X), X)
    assert infer("absolute_value", given(le(X, ZERO))).conclusion is eq(size(X), neg(X))


def test_absolute_value_needs_a_sign():
    refused("absolute_value", given(le(neg(1), X)), because="expected 0 <= u")  # |x| = x at -1/2
    refused("absolute_value", given(eq(X, ZERO)), because="expected 0 <= u")
    refused("absolute_value", given(le(ZERO, Z)), because="real number")  # |i| is not i


def test_logarithm_of_a_product():
    assert infer("log_of_product", factors=[P, Q]).conclusion is eq(
        log(mul(P, Q)), add(log(P), log(Q)))
    assert infer("log_of_product", given(lt(ZERO, X)), factors=[X, P]).conclusion is eq(
        log(mul(X, P)), add(log(X), log(P)))


def test_logarithm_of_a_product_needs_positive_factors():
    refused("log_of_product", factors=[neg(P), neg(P)], because="positive")  # log 1 = 2 log(-1)
    refused("log_of_product", factors=[X, P], because="positive")
    refused("log_of_product", factors=[P, exp(log(X))], because="positive")  # no value at x = -1
    refused("log_of_product", factors=[P], because="two factors")


def test_logarithm_of_an_exponential():
    assert infer("log_of_exp", exponent=X).conclusion is eq(log(exp(X)), X)
    refused("log_of_exp", exponent=Z, because="real number")  # log(e^(2 pi i)) is 0
    refused("log_of_exp", exponent=log(X), because="positive")
    refused("log_of_exp", exponent=matrix("A", 2, 2), because="real number")


def test_power_by_a_logarithm():
    assert infer("power_by_logarithm", base=P, exponent=X).conclusion is eq(
        power(P, X), exp(mul(X, log(P))))
    assert infer("power_by_logarithm", given(lt(ZERO, X)), base=add(1, X), exponent=term(100)
                 ).conclusion is eq(power(add(1, X), 100), exp(mul(100, log(add(1, X)))))


def test_power_by_a_logarithm_needs_a_positive_base_and_a_real_exponent():
    refused("power_by_logarithm", base=X, exponent=term(2), because="positive")  # at x = -1
    refused("power_by_logarithm", given(le(ZERO, X)), base=X, exponent=term(2),
            because="positive")  # 0^2 is 0, log 0 has no value
    refused("power_by_logarithm", base=P, exponent=Z, because="real number")
    refused("power_by_logarithm", base=P, exponent=log(X), because="positive")
    refused("power_by_logarithm", base=matrix("A", 2, 2), exponent=X, because="positive")


def arctan(t: Term) -> Term:
    return Term("arctan", (), (t,))


def test_difference_of_arctangents():
    assert infer("arctan_difference", first=P, second=Q).conclusion is eq(
        sub(arctan(P), arctan(Q)), arctan(div(sub(P, Q), add(1, mul(P, Q)))))
    known = given(lt(ZERO, add(1, mul(X, Y))))
    assert infer("arctan_difference", known, first=X, second=Y).conclusion is eq(
        sub(arctan(X), arctan(Y)), arctan(div(sub(X, Y), add(1, mul(X, Y)))))


def test_difference_of_arctangents_needs_a_sign():
    # arctan 2 + arctan 2 is 2.2, arctan(4/(1 - 4)) is -0.9
    refused("arctan_difference", first=X, second=Y, because="positive")
    refused("arctan_difference", first=P, second=neg(P), because="positive")
    # 1 + xy = 0: the right side has no value
    refused("arctan_difference", given(le(ZERO, add(1, mul(X, Y)))), first=X, second=Y,
            because="positive")
    refused("arctan_difference", first=P, second=Z, because="real number")
    refused("arctan_difference", first=P, second=exp(log(X)), because="needed for")
    refused("arctan_difference", first=matrix("A", 2, 2), second=P, because="real number")


def test_arctangent_of_a_reciprocal():
    whole = add(arctan(X), arctan(div(1, X)))
    assert infer("arctan_reciprocal", given(lt(ZERO, X)), argument=X).conclusion is eq(
        whole, div(PI, 2))
    refused("arctan_reciprocal", argument=X, because="positive")  # -pi/2 at x = -1
    refused("arctan_reciprocal", given(le(ZERO, X)), argument=X, because="positive")
    refused("arctan_reciprocal", argument=exp(log(X)), because="needed for")
    refused("arctan_reciprocal", argument=matrix("A", 2, 2), because="positive")


def test_error_function_is_odd():
    def erf(t: Term) -> Term:
        return Term("erf", (), (t,))

    for t in (X, Z, sub(X, Y), div(P, sqrt(term(2)))):
        assert infer("elementary", conclusion=eq(erf(neg(t)), neg(erf(t))))
    assert infer("elementary", conclusion=eq(erf(sub(X, X)), ZERO))
    refused("elementary", conclusion=eq(erf(neg(X)), erf(X)), because="differ")
    refused("elementary", conclusion=eq(erf(mul(2, X)), mul(2, erf(X))), because="differ")
