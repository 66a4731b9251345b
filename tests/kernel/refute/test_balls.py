"""Values in balls, each against mpmath or a value worked out by hand."""

from collections.abc import Callable

import mpmath
import pytest
from flint import acb, arb, ctx, fmpq

from derive.kernel.claim import Definition
from derive.kernel.refute.balls import Complex, Environment, evaluate
from derive.kernel.refute.scalars import NoValue, Undefined, Unsupported
from derive.terms.build import (
    PI,
    E,
    I,
    add,
    call,
    derivative,
    div,
    exp,
    factorial,
    function,
    integral,
    mul,
    neg,
    op,
    power,
    series_sum,
    sqrt,
    sub,
    symbol,
    term,
)
from derive.terms.term import Term

x, y, t, z = symbol("x"), symbol("y"), symbol("t"), symbol("z", "C")
n, k = symbol("n", "N0"), symbol("k", "N0")
m, w, h = symbol("m", "P"), symbol("w", "P"), symbol("h", "P")
H, psi = function("H", ("N0", "R")), function("psi", ("N0", "R", "P", "P", "P"))
RODRIGUES = Definition(H, (n, x), sub(mul(2, x, call(H, n, x)), call(H, n, x, orders=(0, 1))),
                       (term(1),))
THREE_TERM = Definition(H, (n, x), sub(
    mul(2, x, call(H, add(n, 1), x)), mul(2, add(n, 1), call(H, n, x))), (term(1), mul(2, x)))
PSI = Definition(psi, (n, x, m, w, h), mul(
    power(div(mul(m, w), mul(PI, h)), div(1, 4)), div(1, sqrt(mul(power(2, n), factorial(n)))),
    call(H, n, mul(sqrt(div(mul(m, w), h)), x)), exp(neg(div(mul(m, w, power(x, 2)), mul(2, h))))))
OSCILLATOR = {H: RODRIGUES, psi: PSI}


def close(value: acb, wanted: object, digits: int = 25) -> bool:
    """Whether a ball is narrow and meets the interval of mpmath's digits."""
    wanted = mpmath.mpmathify(wanted)
    with ctx.workprec(200):
        real, imaginary = (arb(mpmath.nstr(part, 60)) for part in (wanted.real, wanted.imag))
        error = abs(value - acb(real, imaginary))
        return bool(error < arb(10) ** -digits * max(1, abs(wanted)))


def at(formula: Term, definitions: dict[Term, Definition] | None = None,
       **values: object) -> acb:
    names = {"x": x, "y": y, "t": t, "z": z, "n": n, "k": k, "m": m, "w": w, "h": h}
    exact = {names[name]: v if isinstance(v, Complex) else fmpq(*v) if isinstance(v, tuple)
             else fmpq(v) for name, v in values.items()}
    return evaluate(formula, Environment(exact, definitions or {}), 160)


ELEMENTARY = [
    (exp(neg(power(x, 2))), lambda x: mpmath.exp(-x**2)),
    (op("sin", mul(3, x)), lambda x: mpmath.sin(3 * x)),
    (op("cos", x), mpmath.cos), (op("tan", x), mpmath.tan), (op("arctan", x), mpmath.atan),
    (op("sinh", x), mpmath.sinh), (op("cosh", x), mpmath.cosh), (op("tanh", x), mpmath.tanh),
    (op("log", x), mpmath.log), (op("erf", x), mpmath.erf),
    (sqrt(add(x, 1)), lambda x: mpmath.sqrt(x + 1)),
    (power(x, div(2, 3)), lambda x: mpmath.cbrt(x) ** 2), (power(E, x), mpmath.exp),
    (op("abs", op("log", div(x, 9))), lambda x: abs(mpmath.log(x / 9))),
    (div(1, add(1, exp(neg(x)))), lambda x: 1 / (1 + mpmath.exp(-x))),
    (power(x, neg(3)), lambda x: x**-3),
]


def said(value: object) -> str:
    """A name for a case that is the same in every process."""
    return str(value) if isinstance(value, Term) else "reference"


@pytest.mark.parametrize(("formula", "reference"), ELEMENTARY, ids=said)
@pytest.mark.parametrize("order", [0, 1, 4])
def test_elementary_functions_and_derivatives_agree_with_mpmath(
        formula: Term, reference: Callable[[object], object], order: int) -> None:
    with mpmath.workdps(60):
        wanted = mpmath.diff(reference, mpmath.mpf(5) / 4, order) if order else reference(
            mpmath.mpf(5) / 4)
    asked = derivative(x, formula, order) if order else formula
    assert close(at(asked, x=(5, 4)), wanted)


def test_an_exponent_that_is_whole_in_another_form_asks_for_no_positive_base() -> None:
    assert close(at(power(x, div(20, 10)), x=-3), 9)
    assert close(at(power(x, div(mul(2, n), 2)), x=-2, n=3), -8)
    with pytest.raises(Undefined):
        at(power(x, div(2, 3)), x=-1)


@pytest.mark.parametrize("definition", [RODRIGUES, THREE_TERM], ids=["derivative", "three-term"])
@pytest.mark.parametrize("index", [0, 1, 2, 5, 12, 43])
def test_hermite_polynomials_by_recursion(definition: Definition, index: int) -> None:
    value = at(call(H, n, x), {H: definition}, n=index, x=(3, 7))
    with mpmath.workdps(60):
        assert close(value, mpmath.hermite(index, mpmath.mpf(3) / 7))


def test_a_recursion_is_differentiated_at_a_point_that_is_a_ball() -> None:
    value = at(call(H, n, sqrt(x), orders=(0, 3)), {H: RODRIGUES}, n=6, x=2)
    with mpmath.workdps(60):
        assert close(value, mpmath.diff(lambda u: mpmath.hermite(6, u), mpmath.sqrt(2), 3))


@pytest.mark.parametrize("index", [0, 1, 4, 17])
@pytest.mark.parametrize("order", [0, 2])
def test_a_polynomial_with_a_parameter_at_several_values_of_it(index: int, order: int) -> None:
    f = function("f", ("N0", "R", "R"))
    # n! L_n^w raised from 1: f_{n+1} = x f_n' + (n + 1 + w - x) f_n
    step = Definition(f, (n, x, w), add(
        mul(x, call(f, n, x, w, orders=(0, 1, 0))),
        mul(add(n, 1, w, neg(x)), call(f, n, x, w))), (term(1),))
    for alpha in ((3, 2), 0, (3, 2), (1, 5)):
        value = at(call(f, n, x, w, orders=(0, order, 0)), {f: step}, n=index, x=(9, 4), w=alpha)
        with mpmath.workdps(60):
            parameter = mpmath.mpf(alpha[0]) / alpha[1] if isinstance(alpha, tuple) else (
                mpmath.mpf(alpha))
            wanted = mpmath.factorial(index) * mpmath.diff(
                lambda u, a=parameter: mpmath.laguerre(index, a, u), mpmath.mpf(9) / 4, order)
            assert close(value, wanted)


def test_a_recursion_with_a_parameter_that_is_no_polynomial() -> None:
    f = function("f", ("N0", "R", "P"))
    step = Definition(f, (n, x, w), neg(div(call(f, n, x, w, orders=(0, 1, 0)), w)),
                      (exp(neg(mul(w, sqrt(x)))),))
    value = at(call(f, n, x, w), {f: step}, n=3, x=2, w=(3, 2))
    with mpmath.workdps(60):
        wanted = mpmath.diff(lambda u: mpmath.exp(-1.5 * mpmath.sqrt(u)), 2, 3) * (-1 / 1.5**3)
    assert close(value, wanted, 15)


def test_the_oscillator_equation_at_a_point() -> None:
    left = add(neg(mul(div(power(h, 2), mul(2, m)),
                       call(psi, n, x, m, w, h, orders=(0, 2, 0, 0, 0)))),
               mul(div(1, 2), m, power(w, 2), power(x, 2), call(psi, n, x, m, w, h)))
    right = mul(h, w, add(n, div(1, 2)), call(psi, n, x, m, w, h))
    point = {"n": 7, "x": (3, 7), "m": 2, "w": (3, 2), "h": (1, 3)}
    assert at(left, OSCILLATOR, **point).overlaps(at(right, OSCILLATOR, **point))
    shifted = at(add(right, div(1, 10**20)), OSCILLATOR, **point)
    assert not at(left, OSCILLATOR, **point).overlaps(shifted)


INTEGRALS = [
    (integral(x, exp(neg(power(x, 2)))), mpmath.sqrt(mpmath.pi)),
    (integral(x, mul(power(x, 4), exp(neg(mul(2, power(x, 2)))))),
     3 * mpmath.sqrt(mpmath.pi / 2) / 16),
    (integral(x, mul(exp(neg(power(x, 2))), op("cos", mul(2, x)))),
     mpmath.sqrt(mpmath.pi) * mpmath.exp(-1)),
    (integral(x, mul(power(x, 3), exp(neg(x))), 0), 6),
    (integral(x, exp(neg(power(x, 2))), 1), mpmath.sqrt(mpmath.pi) / 2 * mpmath.erfc(1)),
    (integral(x, exp(neg(power(x, 2))), None, 1),
     mpmath.sqrt(mpmath.pi) / 2 * (1 + mpmath.erf(1))),
    (integral(x, mul(x, exp(sub(x, power(x, 2)))), 0), None),
    (integral(x, exp(power(x, 3)), 0, 1), None),
    (integral(x, div(1, add(1, power(x, 2))), 0, 1), mpmath.pi / 4),
    (integral(x, op("log", x), 1, E), 1),
    (integral(x, power(x, 2), -1, 2), 3),
    (integral(x, op("abs", x), div(1, 2), 2), mpmath.mpf(15) / 8),
    (integral(x, add(1, mul(2, x), mul(3, power(x, 2))), 1, 2), 11),
    (integral(x, mul(x, derivative(x, exp(neg(power(x, 2)))))), -mpmath.sqrt(mpmath.pi)),
    (integral(x, mul(power(x, 2), derivative(x, exp(neg(mul(2, power(x, 2)))), 2))),
     mpmath.sqrt(2 * mpmath.pi)),
]
QUADRATURES = {6: (lambda x: x * mpmath.exp(x - x**2), [0, mpmath.inf]),
               7: (lambda x: mpmath.exp(x**3), [0, 1])}


@pytest.mark.parametrize("position", range(len(INTEGRALS)))
def test_integrals_against_closed_forms_and_quadrature(position: int) -> None:
    formula, wanted = INTEGRALS[position]
    with mpmath.workdps(40):
        if wanted is None:
            wanted = mpmath.quad(*QUADRATURES[position])
        elif position == 4:
            wanted = mpmath.sqrt(mpmath.pi) / 2 * mpmath.erfc(1)
        elif position == 5:
            wanted = mpmath.sqrt(mpmath.pi) / 2 * (1 + mpmath.erf(1))
    assert close(at(formula), wanted, 14)


def test_the_norm_of_an_eigenfunction_is_one() -> None:
    norm = integral(x, power(op("abs", call(psi, n, x, m, w, h)), 2))
    assert close(at(norm, OSCILLATOR, n=9, m=2, w=(3, 2), h=(1, 3)), 1, 30)


def test_complex_numbers() -> None:
    assert close(at(mul(I, I)), -1)
    value = at(mul(op("conj", exp(mul(I, z))), z), z=Complex(fmpq(1, 2), fmpq(2)))
    with mpmath.workdps(50):
        point = mpmath.mpc("0.5", 2)
        assert close(value, mpmath.conj(mpmath.exp(1j * point)) * point)
    moving = integral(x, op("conj", exp(mul(I, x))), 0, 1)
    with mpmath.workdps(50):
        assert close(at(moving), mpmath.sin(1) + 1j * (mpmath.cos(1) - 1))


UNDEFINED = [
    div(x, x), mul(0, div(1, x)), op("log", x), power(x, neg(1)), sqrt(sub(x, 1)),
    power(sub(x, 1), div(1, 2)), factorial(sub(n, 1)), derivative(x, op("abs", x)),
    div(1, sub(mul(2, div(1, 2)), 1)), call(H, sub(n, 1), x), derivative(x, sqrt(x)),
    derivative(x, op("floor", x)), power(x, div(1, 3)), power(x, div(1, 2)), power(0, div(3, 2)),
]


@pytest.mark.parametrize("formula", UNDEFINED, ids=str)
def test_what_has_no_value_is_never_a_number(formula: Term) -> None:
    with pytest.raises(Undefined):
        at(formula, {H: THREE_TERM}, x=0, n=0)


BOMBS = [
    power(10, power(10, power(10, 10))), factorial(factorial(9)), factorial(10**9),
    series_sum(k, k, 0, 10**9), exp(exp(exp(exp(10)))), power(power(9, power(9, 9)), power(9, 99)),
    op("binomial", 10**12, 10**6), call(H, term(10**7), x),
]


@pytest.mark.parametrize("formula", BOMBS, ids=lambda f: str(f)[:40])
def test_bombs_are_refused(formula: Term) -> None:
    with pytest.raises(NoValue):
        at(formula, {H: THREE_TERM}, x=1)


def test_deep_terms_are_refused_without_a_recursion_error() -> None:
    deep: Term = x
    for _ in range(500):
        deep = op("sin", deep)
    with pytest.raises(Unsupported):
        at(deep, x=1)


@pytest.mark.parametrize("formula", [
    integral(x, div(1, x), -1, 1), integral(x, sqrt(x), -1, 0), integral(x, x),
    integral(x, exp(power(x, 2))), integral(x, div(1, add(1, power(x, 2)))),
    integral(x, op("log", x), -2, -1)], ids=str)
def test_integrals_that_diverge_or_are_beyond_the_methods_are_refused(formula: Term) -> None:
    with pytest.raises(NoValue):
        at(formula)


def test_the_polynomial_power_of_zero() -> None:
    assert close(at(power(x, n), x=0, n=0), 1)
    assert close(at(power(x, n), x=0, n=3), 0)
    assert close(at(power(x, sub(n, 1)), x=0, n=3), 0)
    with pytest.raises(Unsupported):
        at(power(x, sub(n, 1)), x=0, n=1)
    with pytest.raises(Undefined):
        at(power(x, sub(n, 1)), x=0, n=0)


def test_whole_parts_need_a_deciding_ball() -> None:
    assert close(at(op("floor", sqrt(x)), x=10), 3)
    assert close(at(op("ceiling", sub(x, 7)), x=(5, 2)), 0)
    with pytest.raises(NoValue):
        at(op("floor", sub(power(sqrt(x), 2), 1)), x=2)


def test_derivatives_in_two_variables() -> None:
    generating = exp(sub(mul(2, x, t), power(t, 2)))
    mixed = derivative(t, derivative(x, generating, 2), 1)
    point = {"x": (1, 3), "t": (2, 5)}
    with mpmath.workdps(60):
        wanted = mpmath.diff(lambda a, b: mpmath.exp(2 * a * b - b * b),
                             (mpmath.mpf(1) / 3, mpmath.mpf(2) / 5), (2, 1))
    assert close(at(mixed, **point), wanted, 20)


def test_a_bound_symbol_that_shadows_is_another_one() -> None:
    # d/dy (x y) at y = x is x, not the derivative of x^2
    assert close(at(derivative(y, mul(x, y), 1, x), x=3), 3)
    inner = integral(x, mul(exp(neg(power(x, 2))), derivative(y, mul(x, y), 1, x)))
    assert close(at(inner), 0)
    twice = integral(x, mul(exp(neg(power(x, 2))), derivative(y, mul(x, power(y, 2)), 1, x)))
    with mpmath.workdps(50):
        assert close(at(twice), mpmath.sqrt(mpmath.pi))


def test_a_derivative_sees_only_its_own_variable() -> None:
    f = function("f", ("R", "R"))
    slope = Definition(f, (x, y), derivative(x, mul(x, y)))
    both = integral(t, mul(exp(neg(power(t, 2))), t, call(f, t, t)))
    with mpmath.workdps(50):
        assert close(at(both, {f: slope}), mpmath.sqrt(mpmath.pi) / 2)


def test_an_integrand_that_crosses_a_branch_cut_gives_the_principal_value_or_nothing() -> None:
    jump = integral(x, op("log", sub(mul(I, x), 1)), div(-1, 3), 1)
    with mpmath.workdps(40):
        wanted = mpmath.quad(lambda v: mpmath.log(1j * v - 1), [mpmath.mpf(-1) / 3, 0, 1])
    try:
        value = at(jump)
    except NoValue:
        return
    assert close(value, wanted, 10)


@pytest.mark.parametrize(("formula", "wanted"), [
    (series_sum(k, div(power(2, k), factorial(k))), lambda: mpmath.exp(2)),
    (series_sum(k, div(power(neg(1), k), factorial(mul(2, k)))), lambda: mpmath.cos(1)),
    (series_sum(k, mul(k, power(div(1, 2), k))), lambda: 2),
    (series_sum(k, div(1, mul(power(3, k), add(k, 1)))), lambda: 3 * mpmath.log(mpmath.mpf(3) / 2)),
    (series_sum(k, div(factorial(mul(2, k)), mul(power(8, k), power(factorial(k), 2)))),
     lambda: mpmath.sqrt(2)),
    (series_sum(k, power(div(I, 2), k), 3), lambda: mpmath.mpc(1, -2) / 20),
])
def test_infinite_sums_have_certified_tails(formula: Term, wanted: Callable[[], object]) -> None:
    with mpmath.workdps(60):
        assert close(at(formula), wanted())


@pytest.mark.parametrize("formula", [
    series_sum(k, mul(factorial(k), power(div(1, 10**4), k))), series_sum(k, power(2, k)),
    series_sum(k, div(1, add(k, 1))), series_sum(k, op("sin", k))], ids=str)
def test_sums_that_diverge_or_are_beyond_the_methods_are_refused(formula: Term) -> None:
    with pytest.raises(NoValue):
        at(formula)


LEIBNIZ = [
    # the bound moves
    (derivative(x, integral(t, exp(neg(power(t, 2))), 0, x)), lambda v: mpmath.exp(-v**2)),
    (derivative(x, integral(t, exp(neg(power(t, 2))), x, power(x, 2)), 2),
     lambda v: 2 * mpmath.exp(-v**4) - 8 * v**4 * mpmath.exp(-v**4) + 2 * v * mpmath.exp(-v**2)),
    # the integrand moves
    (derivative(x, integral(t, op("sin", mul(x, t)), 0, 1)),
     lambda v: mpmath.sin(v) / v + (mpmath.cos(v) - 1) / v**2),
    # both do
    (derivative(x, integral(t, exp(mul(x, t)), 0, x)),
     lambda v: 2 * mpmath.exp(v**2) - (mpmath.exp(v**2) - 1) / v**2),
    (derivative(x, derivative(x, integral(t, exp(mul(x, t)), 0, x))),
     lambda v: mpmath.diff(lambda u: 2 * mpmath.exp(u**2) - (mpmath.exp(u**2) - 1) / u**2, v)),
]


@pytest.mark.parametrize(("formula", "wanted"), LEIBNIZ, ids=range(len(LEIBNIZ)))
def test_integrals_are_differentiated_in_their_bounds_and_parameters(
        formula: Term, wanted: Callable[[object], object]) -> None:
    with mpmath.workdps(40):
        assert close(at(formula, x=(5, 4)), wanted(mpmath.mpf(5) / 4), 14)


def test_an_integrand_with_a_singular_middle_is_not_said_to_be_undefined() -> None:
    with pytest.raises(Unsupported):
        at(integral(x, div(1, sqrt(op("abs", x))), -1, 1))


@pytest.mark.parametrize(("formula", "wanted"), [
    (series_sum(n, div(1, power(n, 2)), 1), lambda: mpmath.pi**2 / 6),
    (series_sum(n, div(1, power(sub(mul(2, n), 1), 4)), 1), lambda: mpmath.pi**4 / 96),
    (series_sum(n, div(power(neg(1), n), power(add(n, 1), 2))), lambda: mpmath.pi**2 / 12),
    (series_sum(n, div(power(neg(1), add(n, 1)), power(n, 2)), 1), lambda: mpmath.pi**2 / 12),
    (series_sum(n, mul(3, power(neg(1), add(n, 1)), power(n, neg(3))), 2),
     lambda: 3 * (mpmath.altzeta(3) - 1)),
    (series_sum(n, mul(n, exp(neg(mul(n, div(1, 3)))))),
     lambda: mpmath.exp(mpmath.mpf(1) / 3) / (mpmath.exp(mpmath.mpf(1) / 3) - 1) ** 2),
    (series_sum(n, div(1, exp(mul(2, n)))), lambda: 1 / (1 - mpmath.exp(-2))),
], ids=said)
def test_sums_of_inverse_powers_and_exponentials(
        formula: Term, wanted: Callable[[], object]) -> None:
    with mpmath.workdps(60):
        assert close(at(formula), wanted())


def test_a_product_of_integrals_in_two_variables() -> None:
    inner = integral(y, power(op("cos", y), 2), 0, 1)
    with mpmath.workdps(40):
        one, other = (mpmath.quad(f, [0, 1]) for f in (
            mpmath.sin, lambda v: mpmath.cos(v) ** 2))
        assert close(at(integral(x, mul(op("sin", x), inner), 0, 1)), one * other, 14)
    with pytest.raises(NoValue):
        at(integral(x, integral(y, op("abs", sub(y, x)), 0, x), 0, 1))
    with pytest.raises(NoValue):
        at(integral(x, integral(y, op("abs", sub(y, x)), 0, 1), 0, 1))


@pytest.mark.parametrize(("formula", "wanted"), [
    (derivative(x, series_sum(n, exp(neg(mul(n, x))))),
     lambda: -mpmath.exp(mpmath.mpf(5) / 4) / (mpmath.exp(mpmath.mpf(5) / 4) - 1) ** 2),
    (derivative(x, series_sum(n, div(power(x, n), factorial(n))), 3),
     lambda: mpmath.exp(mpmath.mpf(5) / 4)),
    (derivative(x, derivative(x, series_sum(n, power(div(x, 3), mul(2, n))))),
     lambda: mpmath.diff(lambda v: 1 / (1 - v**2 / 9), mpmath.mpf(5) / 4, 2)),
], ids=said)
def test_infinite_sums_are_differentiated_with_their_tails(
        formula: Term, wanted: Callable[[], object]) -> None:
    with mpmath.workdps(60):
        assert close(at(formula, x=(5, 4)), wanted(), 20)
