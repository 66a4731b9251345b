"""The program lines of the lecture on networks compute what the compiled gradient computes."""

import numpy as np
import pytest

import derive
from derive.cli import main
from derive.learning.mlp import network
from derive.learning.network import dense_network
from derive.notes.compose import NoCode, Wanted, compose
from derive.notes.library import lecture
from derive.notes.page import Program
from derive.notes.plan import Manner, by_name

WIDTHS = [2, 3, 4, 2]
LINES = network().code


def _run(space: dict, *labels: str) -> None:  # type: ignore[type-arg]
    for label in labels:
        exec("\n".join(LINES[label]), space)  # the page's own text, with numbers for its letters


def test_the_lines_are_a_program_for_loss_and_gradients() -> None:
    """Run for L = 3 as the page says: forwards, the last layer, backwards; tanh against compile."""
    rng = np.random.default_rng(0)
    depth = len(WIDTHS) - 1
    W = {i: rng.normal(size=(WIDTHS[i], WIDTHS[i - 1])) for i in range(1, depth + 1)}
    b = {i: rng.normal(size=(WIDTHS[i], 1)) for i in range(1, depth + 1)}
    y, first = rng.normal(size=(2, 1)), rng.normal(size=(2, 1))
    space = {"np": np, "W": W, "b": b, "y": y, "a": {0: first}, "z": {}, "g": {}, "delta": {},
             "L": depth, "sigma": np.tanh, "sigma_prime": lambda x: 1 - np.tanh(x) ** 2}
    for space["l"] in range(1, depth + 1):
        _run(space, "forward", "activation")
    _run(space, "loss", "top", "last")
    for space["l"] in range(depth, 0, -1):
        if space["l"] < depth:
            _run(space, "recurrence")
            again = space["delta"][space["l"]]
            _run(space, "delta")
            np.testing.assert_allclose(space["delta"][space["l"]], again, rtol=1e-13)
        _run(space, "passed")
    found = {}
    for space["l"] in range(1, depth + 1):
        space["dE_dW"], space["dE_db"] = {}, {}
        _run(space, "gradient")
        found |= {f"W[{space['l']}]": space["dE_dW"][space["l"]],
                  f"b[{space['l']}]": space["dE_db"][space["l"]]}
    net = dense_network(WIDTHS, "tanh", "squared_error", output="tanh")
    f = derive.compile(net.gradient())
    given = {"a0": first, "y": y} | {f"W{i}": W[i] for i in W} | {f"b{i}": b[i] for i in b}
    loss, gradients = f(*(given[p] for p in f.program.parameters))
    assert loss == pytest.approx(space["E"], rel=1e-13)
    for name, value in gradients.items():
        np.testing.assert_allclose(found[f"{name[0]}[{name[1]}]"], value, rtol=1e-12)


def test_the_lines_of_the_losses_agree_with_differences() -> None:
    """Each dE_dz, each second derivative, against central differences of the loss's own line."""
    rng = np.random.default_rng(1)
    z, y = rng.normal(size=(3, 1)), np.array([[0.2], [0.5], [0.3]])

    def softmax(u):  # type: ignore[no-untyped-def]
        return np.exp(u) / np.exp(u).sum()

    space = {"np": np, "y": y, "L": 1, "n": {1: 3}, "softmax": softmax,
             "logsumexp": lambda u: np.log(np.exp(u).sum()).reshape(1, 1)}
    _run(space, "sigmoid", "stable")
    for loss, lines, gradient in (("Q", ("squares",), "squares_moved"),
                                  ("R", ("binary_found", "binary"), "binary_moved"),
                                  ("C", ("found", "categorical"), "categorical_moved")):
        slopes = []
        for i in range(3):
            ends = []
            for h in (1e-6, -1e-6):
                space["z"] = {1: z + h * np.eye(3)[:, [i]]}
                _run(space, *lines)
                ends.append(space[loss])
            slopes.append((ends[0] - ends[1]) / 2e-6)
        space["z"], space[f"d{loss}_dz"] = {1: z}, {}
        _run(space, *lines, gradient)
        np.testing.assert_allclose(space[f"d{loss}_dz"][1][:, 0], slopes, atol=1e-8)
    space["dgamma_dz"] = {}
    _run(space, "error_moved")
    H = space["dgamma_dz"][1]
    p = softmax(z)
    np.testing.assert_allclose(H, np.diag(p[:, 0]) - np.outer(p, p), rtol=1e-14)


@pytest.mark.parametrize("name", ["terminal", "tex", "html", "md", "ipynb"])
def test_every_format_prints_the_lines_with_their_numbers(name: str) -> None:
    page = compose(network(), Wanted(code=True))
    written = by_name(name).write(page, Manner())
    programs = [b for b in page.blocks if isinstance(b, Program)]
    assert len(programs) > 20
    assert "delta[l] = g[l] * sigma_prime(z[l])  # (10)" in written
    if name == "terminal":
        assert max(map(len, written.splitlines())) <= 80
    plain = by_name(name).write(compose(network()), Manner())
    assert "sigma_prime" not in plain


def test_rows_of_samples_have_their_own_lines() -> None:
    code = network("rows").code
    assert code["batch_forward"] == (
        "Z[l] = (A[l - 1] @ W[l].T) + (np.ones((B, 1)) @ b[l].T)",)
    assert "dE_db[l] = Delta[l].T @ np.ones((B, 1))" in code["batch_push"]


def test_a_lecture_without_code_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(NoCode, match="no code beside its formulas"):
        compose(lecture("coulomb")[0], Wanted(code=True))
    assert main(["notes", "mlp.layer", "--code", "numpy"]) == 0
    assert "z[l] = (W[l] @ a[l - 1]) + b[l]  # (1)" in capsys.readouterr().out
    assert main(["notes", "examples/network.tex", "--code", "numpy"]) == 2
    assert "derive gradient FILE --code numpy" in capsys.readouterr().err
