"""What a state with a parameter says of arguments that it cannot take: alike in every backend."""

from __future__ import annotations

import functools

import mpmath
import numpy as np
import pytest

import derive

BACKENDS = ("numpy", "numba", "c")
GRID = np.linspace(0.1, 9, 24).reshape(4, 6)
#: arguments beside n and the place
OTHERS = {"coulomb": {"l": 1}, "morse": {"depth": 8.5}, "radial_oscillator": {"l": 1}}


@functools.cache
def compiled(name, backend):
    if backend == "numba":
        pytest.importorskip("numba", reason="numba is an extra")
    return derive.compile(derive.derivation(name)["psi"], backend=backend)


@pytest.fixture(params=[*((n, "numpy") for n in OTHERS), ("coulomb", "numba"), ("coulomb", "c"),
                        ("morse", "c")], ids="-".join)
def psi(request):
    name, backend = request.param
    return functools.partial(compiled(name, backend), **OTHERS[name])


def with_flags(**flags):
    found = np.empty(24)
    found.setflags(**flags)
    return found


@pytest.mark.parametrize("wrong", [
    1j, "1", b"1", None, True, GRID > 1, np.array([1], "m8[s]"), np.array(["2020-01-01"], "M8[D]"),
    GRID.astype(object), np.longdouble(1), 10**400, {}, np.zeros(3, [("a", "f8")])], ids=repr)
def test_what_is_no_real_number_is_refused(psi, wrong):
    with pytest.raises(TypeError, match=r"^[rx] must be real \(float64, float32 or integer\), not"):
        psi(2, wrong)


def test_a_mask_is_not_dropped(psi):
    masked = np.ma.array([1.0, 2.0], mask=[False, True])
    with pytest.raises(TypeError, match=r"^[rx] must be real without a mask: fill it first$"):
        psi(2, masked)
    with pytest.raises(TypeError, match=r"^n must be without a mask: fill it first$"):
        psi(masked, 1.0)
    with pytest.raises(TypeError, match=r"^(l|depth) must be real without a mask"):
        psi(2, 1.0, **dict.fromkeys(psi.keywords, masked))


def test_layout_does_not_matter(psi):
    wanted = psi(2, GRID)
    odd = np.frombuffer(b"x" + GRID.tobytes(), "u1")[1:].view("f8").reshape(4, 6)
    assert not odd.flags.aligned
    for same in (np.asfortranarray(GRID), GRID.astype(">f8"), odd, GRID[::-1, ::-1][::-1, ::-1]):
        assert np.array_equal(psi(2, same), wanted)
    assert np.array_equal(psi(2, GRID[::-2, ::3]), wanted[::-2, ::3])
    assert np.array_equal(psi(np.array([2], ">i4"), GRID), wanted)


def test_results_go_into_a_part_of_the_arguments(psi):
    room = np.linspace(0.1, 9, 30)
    wanted = psi(2, room[:24])
    assert np.array_equal(psi(2, room[:24], out=room[6:]), wanted)


@pytest.mark.parametrize("wrong", [
    np.empty(23), np.empty(24, "f4"), np.empty(24, ">f8"), np.empty(24, object), [0.0] * 24,
    (np.empty(24),), "x", with_flags(write=False), np.ma.array(np.empty(24), mask=[1] * 24),
    np.float64(1)], ids=lambda v: f"{type(v).__name__}-{getattr(v, 'dtype', '')}")
def test_out_that_does_not_fit_is_refused(psi, wrong):
    with pytest.raises(ValueError, match=r"^out must have shape \(24,\) and dtype float64, and be"):
        psi(2, np.linspace(0.1, 9, 24), out=wrong)


def test_nothing_is_warned_of_where_a_small_type_overflows(psi):
    """Warnings are errors here; the state is not normalized."""
    assert psi(2, GRID.astype("f2")).dtype == np.float16


@pytest.mark.parametrize("wrong", [-1, 1.5, 101, np.nan, np.inf, "2", 2j, True, None, 10**400,
                                   1e30, [2, -1], [2, np.nan]])
def test_an_index_that_is_none_is_refused(psi, wrong):
    with pytest.raises(ValueError, match=r"^n must (be one of|lie in) 0, 1, [^\n]*$"):
        psi(wrong, 1.0)


def test_shapes_that_do_not_broadcast(psi):
    for given in ((np.arange(3), np.ones(4), {}), (1, np.ones(4), dict.fromkeys(
            psi.keywords, np.full(3, 5.0)))):
        with pytest.raises(ValueError, match=r"^shape mismatch: [^\n]*broadcast[^\n]*$"):
            psi(*given[:2], **given[2])


@pytest.mark.parametrize("points", [np.empty(0), 1.0, np.linspace(0.1, 9, 5000)], ids=np.size)
def test_a_parameter_out_of_its_domain_is_refused_for_any_number_of_points(psi, points):
    for wrong in (-1, np.nan, np.inf, 1000, 1e300, 1e-300, np.full(np.shape(points) or 2, np.nan)):
        if np.size(wrong):
            with pytest.raises(ValueError, match=r"^[^\n]*(must|out of range)[^\n]*$"):
                psi(2, points, **dict.fromkeys(psi.keywords, wrong))
    for wrong in (1j, "1", True, None):
        with pytest.raises(TypeError, match=r"^(l|depth) must be real"):
            psi(2, points, **dict.fromkeys(psi.keywords, wrong))


@pytest.mark.parametrize("backend", BACKENDS)
def test_sizes_whose_products_leave_the_range_of_floats_are_refused(backend):
    """They would give zeros, or lose digits: hbar^2 is 1e-320 for the last one."""
    psi = compiled("coulomb", backend)
    true = psi(2, 1.0, 1)
    for size in (1e100, 1e-100):
        assert psi(2, 1.0, 1, m=size, kappa=size, hbar=size) == pytest.approx(true, rel=1e-14)
    for size in (1e150, 1e305, 1e-160, 1e-310):
        with pytest.raises(ValueError, match=r"^m must lie in 1e-100 to 1e100, not 1e"):
            psi(2, 1.0, 1, m=size, kappa=size, hbar=size)
    for points in (1.0, np.ones(5000), np.empty(0)):
        with pytest.raises(ValueError, match=r"^the factor of r is out of range: 1e-200 to 1e200"):
            psi(2, points, 1, m=1e100, kappa=1e100, hbar=1e-100)
    # strange units are none of that: the Bohr radius of two particles that gravitate, in metres
    m, kappa, hbar = 9.1e-31, 1e-67, 1.05e-34
    with mpmath.workdps(40):
        radius = mpmath.mpf(hbar) ** 2 / (mpmath.mpf(m) * mpmath.mpf(kappa))
        rho = 3 / radius * radius
        assert psi(0, float(3 * radius), 0, m, kappa, hbar) == pytest.approx(
            float(2 * rho * mpmath.exp(-rho)), rel=1e-14)


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_oscillator_refuses_a_product_that_has_lost_digits(backend):
    psi = compiled("oscillator", backend)
    with pytest.raises(ValueError, match=r"^m omega / hbar is out of range: 1e-200 to 1e200$"):
        psi(2, 1.0, m=3e-160, omega=1e-160, hbar=3e-160)
    assert psi(2, 1.0, m=3e-160, hbar=3e-160) == pytest.approx(psi(2, 1.0), rel=1e-14)
