r"""Matrix terms as LaTeX in the form of the textbooks: (W^2)^{\top} \delta^2 \odot \sigma'(z^2).

Products are juxtaposed, signs and scalars stand in front, a level is written as the convention
``layer_index`` says. Scalars inside are written here as well. Only amsmath is needed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from derive.terms.shapes import is_one
from derive.terms.term import Term

GREEK = frozenset({
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
    "lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi",
    "omega", "ell", "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi",
    "Psi", "Omega"})
LEVELS = {"^l": "^{{{}}}", "^(l)": "^{{({})}}", "^[l]": "^{{[{}]}}", "_l": "_{{{}}}"}
#: How tightly a head binds: sums 1, products by entries 2, products 3, factors 4, bases 5.
SUM, ENTRYWISE, PRODUCT, FACTOR, BASE = 1, 2, 3, 4, 5


@dataclass(frozen=True)
class Writer:
    """Writes terms with one convention for levels, and letters of one's own."""

    layer_index: str = "^l"
    letters: dict[str, str] = field(default_factory=dict)

    def __call__(self, t: Term) -> str:
        return self.write(t, 0)

    def letter(self, name: str) -> str:
        """A name as a letter: greek, barred, upright when it is a word."""
        if name in self.letters:
            return self.letters[name]
        if name.endswith("_bar"):
            return rf"\bar{{{self.letter(name[:-4])}}}"
        if name in GREEK:
            return f"\\{name}"
        base, _, below = name.partition("_")
        if below:
            return f"{self.letter(base)}_{{{self.letter(below)}}}"
        return name if len(name) == 1 else rf"\mathrm{{{name}}}"

    def symbol(self, t: Term) -> str:
        """A matrix symbol with its levels."""
        name = self.letter(t.name)
        levels = ", ".join(self.write(a, 0) for a in t.args[2:])
        return name + LEVELS[self.layer_index].format(levels) if levels else name

    def write(self, t: Term, level: int) -> str:
        """The term, in parentheses where it binds less tightly than ``level`` asks."""
        rule = getattr(self, f"_{t.head}", None)
        if rule is not None:
            text, own = rule(t)
        elif t.head in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "arctan", "log", "det",
                        "trace", "logdet", "diag", "vec", "softmax", "logsumexp"):
            text, own = self._named(t), FACTOR
        else:
            text, own = rf"\operatorname{{{t.head.replace('_', ' ')}}}({self._list(t)})", FACTOR
        return rf"\left({text}\right)" if own < level and _tall(text) else (
            f"({text})" if own < level else text)

    def _list(self, t: Term) -> str:
        return ", ".join(self.write(a, 0) for a in t.args)

    def _named(self, t: Term) -> str:
        names = {"trace": r"\operatorname{tr}", "logdet": r"\log\det", "diag":
                 r"\operatorname{diag}", "vec": r"\operatorname{vec}", "softmax":
                 r"\operatorname{softmax}", "logsumexp": r"\operatorname{lse}"}
        name = names.get(t.head, f"\\{t.head}")
        (a,) = t.args
        inside = self.write(a, 0)
        return rf"{name}\left({inside}\right)" if _tall(inside) else f"{name}({inside})"

    # -- scalars --------------------------------------------------------------------------

    def _int(self, t: Term) -> tuple[str, int]:
        return str(t.value), BASE

    def _const(self, t: Term) -> tuple[str, int]:
        return {"pi": r"\pi", "infinity": r"\infty"}.get(t.name, t.name), BASE

    def _sym(self, t: Term) -> tuple[str, int]:
        return self.letter(t.name), BASE

    def _neg(self, t: Term) -> tuple[str, int]:
        return f"-{self.write(t.args[0], ENTRYWISE)}", SUM

    def _add(self, t: Term) -> tuple[str, int]:
        text = self.write(t.args[0], SUM)
        for a in t.args[1:]:
            text += (f" - {self.write(a.args[0], ENTRYWISE)}" if a.head == "neg"
                     else f" + {self.write(a, ENTRYWISE)}")
        return text, SUM

    def _mul(self, t: Term) -> tuple[str, int]:
        parts = [self.write(a, PRODUCT if i == 0 else FACTOR) for i, a in enumerate(t.args)]
        text = parts[0]
        for part in parts[1:]:
            gap = r" \cdot " if part[0].isdigit() else r" \, " if text[-1] == "}" else " "
            text += gap + part
        return text, PRODUCT

    def _div(self, t: Term) -> tuple[str, int]:
        return rf"\frac{{{self.write(t.args[0], 0)}}}{{{self.write(t.args[1], 0)}}}", PRODUCT

    def _pow(self, t: Term) -> tuple[str, int]:
        base = self.write(t.args[0], BASE)
        return f"{base}^{{{self.write(t.args[1], 0)}}}", FACTOR

    def _sqrt(self, t: Term) -> tuple[str, int]:
        under = t.args[0]
        if under.head == "inner" and under.args[0] is under.args[1]:
            return self._bars(under.args[0]), BASE
        return rf"\sqrt{{{self.write(under, 0)}}}", BASE

    def _exp(self, t: Term) -> tuple[str, int]:
        return f"e^{{{self.write(t.args[0], 0)}}}", FACTOR

    def _abs(self, t: Term) -> tuple[str, int]:
        return f"|{self.write(t.args[0], 0)}|", BASE

    def _call(self, t: Term) -> tuple[str, int]:
        return self._applied(t), FACTOR

    def _sum(self, t: Term) -> tuple[str, int]:
        return self._over(t, r"\sum"), ENTRYWISE

    def _matsum(self, t: Term) -> tuple[str, int]:
        return self._over(t, r"\sum"), ENTRYWISE

    def _matprod(self, t: Term) -> tuple[str, int]:
        return self._over(t, r"\prod"), PRODUCT

    def _over(self, t: Term, sign: str) -> str:
        index, body, lower, upper = t.args
        return (f"{sign}_{{{self.letter(index.name)} = {self.write(lower, 0)}}}"
                f"^{{{self.write(upper, 0)}}} {self.write(body, PRODUCT)}")

    # -- matrices -------------------------------------------------------------------------

    def _matrix(self, t: Term) -> tuple[str, int]:
        return self.symbol(t), FACTOR if len(t.args) > 2 else BASE

    def _differential(self, t: Term) -> tuple[str, int]:
        return rf"\mathrm{{d}}{self.write(t.args[0], FACTOR)}", FACTOR

    def _identity(self, t: Term) -> tuple[str, int]:
        return "I", BASE

    def _ones(self, t: Term) -> tuple[str, int]:
        rows, columns = t.args
        if is_one(columns):
            return rf"\mathbf{{1}}_{{{self.write(rows, 0)}}}", FACTOR
        if is_one(rows):
            return rf"\mathbf{{1}}_{{{self.write(columns, 0)}}}^{{\top}}", FACTOR
        return (rf"\mathbf{{1}}_{{{self.write(rows, 0)} \times {self.write(columns, 0)}}}", FACTOR)

    def _zeros(self, t: Term) -> tuple[str, int]:
        return "0", BASE

    def _matadd(self, t: Term) -> tuple[str, int]:
        text = ""
        for a in t.args:
            negative, bare = _signed(a)
            part = self.write(bare, ENTRYWISE)
            text = f"{text} {'-' if negative else '+'} {part}" if text else (
                f"-{part}" if negative else part)
        return text, SUM

    def _scale(self, t: Term) -> tuple[str, int]:
        negative, bare = _signed(t)
        if negative:
            return f"-{self.write(bare, PRODUCT)}", SUM
        loose = t.args[0].head in ("total", "inner", "item", "trace") and (
            t.args[0].args[0] is not t.args[0].args[-1] or t.args[0].head == "total")
        factor = self.write(t.args[0], BASE if loose else PRODUCT)
        gap = r" \, " if factor[-1] in "})" else " "
        a = t.args[1]
        own = ENTRYWISE if a.head == "hadamard" else PRODUCT
        return f"{factor}{gap}{self.write(a, own if own == PRODUCT else FACTOR)}", PRODUCT

    def _matmul(self, t: Term) -> tuple[str, int]:
        return " ".join(self.write(a, FACTOR) for a in t.args), PRODUCT

    def _hadamard(self, t: Term) -> tuple[str, int]:
        return r" \odot ".join(self.write(a, PRODUCT) for a in t.args), ENTRYWISE

    def _transpose(self, t: Term) -> tuple[str, int]:
        (a,) = t.args
        if a.head == "inverse":
            return f"{self.write(a.args[0], BASE)}^{{-\\top}}", FACTOR
        return f"{self.write(a, BASE)}^{{\\top}}", FACTOR

    def _inverse(self, t: Term) -> tuple[str, int]:
        return f"{self.write(t.args[0], BASE)}^{{-1}}", FACTOR

    def _map(self, t: Term) -> tuple[str, int]:
        return self._applied(t), FACTOR

    def _applied(self, t: Term) -> str:
        """f'(z), the levels of f as an index: sigma_l'(z)."""
        fun, *arguments = t.args
        signature = fun.data[1]
        assert isinstance(signature, tuple)
        levels = [self.write(a, 0) for a, s in zip(arguments, signature, strict=True) if s == "N0"]
        inside = ", ".join(self.write(a, 0) for a, s in zip(arguments, signature, strict=True)
                           if s != "N0")
        orders = [int(str(o)) for o, s in zip(t.data, signature, strict=True) if s != "N0"]
        name = self.letter(fun.name) + (f"_{{{', '.join(levels)}}}" if levels else "")
        if len(orders) == 1:
            name += "'" * orders[0] if orders[0] <= 3 else f"^{{({orders[0]})}}"
        elif any(orders):
            name = rf"\partial^{{{','.join(map(str, orders))}}} {name}"
        if not orders:
            return name  # a size n_l
        return rf"{name}\left({inside}\right)" if _tall(inside) else f"{name}({inside})"

    def _item(self, t: Term) -> tuple[str, int]:
        return self.write(t.args[0], PRODUCT), PRODUCT

    def _inner(self, t: Term) -> tuple[str, int]:
        a, b = t.args
        if a is b:
            return f"{self._bars(a)}^{{2}}", FACTOR
        if a.shape is not None and is_one(a.shape[1]):
            return f"{self._vector_transposed(a)} {self.write(b, FACTOR)}", PRODUCT
        return rf"\langle {self.write(a, 0)}, {self.write(b, 0)} \rangle", BASE

    def _vector_transposed(self, a: Term) -> str:
        return f"{self.write(a, BASE)}^{{\\top}}"

    def _total(self, t: Term) -> tuple[str, int]:
        (a,) = t.args
        assert a.shape is not None
        left = rf"\mathbf{{1}}^{{\top}} {self.write(a, FACTOR)}"
        return (left if is_one(a.shape[1]) else left + r" \mathbf{1}"), PRODUCT

    def _bars(self, a: Term) -> str:
        assert a.shape is not None
        bars = f"\\| {self.write(a, 0)} \\|"
        return bars if is_one(a.shape[1]) else bars + "_{F}"

    def _kron(self, t: Term) -> tuple[str, int]:
        return r" \otimes ".join(self.write(a, FACTOR) for a in t.args), ENTRYWISE

    def _eq(self, t: Term) -> tuple[str, int]:
        return " = ".join(self.write(a, 0) for a in t.args), 0

    def _nowhere(self, t: Term) -> tuple[str, int]:
        return rf"{self.write(t.args[0], SUM)} \neq {self.write(t.args[1], 0)}"\
               r"\ \text{in every entry}", 0

    def _semidefinite(self, t: Term) -> tuple[str, int]:
        return rf"{self.write(t.args[0], SUM)} \succeq 0", 0

    def _along(self, t: Term) -> tuple[str, int]:
        return self.write(t.args[0], 0), 0

    def _ne(self, t: Term) -> tuple[str, int]:
        return r" \neq ".join(self.write(a, 0) for a in t.args), 0

    def _lt(self, t: Term) -> tuple[str, int]:
        return " < ".join(self.write(a, 0) for a in t.args), 0


def _signed(a: Term) -> tuple[bool, Term]:
    """Whether a matrix term has a minus in front, and the rest of it."""
    if a.head == "scale" and a.args[0].head == "neg":
        factor = a.args[0].args[0]
        if factor.head == "int" and factor.value == 1:
            return True, a.args[1]
        return True, Term("scale", (), (factor, a.args[1]))
    return False, a


def _tall(text: str) -> bool:
    return r"\frac" in text or r"\sum" in text or r"\left" in text


def derivative(loss: str, w: str) -> str:
    """``dL/dW`` as a fraction."""
    return rf"\frac{{\partial {loss}}}{{\partial {w}}}"
