"""Side conditions of power series, formal series and the cited lemmas."""

from derive.kernel.claim import claim
from derive.terms.build import (
    add,
    call,
    derivative,
    div,
    eq,
    exp,
    factorial,
    forall,
    function,
    le,
    mul,
    ne,
    neg,
    power,
    series_eq,
    series_sum,
    sub,
    symbol,
    term,
)
from derive.terms.term import Term
from tests.kernel.inferring import (
    SEQUENCE,
    TRUE,
    F,
    J,
    K,
    N,
    P,
    T,
    X,
    Y,
    Z,
    given,
    infer,
    refused,
)


def series(body, x=X, k=K):
    return series_sum(k, mul(body, power(x, k)))


def is_series(left, body, x=X, k=K):
    return forall(x, eq(left, series(body, x, k)))


C_K = call(SEQUENCE, K)
U = [call(F, X, orders=(i,)) for i in range(3)]
LAW = eq(add(U[2], neg(mul(2, X, U[1])), mul(3, U[0])), 0)
SERIES = is_series(call(F, X), C_K)


def test_coefficients_of_a_linear_equation():
    goal = eq(add(mul(add(N, 2), add(N, 1), call(SEQUENCE, add(N, 2))),
                  mul(sub(3, mul(2, N)), call(SEQUENCE, N))), 0)
    # the symbolic place k + 1 loses no case; k alone would lose k = 0 of 2 x u'
    moved = eq(add(mul(add(N, 3), add(N, 2), call(SEQUENCE, add(N, 3))),
                   mul(sub(1, mul(2, N)), call(SEQUENCE, add(N, 1)))), 0)
    assert infer("compare_coefficients", given(SERIES), given(LAW), index=N, shift=1,
                 conclusion=moved) == claim((), moved)

    def refuse(because, first=SERIES, equation=LAW, conclusion=moved, index=N, shift=1,
               hypothesis=TRUE):
        refused("compare_coefficients", given(first), given(equation, hypothesis), index=index,
                shift=shift, conclusion=conclusion, because=because)

    refuse("loses the case", conclusion=goal, shift=0)
    refuse("another equation", conclusion=goal)
    refuse("another equation", conclusion=le(0, 0))
    refuse("not arbitrary", hypothesis=eq(X, 1))
    refuse("not a new symbol", hypothesis=eq(N, 1))
    refuse("not a new symbol", index=symbol("n", "Z"))
    refuse("not linear", equation=eq(mul(U[0], U[1]), 0))
    refuse("not polynomials", equation=eq(add(U[1], mul(exp(X), U[0])), 0))
    refuse("not polynomials", equation=eq(add(U[1], mul(div(1, X), U[0])), 0))
    refuse("not polynomials", equation=eq(add(U[1], exp(U[0])), 0))
    refuse("another point", equation=eq(add(U[1], call(F, 0)), 0))
    refuse("expected an equation", equation=le(U[1], 0))
    refuse("series", first=forall(X, le(U[0], 1)))
    refuse("that of u", first=is_series(add(call(F, X), 0), C_K))
    refuse("that of u", first=is_series(call(F, mul(2, X)), C_K))
    refuse("that of u", first=is_series(add(call(F, X), X), C_K))
    refuse("that of u", first=is_series(call(F, X, orders=(1,)), C_K))
    refuse("separate", equation=eq(add(U[2], power(X, 3)), 0), shift=3)
    refuse("not 0", conclusion=eq(sub(mul(div(Y, Y), moved.args[0]), 0), 0))
    natural = function("h", ("R",))
    at = symbol("m", "N0")
    refused("compare_coefficients", given(is_series(call(natural, at), C_K, at)),
            given(eq(call(natural, at, orders=(1,)), 0)), index=N, shift=1,
            conclusion=eq(mul(add(N, 2), call(SEQUENCE, add(N, 2))), 0), because="real symbol")


def test_a_numbered_coefficient_has_its_own_equation():
    zero = eq(add(mul(1, 2, call(SEQUENCE, 2)), mul(3, call(SEQUENCE, 0))), 0)
    assert infer("compare_coefficients", given(SERIES), given(LAW), shift=0, conclusion=zero)
    constant = eq(add(U[1], neg(power(X, 2))), 0)
    assert infer("compare_coefficients", given(SERIES), given(constant), shift=2,
                 conclusion=eq(sub(mul(3, call(SEQUENCE, 3)), 1), 0))


def test_only_power_series_are_compared():
    for body in (series_sum(K, mul(C_K, power(X, mul(2, K)))), series_sum(K, power(X, K), 1),
                 series_sum(K, mul(C_K, power(X, K)), 0, N), mul(C_K, power(X, K)),
                 series_sum(K, mul(X, C_K, power(X, K))),
                 series_sum(symbol("k", "Z"), mul(2, power(X, symbol("k", "Z"))))):
        refused("compare_coefficients", given(forall(X, eq(call(F, X), body))), given(LAW),
                shift=0, conclusion=eq(0, 0), because="not a power series")


def test_even_and_odd_parts():
    even = infer("split_by_parity", given(SERIES), half=J, odd=0).conclusion
    at = mul(2, J)
    assert even == forall(X, eq(div(add(call(F, X), call(F, neg(X))), 2), series_sum(
        J, mul(call(SEQUENCE, at), power(X, at)))))
    refused("split_by_parity", given(SERIES, eq(J, 1)), half=J, odd=0, because="not a new symbol")
    refused("split_by_parity", given(is_series(call(F, X), mul(J, C_K))), half=J, odd=0,
            because="not a new symbol")
    refused("split_by_parity", given(SERIES), half=K, odd=0, because="not a new symbol")
    refused("split_by_parity", given(SERIES), half=J, odd=2, because="not a new symbol")
    refused("split_by_parity", given(SERIES), half=X, odd=0, because="not a new symbol")
    refused("split_by_parity", given(is_series(call(F, P), C_K, P)), half=J, odd=0,
            because="real symbol")


# -- formal series ------------------------------------------------------------------------------

A = series_sum(K, mul(C_K, power(T, K)))


def coefficients(goal, factors, *premises, because, index=N):
    refused("equal_coefficients", *premises, conclusion=goal, index=index, factors=factors,
            because=because)


def test_formal_series_are_equal_when_all_coefficients_are():
    shifted = series_eq(T, derivative(T, A), series_sum(
        K, mul(add(K, 1), call(SEQUENCE, add(K, 1)), power(T, K))))
    trivial = given(eq(0, 0))
    assert infer("equal_coefficients", trivial, conclusion=shifted, index=N, factors=[term(0)])
    wrong = series_eq(T, derivative(T, A), A)
    coefficients(wrong, [term(0)], trivial, because="does not give")
    coefficients(shifted, [], because="one premise a coefficient")
    coefficients(series_eq(T, T, mul(2, T)), [], because="one premise a coefficient")
    coefficients(shifted, [], trivial, because="one factor a premise")
    coefficients(eq(1, 1), [term(0)], trivial, because="two formal series")
    coefficients(shifted, [term(0)], trivial, because="two formal series", index=X)
    coefficients(shifted, [term(0)], given(eq(0, 0), eq(N, 1)), because="not arbitrary")
    coefficients(shifted, [term(0)], given(eq(0, 0), eq(T, 1)), because="not arbitrary")
    coefficients(series_eq(T, mul(N, T), mul(N, T)), [term(0)] * 3, *[trivial] * 3,
                 because="index is new")
    coefficients(shifted, [term(0)], given(le(0, 0)), because="equations between")
    coefficients(shifted, [term(0)], given(eq(T, T)), because="equations between")
    coefficients(shifted, [div(0, Y)], trivial, because="y is not 0")
    at = symbol("t", "N0")
    coefficients(series_eq(at, at, at), [term(0)] * 3, *[trivial] * 3, because="formal variable")


def test_every_small_coefficient_has_a_case_of_its_own():
    trivial = given(eq(0, 0))
    goal = series_eq(T, mul(T, A), mul(A, T))
    coefficients(goal, [term(0)], trivial, because="reach far enough")
    assert infer("equal_coefficients", trivial, trivial, conclusion=goal, index=N,
                 factors=[term(0)] * 2)
    linear = series_eq(T, add(1, mul(2, T)), add(1, mul(3, T)))
    coefficients(linear, [term(0)] * 3, *[trivial] * 3, because="premise 2 does not give")
    coefficients(linear, [term(0)], trivial, because="reach far enough")
    coefficients(series_eq(T, 1, 2), [term(0)], trivial, because="reach far enough")


def test_products_keep_both_factors():
    """(1 + t)(1 + t) is not 1 + t."""
    trivial, one = given(eq(0, 0)), add(1, T)
    coefficients(series_eq(T, mul(one, one), one), [term(0)] * 3, *[trivial] * 3,
                 because="premise 2 does not give")
    square = series_eq(T, mul(one, one), add(1, mul(2, T), power(T, 2)))
    assert infer("equal_coefficients", *[trivial] * 4, conclusion=square, index=N,
                 factors=[term(0)] * 4)
    coefficients(series_eq(T, mul(A, A), A), [term(0)], trivial, because="two series")
    coefficients(series_eq(T, exp(T), exp(T)), [term(0)], trivial, because="are not known")
    coefficients(series_eq(T, div(1, add(1, T)), 1), [term(0)], trivial, because="are not known")


def test_every_coefficient_has_a_value():
    """d/dt of sum t^k/k has 1/0 inside, though no coefficient of the derivative asks for it."""
    holed = series_sum(K, mul(div(1, K), power(T, K)))
    plain = series_sum(K, mul(1, power(T, K)))
    coefficients(series_eq(T, derivative(T, holed), plain), [term(0)], given(eq(0, 0)),
                 because="not 0")
    constant = series_eq(T, mul(div(Y, Y), T), T)
    coefficients(constant, [term(0)] * 3, *[given(eq(0, 0))] * 3, because="y is not 0")


def test_the_solution_of_a_formal_equation_of_first_order():
    law, start = series_eq(T, derivative(T, A), mul(mul(2, T), A)), eq(call(SEQUENCE, 0), 5)
    shown = infer("exponential_solution", given(law), given(start), exponent=power(T, 2))
    assert shown.conclusion == series_eq(T, A, mul(5, exp(power(T, 2))))

    def refuse(because, first=law, second=start, exponent=None, hypothesis=TRUE):
        refused("exponential_solution", given(first, hypothesis), given(second),
                exponent=exponent if exponent is not None else power(T, 2), because=because)

    refuse("derivative of", exponent=mul(2, power(T, 2)))
    refuse("vanishes at 0", exponent=add(power(T, 2), 1))
    refuse("vanishes at 0", exponent=add(power(T, 2), X))
    refuse("vanishes at 0", exponent=add(power(T, 2), power(T, neg(1))))
    refuse("vanishes at 0", exponent=mul(power(T, 2), exp(X)))
    refuse("vanishes at 0", exponent=add(power(T, 2), exp(T)))
    refuse("value at t = 0", second=eq(call(SEQUENCE, 1), 5))
    refuse("value at t = 0", second=eq(call(SEQUENCE, 0), T))
    refuse("value at t = 0", second=le(call(SEQUENCE, 0), 5))
    refuse("not arbitrary", hypothesis=eq(T, 1))
    refuse("dA/dt", first=series_eq(T, A, mul(mul(2, T), A)))
    refuse("dA/dt", first=series_eq(T, derivative(T, A, 2), mul(mul(2, T), A)))
    refuse("dA/dt", first=series_eq(T, derivative(T, A, at=0), mul(mul(2, T), A)))
    refuse("dA/dt", first=series_eq(T, derivative(X, A, at=T), mul(mul(2, T), A)))
    refuse("p A", first=series_eq(T, derivative(T, A), mul(A, mul(2, T))))
    refuse("p A", first=series_eq(T, derivative(T, A), add(mul(2, T), A)))
    refuse("p A", first=series_eq(T, derivative(T, A), mul(mul(2, T), A, A)))
    refuse("formal differential", first=eq(X, X))
    at = symbol("t", "P")
    over = series_sum(K, mul(C_K, power(at, K)))
    refuse("formal variable", first=series_eq(at, derivative(at, over), mul(mul(2, at), over)),
           exponent=power(at, 2))
    refuse("not 0", exponent=mul(power(T, 2), Y, power(Y, neg(1))))


def test_coefficients_of_an_exponential():
    law = series_eq(T, A, exp(add(mul(X, T), mul(Y, power(T, 2)))))
    rest = sub(N, mul(2, K))
    body = mul(div(power(Y, K), factorial(K)), div(power(X, rest), factorial(rest)))
    name = "exponential_coefficients"
    assert infer(name, given(law), index=N, summation=K, linear=X, square=Y).conclusion == eq(
        call(SEQUENCE, N), series_sum(K, body, 0, Term("floor", (), (div(N, 2),))))

    def refuse(because, first=law, hypothesis=TRUE, index=N, summation=K, linear=X, square=Y):
        refused(name, given(first, hypothesis), index=index, summation=summation, linear=linear,
                square=square, because=because)

    refuse("is not exp", linear=Y, square=X)
    refuse("is not exp", linear=add(X, mul(Y, T)), square=term(0))
    refuse("is not exp", first=series_eq(T, A, mul(2, exp(T))))
    refuse("is not exp", first=series_eq(T, A, neg(add(mul(X, T), mul(Y, power(T, 2))))))
    refuse("two formal series", first=eq(X, X))
    refuse("new symbols", index=K)
    refuse("new symbols", index=symbol("n", "Z"))
    refuse("new symbols", summation=symbol("k", "Z"))
    refuse("new symbols", hypothesis=eq(N, 1))
    refuse("new symbols", hypothesis=eq(K, 1))
    refuse("not arbitrary", hypothesis=eq(T, 1))
    refuse("not 0", linear=mul(X, div(Z, Z)))


def test_a_factor_goes_into_a_finite_sum():
    def shape(body, low=0, high=N, k=K):
        return series_sum(k, body, low, high)

    assert infer("scale_sum", sum=shape(K), factor=X, result=shape(mul(X, K)))

    def refuse(because, total, factor, result, **more):
        refused("scale_sum", sum=total, factor=factor, result=result, because=because, **more)

    refused("scale_sum", given(TRUE), sum=shape(K), factor=X, result=shape(mul(X, K)),
            because="0 premises")
    refuse("different indices", shape(K), K, shape(mul(K, K)))
    refuse("different indices", shape(K), X, shape(mul(X, K), 1))
    refuse("different indices", shape(K), X, shape(mul(X, J), k=J))
    refuse("finite sums", series(C_K), X, shape(mul(X, C_K)))
    refuse("finite sums", X, X, shape(K))
    refuse("finite sums", shape(K), X, X)
    refuse("is not", shape(K), X, shape(mul(X, X, K)))
    refuse("not 0", shape(K), X, shape(mul(X, K, div(Y, Y))))
    refuse("not 0", shape(K), div(1, K_), shape(div(K, K_)))


K_ = symbol("y")


# -- cited ------------------------------------------------------------------------------------

def test_a_solution_is_the_sum_of_its_series():
    phi = eq(call(F, 0), Y)
    second = claim((SERIES,), phi)
    assert infer("power_series", given(LAW), second, series=SERIES) == claim((), phi)

    def refuse(because, law=LAW, user=second, shape=SERIES, hypothesis=TRUE):
        refused("power_series", given(law, hypothesis), user, series=shape, because=because)

    refuse("not a hypothesis", user=given(phi))
    refuse("stand in what is concluded", user=claim((SERIES,), eq(call(F, 0), call(SEQUENCE, 0))))
    refuse("stand in what is concluded", user=claim((SERIES, ne(call(SEQUENCE, 0), 0)), phi))
    refuse("stand in what is concluded", hypothesis=ne(call(SEQUENCE, 0), 0))
    refuse("not arbitrary", hypothesis=eq(X, 1))
    refuse("leading coefficient", law=eq(add(mul(power(X, 2), U[2]), U[0]), 0))
    refuse("leading coefficient", law=eq(add(mul(add(X, 1), U[2]), U[0]), 0))
    refuse("leading coefficient", law=eq(add(mul(Y, U[2]), U[0]), 0))
    refuse("leading coefficient", law=eq(add(U[1], U[0]), 0))
    assert infer("power_series", given(eq(add(mul(Y, U[2]), U[0]), 0), ne(Y, 0)), second,
                 series=SERIES)
    refuse("second order", law=eq(add(U[2], U[0]), 1))
    refuse("second order", law=eq(add(call(F, X, orders=(3,)), U[2], U[0]), 0))
    refuse("not linear", law=eq(add(U[2], power(U[0], 2)), 0))
    refuse("not polynomials", law=eq(add(U[2], mul(Term("abs", (), (X,)), U[0])), 0))
    refuse("that of u", shape=is_series(mul(1, call(F, X)), C_K))
    for left in (add(call(F, X), X), call(F, X, orders=(1,)), call(F, mul(2, X))):
        shape = is_series(left, C_K)
        refuse("that of u", user=claim((shape,), phi), shape=shape)
    other = is_series(call(F, X), mul(2, C_K))
    refuse("sequence symbol", user=claim((other,), phi), shape=other)
    for body in (call(SEQUENCE, add(K, 1)), call(function("c"), K)):
        shape = is_series(call(F, X), body)
        refuse("sequence symbol", user=claim((shape,), phi), shape=shape)
    two = is_series(call(F, X), call(function("c", ("N0", "R")), K, X))
    refuse("not a power series", user=claim((two,), phi), shape=two)


def test_coefficients_of_a_positive_function_need_not_be_positive():
    """cosh > 0 solves u'' = u, and its odd coefficients are 0."""
    u, c = function("u", ("R",), "P"), function("c", ("N0",), "P")
    law = eq(sub(call(u, X, orders=(2,)), call(u, X)), 0)
    shape = is_series(call(u, X), call(c, K))
    refused("power_series", given(law), claim((shape,), eq(1, 1)), series=shape,
            because="real or complex")
    complex_c = function("c", ("N0",), "C")
    shape = is_series(call(F, X), call(complex_c, K))
    refused("power_series", given(LAW), claim((shape,), eq(1, 1)), series=shape,
            because="as the values")


def test_a_defined_sequence_is_not_a_name_for_the_coefficients():
    from derive.kernel.infer import Context
    from derive.kernel.normal import Normalizer

    context = Context(Normalizer())
    infer("define", context=context, function=SEQUENCE, parameters=[K], body=term(0))
    refused("power_series", given(LAW), claim((SERIES,), eq(1, 1)), series=SERIES,
            context=context, because="sequence symbol")
