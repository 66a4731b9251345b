"""The lecture on networks as pages: where the layer's number stands, in every format."""

import re

import pytest

from derive.notation import latex
from derive.notes.compose import Wanted, compose
from derive.notes.from_text import latex_of
from derive.notes.library import lecture
from derive.notes.plan import Manner, by_name

#: setting: the recurrence as it must stand in LaTeX and in a terminal
WRITTEN = {
    "^l": (r"\delta^L = (a^L - y) \odot \sigma'(z^L)", "δ^L = (a^L − y) ⊙ σ′(z^L)"),
    "^(l)": (r"\delta^{(L)} = (a^{(L)} - y) \odot \sigma'(z^{(L)})",
             "δ^(L) = (a^(L) − y) ⊙ σ′(z^(L))"),
    "^[l]": (r"\delta^{[L]} = (a^{[L]} - y) \odot \sigma'(z^{[L]})",
             "δ^([L]) = (a^([L]) − y) ⊙ σ′(z^([L]))"),
    "_l": (r"\delta_L = (a_L - y) \odot \sigma'(z_L)", "δ_L = (a_L − y) ⊙ σ′(z_L)"),
}


@pytest.fixture(scope="module", params=WRITTEN)
def told(request):
    return request.param, lecture("mlp", [f"layer-index={request.param}"])[0]


def spaceless(text: str) -> str:
    return re.sub(r"[\s{}&]|\\,|\\!", "", text)


def test_where_the_level_stands(told) -> None:
    setting, made = told
    assert latex(made["last"].conclusion, made.notation) == WRITTEN[setting][0]


@pytest.mark.parametrize("name", ["tex", "html", "md", "ipynb", "terminal"])
@pytest.mark.parametrize("detail", ["lecture", "full"])
def test_every_format_reads_its_page_back(told, name: str, detail: str) -> None:
    setting, made = told
    page = by_name(name).write(compose(made, Wanted(detail=detail)), Manner(width=100))
    if name == "html":
        assert "<msub>" in page if setting == "_l" else "<msup>" in page
        assert ("<mo>[</mo>" in page or "[" in page) or setting != "^[l]"
    else:
        wanted = WRITTEN[setting][name == "terminal"]
        assert spaceless(wanted) in spaceless(page.replace("\\\\", "\\") if name == "ipynb"
                                              else page)


def test_words_of_a_terminal_are_names_and_letters_are_not() -> None:
    assert latex_of("diag(p)", ("diag",)) == r"\mathrm{diag}(p)"
    assert latex_of("diagp(p)", ("diag",)) == "diagp(p)"
