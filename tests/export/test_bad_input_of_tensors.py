"""What functions of jax and torch say of arguments that they cannot take, plain or traced."""

from __future__ import annotations

import decimal
import functools

import numpy as np
import pytest
import sympy

import derive

x, a = sympy.symbols("x a", real=True)
GRID = np.linspace(-1, 1, 6)


@functools.cache
def compiled(backend, kind):
    pytest.importorskip(backend, reason=f"{backend} is an optional extra")
    if kind == "state":
        return derive.compile(derive.derivation("oscillator")["psi"], backend=backend)
    return derive.compile(x * a + sympy.sin(x), backend, (x, a))


@pytest.fixture(params=["jax", "torch"])
def psi(request):
    return compiled(request.param, "state")


@pytest.fixture(params=[(b, k) for b in ("jax", "torch") for k in ("state", "formula")],
                ids="-".join)
def of_x(request):
    f = compiled(*request.param)
    return functools.partial(f, 2) if request.param[1] == "state" else lambda v: f(v, 2.0)


def numbers(found):
    return np.asarray(found, dtype=np.float64)


@pytest.mark.parametrize("wrong", [
    "a", b"1", None, 1j, True, np.array(["a"]), GRID.astype(object), GRID > 0, {},
    np.array([1], "m8[s]"), decimal.Decimal(1), np.longdouble(1), [True], sympy.pi], ids=repr)
def test_what_is_no_real_number_is_refused(of_x, wrong):
    with pytest.raises(TypeError, match=r"^x must be real, not [^\n]*$"):
        of_x(wrong)


def test_layout_does_not_matter(of_x):
    wanted = numbers(of_x(GRID.copy()))
    fixed = GRID.copy()
    fixed.flags.writeable = False
    for same in (fixed, GRID.astype(">f8"), GRID.repeat(2)[::2]):
        assert np.array_equal(numbers(of_x(same)), wanted)
    assert np.array_equal(numbers(of_x(GRID[::-1])), wanted[::-1])


def test_numbers_in_a_list_have_all_their_digits():
    """torch makes float32 of them."""
    for kind in ("state", "formula"):
        f = compiled("torch", kind)
        given = (2, [0.1, 0.2]) if kind == "state" else ([0.1, 0.2], 2.0)
        found = f(*given)
        assert str(found.dtype) == "torch.float64"
        given = (2, np.array([0.1, 0.2])) if kind == "state" else (np.array([0.1, 0.2]), 2.0)
        assert np.array_equal(found, f(*given))


@pytest.mark.parametrize("wrong", [-1, 1.5, 1001, np.nan, np.inf, "a", None, True, 2j,
                                   np.arange(-1, 3000), np.linspace(0, 1, 3000)], ids=repr)
def test_an_index_that_is_none_is_refused_in_one_line(psi, wrong):
    for f in (psi, psi.all_indices):
        with pytest.raises(ValueError, match=r"^[nN] must (be one of|lie in) 0, 1, [^\n]{,40}$"):
            f(wrong, 0.5)


def test_half_precision_is_refused_in_a_recurrence(psi):
    """With float16 the value of psi_20 was no number, with bfloat16 it had no digit."""
    with pytest.raises(TypeError, match=r"^a recurrence needs float32 or float64, not "):
        psi(20, GRID.astype(np.float16))
    with pytest.raises(TypeError, match=r"^a recurrence needs float32 or float64, not "):
        psi.all_indices(20, GRID.astype(np.float16))


@pytest.mark.parametrize("sizes", [
    {"m": np.inf}, {"m": np.nan}, {"m": 0.0}, {"hbar": -1.0}, {"omega": 1e-320},
    {"m": 1e200, "omega": 1e200, "hbar": 1e200}, {"m": 3e-160, "omega": 1e-160, "hbar": 3e-160}])
def test_parameters_beyond_floats_give_no_number(psi, sizes):
    """A product that leaves the range of floats was a zero."""
    if psi.backend == "jax":
        import jax

        with jax.enable_x64(True):
            assert np.isnan(numbers(psi(2, [0.5, 40.0], **sizes))).all()
            assert np.isfinite(float(psi(2, 0.5, m=1e150, hbar=1e150)))
    else:
        assert np.isnan(numbers(psi(2, [0.5, 40.0], **sizes))).all()
        assert float(psi(2, 0.5, m=1e150, hbar=1e150)) == pytest.approx(
            float(psi(2, 0.5)), rel=1e-14)


@pytest.mark.parametrize("backend", ["jax", "torch"])
def test_a_state_with_all_parameters_fixed(backend):
    given = derive.derivation("oscillator")["psi"]
    compiled(backend, "state")
    found = derive.compile(given, backend=backend, fixed={"m": 1, "omega": 1, "hbar": 1})
    assert np.allclose(numbers(found(2, GRID)), numbers(compiled(backend, "state")(2, GRID)),
                       rtol=1e-6)


def test_traced_arguments_in_jax():
    jax = pytest.importorskip("jax", reason="jax is an optional extra")
    psi, f = compiled("jax", "state"), compiled("jax", "formula")
    with jax.enable_x64(True):
        wanted = psi(3, GRID)
        for traced in (jax.jit(psi, static_argnums=0)(3, GRID),
                       jax.vmap(lambda v: psi(3, v))(GRID),
                       jax.jit(lambda v: psi(3, [v[k] for k in range(6)]))(GRID)):
            assert np.allclose(traced, wanted, rtol=1e-14, atol=0)
        assert np.isnan(jax.jit(lambda m: psi(2, 0.5, m=m))(-1.0))
        assert np.isnan(jax.jit(lambda v: psi(2, v))(np.array([np.nan]))).all()
        assert float(jax.jit(f)(1, 2)) == pytest.approx(2 + np.sin(1))
        for n in (lambda: jax.jit(psi)(3, 0.5), lambda: jax.grad(psi)(3.0, 0.5),
                  lambda: jax.vmap(lambda k: psi(k, 0.5))(np.arange(3))):
            with pytest.raises(TypeError, match=r"^n must be numbers, not traced: name it in"):
                n()
        for wrong in (1j, True):
            with pytest.raises(TypeError, match=r"^x must be real, not (complex|bool)"):
                jax.jit(lambda v: f(v, 1.0))(wrong)


def test_tensors_that_are_no_plain_ones():
    torch = pytest.importorskip("torch", reason="torch is an optional extra")
    psi, f = compiled("torch", "state"), compiled("torch", "formula")
    whole = torch.tensor([1, 2], dtype=torch.int8)
    assert np.array_equal(numbers(f(whole, 1.0)), numbers(f(np.array([1, 2]), 1.0)))
    assert psi(2, torch.tensor(0.5).expand(3)).shape == (3,)
    assert psi(2, torch.zeros((0, 4))).shape == (0, 4)
    both = torch.tensor([0.5, float("nan")], dtype=torch.float64, requires_grad=True)
    psi(3, both).sum().backward()
    with pytest.raises(RuntimeError, match=r"requires grad"):
        psi(torch.tensor(2.0, requires_grad=True), 0.5)
    slope = float(psi(3, 0.5 + 1e-6) - psi(3, 0.5 - 1e-6)) / 2e-6
    assert float(both.grad[0]) == pytest.approx(slope, rel=1e-8)
