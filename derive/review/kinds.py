r"""From uses to kinds: which letters are functions, indices, positive, complex.

What is inferred is only ever a reading: it is shown in the report and offered back as a
declaration, and a verdict that rests on an inferred domain says so. A letter that is used in
two ways in one scope becomes a question. Next: ``meaning``, which makes symbols of kinds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from derive.notation.alphabet import FUNCTIONS, OTHER_FUNCTIONS
from derive.notation.cards import canonical
from derive.notation.errors import NotationError
from derive.notation.tree import Node
from derive.notation.write_latex import write_latex
from derive.review.ambiguities import EXPECTATIONS
from derive.review.array_letters import is_bold
from derive.review.arrays import Arrays
from derive.review.directions_of_space import labels, vectorial
from derive.review.estimates import estimated
from derive.review.letterforms import (
    INDEX_LETTERS,
    WITH_UPPER_INDEX,
    argument_like,
    base_key,
    decoration,
)
from derive.review.subscripts import (
    INDICES,
    apart,
    index_like,
    items,
    part_of_a_name,
    summed,
)
from derive.review.uses import Form, Use, Uses

#: letters of physics that are positive by convention, unless something else is declared
POSITIVE = frozenset({"\\hbar", "\\hslash", "m", "\\omega", "\\mu", "M"})
NATURAL = frozenset({"n", "N"})
#: letters that are functions when they carry a prime and no argument; other letters with a
#: prime are new letters (p' after the collision)
FUNCTIONS_BY_CUSTOM = frozenset({
    "f", "g", "h", "u", "y", "F", "G", "\\psi", "\\phi", "\\varphi", "\\Psi", "\\Phi", "\\chi",
    "\\sigma", "R", "Y", "X", "w", "v", "\\Theta", "H"})
#: letters that are functions wherever they stand, in a text that takes them at an argument
ALWAYS_FUNCTIONS = frozenset({
    "f", "g", "h", "F", "G", "u", "y", "V", "U", "\\psi", "\\phi", "\\varphi", "\\Psi", "\\Phi",
    "\\chi", "\\Theta"})
#: letters that stay functions whatever hangs on them
WAVE_FUNCTIONS = frozenset({"\\psi", "\\phi", "\\varphi", "\\Psi", "\\Phi", "\\chi"})
#: letters of constants that stand before a number in parentheses
COEFFICIENTS = frozenset("ABCD")
#: script letters of losses and energies; others are sets, spaces and distributions
SCRIPT = frozenset({"\\mathcal{L}", "\\mathcal{E}", "\\mathcal{J}"})
#: letters that a function may be a function of
VARIABLES = frozenset({"x", "y", "z", "r", "t", "s", "q", "p", "k", "\\xi", "\\eta", "\\rho",
                       "\\theta", "\\phi", "\\tau", "\\lambda", "\\omega", "\\zeta"})
#: letters of potentials: V(x) beside V(x, t), told apart by their parentheses
POTENTIALS = frozenset("VUW")
CONSTANTS = frozenset({"\\pi", "\\infty", "\\partial", "\\nabla", "e", "\\mathrm{e}", "d",
                       "\\mathrm{d}", "\\mathrm{i}", "\\Re", "\\Im", "\\bot"})
WORDS = frozenset(f"\\mathrm{{{word}}}" for word in (
    "if", "for", "when", "where", "otherwise", "else", "elsewhere", "and", "or"))
KNOWN = WORDS | CONSTANTS | frozenset(FUNCTIONS) | OTHER_FUNCTIONS
VECTORS = frozenset({"\\vec", "\\mathbf", "\\boldsymbol", "\\bm", "\\hat", "\\vb", "\\va",
                     "\\overrightarrow", "\\pmb", "\\mathbb", "\\mathcal"})


@dataclass(frozen=True)
class Kind:
    """What a letter is: a number of a sort, or a function with the sorts of its arguments.

    The first ``index`` arguments are written as subscripts. ``variables`` are the letters that a
    function without written arguments depends on.
    """

    key: str
    sort: str = "R"
    arguments: tuple[str, ...] = ()
    index: int = 0
    variables: tuple[str, ...] = ()
    declared: bool = False
    above: int = 0
    #: psi(x) beside psi(x, t): the other numbers of arguments with which it is written
    others: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The kind in the words of a declaration: ``> 0``, ``in N0``, ``R -> C``.

        >>> Kind("psi", "C", ("N0", "R"), 1).text
        '[n]: R -> C'
        """
        if self.sort == "operator":
            return "operators"
        if not self.arguments:
            return "> 0" if self.sort == "P" else f"in {self.sort}"
        plain = [{"P": "R"}.get(a, a) for a in self.arguments[self.index:]]
        source = " x ".join(plain) if plain else "N0"
        value = {"P": "R"}.get(self.sort, self.sort)
        marks = f"[{', '.join('nkj'[:self.index])}]" if self.index and plain else ""
        return f"{marks}: {source} -> {value}" if marks else f"{source} -> {value}"


@dataclass
class Inferred:
    """Kinds by letter, letters that cannot be read with the reason, and questions to ask."""

    kinds: dict[str, Kind] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    #: letters whose use with one subscript (or with none and no argument) is a question
    unclear: dict[tuple[str, str], str] = field(default_factory=dict)
    questions: list[str] = field(default_factory=list)
    imaginary: bool = True
    #: the variable of f' in a text without any letter that could be one
    unspoken: tuple[str, ...] = ()
    arrays: Arrays = field(default_factory=Arrays)
    #: letters that stand for the mean of what follows in square brackets, and nothing else
    means: frozenset[str] = frozenset()

    def without(self, keys: Iterable[str], naturals: Iterable[str]) -> None:
        """Letters whose shape is known have no other kind; those that count steps are natural."""
        for key in naturals:
            if key in self.kinds and not self.kinds[key].declared:
                self.kinds[key] = Kind(key, "N0")
            else:
                self.kinds.setdefault(key, Kind(key, "N0"))
        for key in keys:
            self.kinds.pop(key, None)
            for name in (key, re.split(r"[_^]", key)[0]):
                self.refused.pop(name, None)

    @property
    def declared(self) -> frozenset[str]:
        """The letters that somebody declared."""
        return frozenset(key for key, kind in self.kinds.items() if kind.declared)

    @property
    def operators(self) -> frozenset[str]:
        """The letters that are operators."""
        return frozenset(key for key, kind in self.kinds.items() if kind.sort == "operator")


def infer(uses: Uses, declared: dict[str, Kind], others: frozenset[str] = frozenset(),
          ) -> Inferred:
    """The kinds of all letters that are not declared; ``others`` are declared as no numbers.

    >>> from derive.notation.reader import Reader
    >>> uses = Uses()
    >>> uses.read(Reader(r"\\psi''(x) + n! m \\omega").whole())
    >>> {key: kind.text for key, kind in infer(uses, {}).kinds.items()}
    {'x': 'in R', '\\\\psi': 'R -> R', 'n': 'in N0', 'm': '> 0', '\\\\omega': '> 0'}
    """
    result = Inferred(dict(declared))
    use = uses.get("i")
    result.imaginary = not (use and (use.natural or use.bound_sum))
    if not any(key in VARIABLES or use.applied or use.bound_integral
               for key, use in uses.items()):
        result.unspoken = ("x",)
        result.kinds.setdefault("x", Kind("x"))
    for key in COEFFICIENTS & set(uses):
        for form in uses[key].named.values():
            if form.bare and all(a.kind == "number" for args in form.applied for a in args):
                form.applied.clear()  # A(0) + B(1) = B
    for key, use in uses.items():
        use.conjugated = bool(use.squared_modulus) and f"\\bar{{{key}}}" in uses
    calculus = any(u.derived_by or u.bound_integral for u in uses.values())
    for key in list(uses):
        if key == "d" and not calculus and (uses[key].plain or not uses[key].subscripts):
            result.kinds[key] = Kind("d")
        of_pi = key == "\\pi" and uses[key].subscripts  # weights
        indexed = key == "d" and not uses[key].plain and uses[key].subscripts  # d_1, d_2
        if (key in KNOWN and not of_pi and not indexed) or key in result.kinds or key in others or (
                key in EXPECTATIONS and len(key) > 1):
            continue
        if key == "i" and result.imaginary:
            continue
        _one(key, uses[key], uses, result)
        if of_pi and uses[key].plain:  # 3.14159..., beside the weights
            result.kinds.pop(key, None)
    _dots(result)
    return result


def _dots(result: Inferred) -> None:
    """A dot over a function is its derivative, and no letter of its own."""
    for key in list(result.kinds):
        dotted = re.fullmatch(r"\\d{1,3}ot\{(.+)\}", key)
        if dotted and not result.kinds[key].declared and dotted[1] in result.kinds and (
                result.kinds[dotted[1]].arguments):
            del result.kinds[key]


def _one(key: str, use: Use, uses: Uses, result: Inferred) -> None:
    if key == "\\mathbf{1}":
        return  # a column of ones, whose size is its index
    if use.accents & VECTORS and key not in SCRIPT and not (
            use.accents & VECTORS == {"\\hat"} and estimated(key, uses)):
        what = "an operator" if "\\hat" in use.accents else "a vector or a matrix"
        result.refused[key] = f"{key} looks like {what}; this is not read yet"
        return
    if key.startswith("\\bar{"):
        plain = None if use.starred else uses.get(key[5:-1])  # \bar\psi^*: the star conjugates
        if plain is not None and (plain.squared_modulus or plain.starred):
            return  # the conjugate
        if plain is not None and plain.plain and not plain.subscripts:
            result.unclear[key, ""] = f"{key}: the conjugate of {key[5:-1]}, or a mean of its own?"
    if key == "\\delta" and not use.plain and all(
            len(items(s)) == 2 or (s.kind == "number" and len(s.value) == 2)
            for s in use.subscripts):
        return  # Kronecker's
    indices = [s for s in use.subscripts if index_like(s) and (
        summed(s, uses) or not part_of_a_name(s))]
    upper = bool(use.above) and key in WITH_UPPER_INDEX
    family = bool(indices) and (upper or _family(use, indices, uses))
    slots = max((len(items(s)) for s in indices), default=0) if family else 0
    if not family or use.plain or slots > 1:
        _named_letters(key, use, result, slots)
    others = apart(use, slots, uses) if family else frozenset()
    _named_letters(key, use, result, slots, others)
    if use.index and not use.natural and not use.bound_sum:
        if use.bare and not use.beside_l:
            result.unclear[key, ""] = f"{key} is an index here and a letter of its own elsewhere"
        result.kinds[key] = Kind(key, "Z" if use.beside_l else "N0")
    elif use.plain or not use.subscripts:
        form = use.form("")
        result.kinds[key] = _scalar_or_function(key, use, form, result)
        if use.before and use.before == use.plain and not use.subscripts and (
                key.isupper() and not result.kinds[key].arguments):
            result.refused[key] = (
                f"{key}(…): a function of what is in the parentheses, or a factor?")
        if use.own_factor and result.kinds[key].arguments:
            result.unclear[key, ""] = f"{key} is a factor in one place and a function in another"
        _alone_and_applied(key, form, result)
        _of_other_letters(key, form, result)
    if family:
        kind = _scalar_or_function(key, use, _indexed(use, others), result)
        if upper:
            kind = replace(kind, arguments=("Z", *kind.arguments), above=1)
        kind = replace(kind, arguments=("N0",) * slots + kind.arguments, index=slots)
        result.kinds[f"{key}[]" if use.plain else key] = kind


def _indexed(use: Use, apart: frozenset[str]) -> Form:
    """All uses of a letter with an index, put together; those ``apart`` are other letters."""
    total = Form()
    for sub, form in use.named.items():
        if sub and sub not in apart:
            total.bare += form.bare
            total.primes = max(total.primes, form.primes)
            total.applied.extend(form.applied)
            total.derived_by.extend(form.derived_by)
    return total


def _alone_and_applied(key: str, form: Form, result: Inferred) -> None:
    """``p`` and ``p(x)``: only of letters that are functions anyway is p known to be p(x)."""
    if form.bare and form.applied and not form.derived_by and key not in ALWAYS_FUNCTIONS:
        result.unclear[key, ""] = (
            f"{key} stands alone here and as {key}(…) elsewhere: a number, or the function?")


def _of_other_letters(key: str, form: Form, result: Inferred) -> None:
    """``L(w)`` and ``dL/db``: the second would be read as the derivative of L at b."""
    written = {base_key(a) for arguments in form.applied for a in arguments
               if a.kind in ("name", "script", "accent")}
    others = [letter for letter in form.derived_by if letter not in written | set(form.taken_at)]
    if written and others and len(written) == max(map(len, form.applied)):
        result.unclear[key, ""] = (
            f"{key} is written as a function of {', '.join(sorted(written))} and differentiated "
            f"by {others[0]}: of which letters is it a function?")


def _named_letters(key: str, use: Use, result: Inferred, slots: int,
                   only: frozenset[str] | None = None) -> None:
    """Letters with a subscript or a prime in their name: ``k_B``, ``E_1``, ``p'``.

    ``V_0`` is no function because ``V(x)`` is one: only what is said of ``V_0`` itself counts,
    and that a wave function stays one whatever hangs on it.
    """
    variables = {name for form in use.named.values() for arguments in form.applied
                 for name in map(write_latex, arguments)}
    for name, primes in use.forms:
        if name not in only if only is not None else slots and name not in use.words and not (
                slots > 1 and name.isdigit() and len(name) != slots):
            continue  # a member of the family
        form = use.form(name)
        function = bool(form.applied or form.derived_by) or use.primes > 1 or (
            key in FUNCTIONS_BY_CUSTOM)
        if name and name in variables and use.form("").applied and not form.applied:
            result.unclear[key, name] = (
                f"{key}_{name}: a partial derivative of {key}, or a letter of its own?")
        if name or (primes and not function):
            base = _spelled(f"{key}_{{{name}}}") if name else key
            full = _spelled(base + "'" * primes) if primes and not function else base
            if full != key:
                kind = Kind(full, "N0") if key in INDEX_LETTERS and not name and use.natural else (
                    _scalar_or_function(full, use, form, result, key))
                result.kinds.setdefault(full, replace(kind, key=full))
                if base != key and full != base and (name, 0) in use.forms:
                    result.kinds.setdefault(base, replace(kind, key=base))


def _spelled(name: str) -> str:
    """The one spelling by which a written name is looked up."""
    try:
        return canonical(name)
    except NotationError:
        return name


def _family(use: Use, indices: list[Node], uses: Uses) -> bool:
    """Whether the subscripts of a letter are indices: they vary, or the index is used itself."""
    if any(not decoration(s) for s in indices):
        return True
    if any(summed(s, uses) for s in indices):
        return True
    letters = {n.value for s in use.subscripts for n in s.walk() if n.kind == "name"}
    if letters - INDICES:
        return False  # E_k and E_\\omega are two names
    for sub in indices:
        for inner in sub.walk():
            if inner.kind == "name" and inner.value in INDICES:
                index = uses.get(inner.value)
                if index is not None and (
                        index.bound_sum or (index.bare and inner.value in NATURAL)):
                    return True
    return False


def _scalar_or_function(key: str, use: Use, form: Form, result: Inferred,
                        base: str = "") -> Kind:
    """What the uses with one subscript say; ``base`` is the letter that carries it."""
    complex_valued = bool(use.starred or use.conjugated)
    by = form.derived_by + form.operated_by
    inherits = (base or key) in WAVE_FUNCTIONS and not form.applied and not (
        by and use.applied and not set(map(_spelled, by)) & written_places(use.applied))
    applied = use.applied if inherits else form.applied
    if use.own_factor and not any(argument_like(a) for each in applied for a in each):
        applied = []
    applied = [each for each in applied if not any(map(is_bold, each))] or applied  # of numbers
    arities: dict[int, int] = {}
    for arguments in applied:
        number = sum(3 if vectorial(a) else 1 for a in arguments)
        arities[number] = arities.get(number, 0) + 1
    if len(arities) > 1:
        result.questions.append(f"is {key} one function? it has {min(arities)} argument(s) in "
                                f"one place and {max(arities)} in another")
    by_prime = form.primes > 1 or (form.primes and (base or key) in FUNCTIONS_BY_CUSTOM)
    derived = use.derived_by if inherits else form.derived_by
    if (base or key) in WAVE_FUNCTIONS and not form.applied and not (inherits and applied):
        derived = list(dict.fromkeys((*derived, *by)))
    if arities or by_prime or derived:
        arity = max(arities, key=lambda n: (arities[n], -n)) if arities else (
            max(1, len(set(derived))))  # dL/dw and dL/db: L depends on both
        variables = _variables(applied, derived, arity) or result.unspoken
        if arity != 1 and variables == result.unspoken:
            variables = ()
        others = tuple(sorted(set(arities) - {arity})) if (
            wave_letter(base or key) or key in POTENTIALS) else ()
        return Kind(key, "C" if complex_valued else "R", ("R",) * arity, 0,
                    () if others else variables, others=others)
    if not base and (use.natural or use.bound_sum or key in NATURAL):
        return Kind(key, "N0")
    if (base or key) in POSITIVE:
        return Kind(key, "P")
    return Kind(key, "C" if complex_valued else "R")


def written_places(applied: list[tuple[Node, ...]]) -> set[str]:
    """The letters in the parentheses behind a function, vectors as their components."""
    return {_spelled(key) for arguments in applied for a in arguments
            for key in (labels(a) if vectorial(a) else (write_latex(a),))}


def wave_letter(key: str) -> bool:
    r"""Whether a letter is a wave function's or a potential's, also with an accent of its own.

    >>> [wave_letter(key) for key in ("\\psi", "\\bar{\\psi}", "V", "f")]
    [True, True, True, False]
    """
    accented = re.fullmatch(r"\\(?:bar|tilde)\{(.+)\}", key)
    return (key if accented is None else accented[1]) in WAVE_FUNCTIONS | {"V", "U"}


def _variables(applied: list[tuple[Node, ...]], derived_by: list[str],
               arity: int) -> tuple[str, ...]:
    """The letters of which a function is a function, where no argument is written."""
    for arguments in applied:
        names = [key for a in arguments if a.kind in ("name", "script", "accent")
                 for key in (map(_spelled, labels(a)) if vectorial(a) else (base_key(a),))]
        if len(names) == arity:
            return tuple(names)
    found = list(dict.fromkeys(derived_by))
    return tuple(found) if len(found) == arity else ()
