"""The oscillator's results against values from elsewhere, and that no result was an input."""

import mpmath
import pytest

import derive
from derive.kernel.claim import Grade, Refused
from derive.kernel.normal import Normalizer
from derive.physics import hermite, stretching, termination
from derive.physics.oscillator import SECTIONS, derive_well, letters, tell
from derive.physics.schroedinger import ENERGY, Equation
from derive.rules.author import Author
from derive.rules.scaling import NoClosedForm, quadratic_well
from derive.terms.build import add, div, eq, mul, neg, power, sub, symbol, term
from derive.terms.term import Term

M, OMEGA, HBAR, X = symbol("m", "P"), symbol("omega", "P"), symbol("hbar", "P"), symbol("x")
N = symbol("n", "N0")


@pytest.fixture(scope="module")
def lecture():
    return derive.derivation("oscillator")


def test_every_step_is_proved_or_given_and_listed(lecture):
    assert {step.grade for step in lecture.steps} == {Grade.PROVED, Grade.GIVEN}
    assert lecture.verdict is Grade.PROVED
    told = {line.label for line in lecture.lines}
    assert told == {label for _, labels in SECTIONS for label in labels} - {"completed_square"}


def test_at_most_five_things_are_taken_from_outside(lecture):
    assert [label for label, _ in lecture.postulates] == ["tise", "normalizable"]
    assert {name for name, _, _ in lecture.cited} == {
        "gaussian_integral", "power_series", "comparison"}


def test_no_definition_or_postulate_holds_a_result(lecture):
    """2n + 1, n + 1/2 and the value of N_n appear in no definition and no postulate."""
    normalizer = Normalizer()
    found = [normalizer.items(add(N, div(1, 2))), normalizer.items(add(mul(2, N), 1)),
             normalizer.items(power(2, N))]
    inputs = [t for _, t in lecture.postulates]
    for definition in lecture.definitions:
        inputs += [definition.body, *definition.bases]
    for whole in inputs:
        for part in whole.walk():
            if part.head in ("add", "mul", "pow") and not any(
                    s.name.startswith("#") for s in part.free):
                assert normalizer.items(part) not in found, f"{part} is a result"


def test_dropping_a_postulate_leaves_the_levels_unproved(lecture):
    hypotheses = lecture["levels"].claim.hypotheses
    law = dict(lecture.postulates)["tise"]
    assert any(h is law for h in hypotheses)


@pytest.mark.parametrize("n", [0, 1, 2, 5, 11])
def test_states_agree_with_quadrature_and_known_polynomials(lecture, n):
    """psi_n at m = 2, omega = 3, hbar = 1/2, against mpmath's Hermite polynomial and integral."""
    values = {"m": 2, "omega": 3, "hbar": mpmath.mpf(1) / 2}
    with mpmath.workdps(30):
        m, w, h = (mpmath.mpf(values[k]) for k in ("m", "omega", "hbar"))

        def psi(x):
            xi = mpmath.sqrt(m * w / h) * x
            return ((m * w / (mpmath.pi * h)) ** mpmath.mpf("0.25")
                    / mpmath.sqrt(mpmath.mpf(2) ** n * mpmath.factorial(n))
                    * mpmath.hermite(n, xi) * mpmath.exp(-xi**2 / 2))

        written = lecture["psi"].claim.conclusion.args[1]
        x = mpmath.mpf("0.37")
        assert abs(_value(written, {"n": n, "x": x, **values}) - psi(x)) < mpmath.mpf("1e-25")
        total = mpmath.quad(lambda x: psi(x) ** 2, mpmath.linspace(-5, 5, 21))
        assert abs(total - 1) < mpmath.mpf("1e-18")


@pytest.mark.parametrize(("n", "label"), list(enumerate(("one", "two", "three", "four"), 1)))
def test_the_first_polynomials_are_those_of_mpmath(lecture, n, label):
    written = lecture[f"hermite_{label}"].claim.conclusion.args[1]
    x = mpmath.mpf("0.37")
    assert abs(_value(written, {"xi": x}) - mpmath.hermite(n, x)) < mpmath.mpf("1e-12")


@pytest.mark.parametrize(("n", "label"), [(0, "ground_state"), (1, "first_excited")])
def test_the_lowest_states_are_those_of_every_n(lecture, n, label):
    at = {"x": mpmath.mpf("0.37"), "m": 2, "omega": 3, "hbar": mpmath.mpf(1) / 2}
    written = _value(lecture[label].claim.conclusion.args[1], at)
    whole = _value(lecture["psi"].claim.conclusion.args[1], {"n": n, **at})
    assert abs(written - whole) < mpmath.mpf("1e-12")


def _value(value: Term, at: dict[str, object]) -> mpmath.mpf:
    """A term by mpmath, independent of the kernel's own numbers."""
    head, args = value.head, value.args
    if head == "int":
        return mpmath.mpf(value.value)
    if head == "sym":
        return mpmath.mpf(at[value.name])
    if head == "const":
        return +mpmath.pi
    if head == "call":
        assert value.data == (0, 0)
        assert args[0].name == "H"
        return mpmath.hermite(int(_value(args[1], at)), _value(args[2], at))
    inner = [_value(a, at) for a in args]
    if head == "add":
        return mpmath.fsum(inner)
    if head == "mul":
        return mpmath.fprod(inner)
    operations = {"neg": lambda a: -a, "div": lambda a, b: a / b, "pow": lambda a, b: a**b,
                  "sqrt": mpmath.sqrt, "exp": mpmath.exp, "factorial": mpmath.factorial}
    return operations[head](*inner)


def test_natural_units_begin_as_people_write_them():
    lecture = derive.derivation("oscillator", units="natural")
    assert lecture["tise"].latex.replace(" ", "") == (
        r"\forall x:\ E\,\psi(x)=-\frac{\psi''(x)}{2m}+\frac{m\omega^2}{2}\,x^2\,\psi(x)"
    ).replace(" ", "")
    assert "hbar" not in lecture.certificate()


def test_units_are_one_of_two():
    with pytest.raises(ValueError, match="si or natural"):
        derive.derivation("oscillator", units="imperial")


def test_another_spring_has_twice_the_distance_of_levels():
    derived = derive_well("stiff", quadratic_well(
        mul(2, M, power(OMEGA, 2), power(X, 2)), X, M, HBAR))
    level = derived.author.derivation["levels"].claim.conclusion
    assert Normalizer().equal(level.args[1], mul(2, HBAR, OMEGA, add(N, div(1, 2))))


def test_a_shifted_well_has_its_square_completed_and_its_levels_shifted():
    a, b, c = symbol("alpha", "P"), symbol("beta"), symbol("gamma")
    y = symbol("y")
    derived = derive_well("shifted", quadratic_well(
        add(mul(a, power(y, 2)), mul(b, y), c), y, M, HBAR))
    square = derived.author.derivation["completed_square"].claim.conclusion
    expected = add(mul(a, power(add(y, div(b, mul(2, a))), 2)), c,
                   neg(div(power(b, 2), mul(4, a))))
    assert Normalizer().equal(square.args[1], expected)
    frequency = Term("sqrt", (), (div(mul(2, a), M),))
    level = derived.author.derivation["levels"].claim.conclusion.args[1]
    assert Normalizer().equal(level, add(sub(c, div(power(b, 2), mul(4, a))), mul(
        HBAR, frequency, add(N, div(1, 2)))))
    tell("well", "A well", derived, letters(derived))


@pytest.mark.parametrize(("potential", "reason"), [
    (power(X, 4), "not of hypergeometric class"),
    (X, "no minimum"),
    (mul(5, M), "constant"),
    (neg(power(X, 2)), "not known to be positive"),
    (mul(symbol("a"), power(X, 2)), "not known to be positive"),
    (Term("exp", (), (X,)), "not a polynomial"),
])
def test_other_potentials_are_refused_with_the_reason(potential, reason):
    with pytest.raises(NoClosedForm, match=reason):
        quadratic_well(potential, X, M, HBAR)


def test_a_wrong_length_is_refused():
    """With 2 m omega in the place of m omega the two terms do not balance."""
    well = quadratic_well(mul(div(mul(M, power(OMEGA, 2)), 2), power(X, 2)), X, M, HBAR)
    wrong = type(well)(**{**{f: getattr(well, f) for f in well.__dataclass_fields__},
                          "length": Term("sqrt", (), (div(HBAR, mul(2, M, OMEGA)),))})
    with pytest.raises(Refused):
        stretching.derive_stretched(Author("wrong"), Equation(wrong))


def test_a_wrong_level_is_refused(monkeypatch):
    """n + 1/3 in the place of n + 1/2 stops the derivation at the levels."""
    monkeypatch.setattr(termination, "HALF", div(1, 3))
    well = quadratic_well(mul(div(mul(M, power(OMEGA, 2)), 2), power(X, 2)), X, M, HBAR)
    with pytest.raises(Refused):
        derive_well("wrong", well)


def test_hermite_polynomials_that_are_not_raised_are_refused(monkeypatch):
    """A sign slip in the ladder: 2 xi u + u' raises nothing."""
    a = Author("wrong")
    n, xi = hermite.N, hermite.XI
    body = add(mul(2, xi, hermite.hermite(n)), hermite.hermite(n, order=1))
    raising = a.step("define", function=hermite.HERMITE, parameters=[n, xi],
                     bases=[term(1)], body=body)
    zero = a.step("definition", function=hermite.HERMITE, case=0)
    flat, flat2 = a.differentiate(zero, xi), a.differentiate(zero, xi, 2)
    base = a.ring(hermite.hermite_equation(term(0)), flat2, flat, zero)
    with pytest.raises(Refused):
        hermite._equation(a, raising, base)


def test_energy_is_a_real_symbol():
    assert ENERGY.sort == "R"
    assert eq(ENERGY, ENERGY).is_formula
