"""Pages of documents with bold letters, layers and derivatives between letters are read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from derive.cli import main

SOURCES = {
    "bold": r"""$$ \mathbf{z} = \mathbf{W}\mathbf{x} + \boldsymbol{\beta} $$
$$ L = \mathbf{z}^\top\mathbf{z} $$
""",
    "layers": r"""$$ z^l = w^l a^{l-1} + b^l, \qquad a^l = \sigma(z^l) $$
where $\delta^l = \frac{\partial C}{\partial z^l}$.
$$ \delta^l = (w^{l+1})^T \delta^{l+1} \odot \sigma'(z^l) $$
$$ \frac{\partial C}{\partial w^l} = \delta^l (a^{l-1})^T $$
""",
    "slopes": r"""$$ z = w x $$
$$ L = z^2 $$
$$ \frac{\partial L}{\partial w} = \frac{\partial L}{\partial z}\frac{\partial z}{\partial w} $$
""",
}
SHOWN = {
    "bold": {"md": r"\mathbf{z} = \mathbf{W}\mathbf{x} + \boldsymbol{\beta}",
             "terminal": "z = Wx + β", "html": "𝐖"},
    "layers": {"md": r"\frac{\partial C}{\partial w^l} = \delta^l(a^{l-1})^{\top}",
               "terminal": "∂C/∂wˡ = δˡaˡ⁻¹ᵀ", "html": "<mfrac>"},
    "slopes": {"md": r"\frac{\partial L}{\partial z}\,\frac{\partial z}{\partial w}",
               "terminal": "∂L/∂w = ∂L/∂z ∂z/∂w", "html": "<mfrac>"},
}


@pytest.mark.parametrize("kind", ["md", "terminal", "html"])
@pytest.mark.parametrize("name", SOURCES)
def test_a_page_shows_the_letters_of_the_writer(name: str, kind: str, tmp_path: Path,
                                                capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "doc.md"
    source.write_text(SOURCES[name], encoding="utf-8")
    assert main(["notes", str(source), "--to", kind, "-o", "-"]) in (0, 3)  # 3: nothing to check
    page = capsys.readouterr().out
    assert SHOWN[name][kind] in page
    assert "200" not in page
    assert "slope" not in page
