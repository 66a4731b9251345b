"""The letters and signs of formulas: LaTeX commands, and the characters that show them."""

from __future__ import annotations

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ",
    "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "omicron": "ο", "pi": "π", "varpi": "ϖ",
    "rho": "ρ", "varrho": "ϱ", "sigma": "σ", "varsigma": "ς", "tau": "τ", "upsilon": "υ",
    "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ",
    "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ",
    "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}
#: commands that are letters
LETTERS = {"\\" + n: c for n, c in GREEK.items()} | {
    "\\hbar": "ħ", "\\hslash": "ℏ", "\\ell": "ℓ", "\\imath": "ı", "\\jmath": "ȷ",
    "\\partial": "∂", "\\nabla": "∇", "\\infty": "∞", "\\aleph": "ℵ", "\\Re": "ℜ", "\\Im": "ℑ",
    "\\emptyset": "∅", "\\varnothing": "∅", "\\bot": "⊥", "\\square": "□", "\\Box": "□",
    "\\uparrow": "↑", "\\downarrow": "↓",
}
#: functions whose names LaTeX knows; those with a head are terms
FUNCTIONS = {
    "\\sin": "sin", "\\cos": "cos", "\\tan": "tan", "\\arctan": "arctan", "\\sinh": "sinh",
    "\\cosh": "cosh", "\\tanh": "tanh", "\\exp": "exp", "\\ln": "log", "\\log": "log",
    "\\mathrm{erf}": "erf", "\\mathrm{abs}": "abs", "\\mathrm{sqrt}": "sqrt",
    "\\Re": "re", "\\Im": "im", "\\mathrm{Re}": "re", "\\mathrm{Im}": "im",
}
OTHER_FUNCTIONS = frozenset((
    "\\arcsin", "\\arccos", "\\cot", "\\sec", "\\csc", "\\coth", "\\lg", "\\det", "\\dim",
    "\\ker", "\\arg", "\\gcd", "\\max", "\\min", "\\sup", "\\inf", "\\lim", "\\limsup",
    "\\liminf", "\\Pr", "\\hom", "\\deg"))
RELATIONS = {
    "=": "=", "<": "<", ">": ">", "\\neq": "≠", "\\ne": "≠", "\\leq": "≤", "\\le": "≤",
    "\\geq": "≥", "\\ge": "≥", "\\lt": "<", "\\gt": ">", "\\leqslant": "≤", "\\geqslant": "≥",
    "\\succeq": "⪰", "\\preceq": "⪯", "\\succ": "≻", "\\prec": "≺",
    ":=": ":=", "=:": "=:", "\\coloneqq": ":=", "\\equiv": "≡", "\\approx": "≈", "\\sim": "∼",
    "\\simeq": "≃", "\\cong": "≅", "\\propto": "∝", "\\doteq": "≐", "\\triangleq": "≜",
    "\\ll": "≪", "\\gg": "≫", "\\in": "∈", "\\notin": "∉", "\\ni": "∋", "\\subset": "⊂",
    "\\subseteq": "⊆", "\\lesssim": "≲", "\\gtrsim": "≳", "\\perp": "⟂", "\\parallel": "∥",
    "\\mid": "∣", "\\lessapprox": "⪅", "\\gtrapprox": "⪆", "\\asymp": "≍", "\\not\\in": "∉",
    "\\not=": "≠",
}
#: one spelling for relations that differ only in spelling
SAME_RELATION = {"\\neq": "\\ne", "\\leq": "\\le", "\\geq": "\\ge", "\\lt": "<", "\\gt": ">",
                 "\\leqslant": "\\le", "\\geqslant": "\\ge", "\\coloneqq": ":=",
                 "\\not\\in": "\\notin", "\\not=": "\\ne"}
ARROWS = {
    "\\implies": "⟹", "\\Rightarrow": "⇒", "\\Longrightarrow": "⟹", "\\iff": "⟺",
    "\\Leftrightarrow": "⇔", "\\Longleftrightarrow": "⟺", "\\impliedby": "⟸",
    "\\Leftarrow": "⇐", "\\Longleftarrow": "⟸", "\\to": "→", "\\rightarrow": "→",
    "\\longrightarrow": "⟶", "\\mapsto": "↦", "\\longmapsto": "⟼", "\\leftarrow": "←",
    "\\leftrightarrow": "↔", "\\xrightarrow": "→", "\\leadsto": "⇝", "\\rightsquigarrow": "⇝",
    "\\land": "∧", "\\wedge": "∧", "\\lor": "∨", "\\vee": "∨",
}
PRODUCTS = {"\\cdot": "·", "\\times": "×", "*": "∗", "\\ast": "∗", "\\odot": "⊙",
            "\\otimes": "⊗", "\\oplus": "⊕", "\\circ": "∘", "\\star": "⋆", "\\bullet": "•"}
BIG = {"\\sum": "∑", "\\prod": "∏", "\\int": "∫", "\\oint": "∮", "\\iint": "∬",
       "\\iiint": "∭", "\\bigoplus": "⨁", "\\bigotimes": "⨂", "\\bigcup": "⋃", "\\bigcap": "⋂"}
ELLIPSES = {"\\dots": "…", "\\ldots": "…", "\\cdots": "⋯", "\\vdots": "⋮", "\\ddots": "⋱",
            "\\dotsb": "⋯", "\\dotsc": "…", "\\hdots": "…"}
#: superscripts that are marks, not exponents
MARKS = {"*": "*", "\\ast": "*", "\\star": "⋆", "\\dagger": "†", "\\dag": "†", "\\top": "⊤",
         "\\intercal": "⊺", "\\prime": "′", "+": "+", "-": "−", "\\pm": "±", "\\mp": "∓",
         "\\circ": "∘", "\\perp": "⟂", "\\ddagger": "‡", "\\times": "×", "\\degree": "°",
         "\\parallel": "∥", "\\|": "∥"}
ACCENTS = {"\\hat": "\u0302", "\\widehat": "\u0302", "\\bar": "\u0304", "\\tilde": "\u0303",
           "\\widetilde": "\u0303", "\\vec": "\u20d7", "\\dot": "\u0307", "\\ddot": "\u0308",
           "\\dddot": "\u20db", "\\check": "\u030c", "\\breve": "\u0306", "\\acute": "\u0301",
           "\\grave": "\u0300", "\\underline": "\u0332", "\\overrightarrow": "\u20d7",
           "\\mathring": "\u030a"}
FONTS = frozenset((
    "\\mathbf", "\\boldsymbol", "\\bm", "\\mathcal", "\\mathbb", "\\mathfrak", "\\mathsf",
    "\\mathscr", "\\mathit", "\\mathtt", "\\pmb", "\\vb", "\\vu", "\\va", "\\textbf",
    "\\bold", "\\symbf"))
ROMAN = frozenset(("\\mathrm", "\\operatorname", "\\textrm", "\\text", "\\mbox", "\\textnormal",
                   "\\rm", "\\textit", "\\mathop", "\\textsf", "\\texttt", "\\hbox"))
#: opening delimiter -> closing delimiter
DELIMITERS = {"(": ")", "[": "]", "\\{": "\\}", "\\lfloor": "\\rfloor", "\\lceil": "\\rceil",
              "\\lvert": "\\rvert", "\\lVert": "\\rVert", "\\langle": "\\rangle",
              "\\lbrace": "\\rbrace", "\\lbrack": "\\rbrack"}
SPACING = frozenset((
    "\\,", "\\;", "\\:", "\\ ", "\\!", "\\>", "\\quad", "\\qquad", "~", "\\thinspace",
    "\\medspace", "\\thickspace", "\\enspace", "\\hfill", "\\negthinspace"))
#: commands that change how a formula looks and nothing else
SILENT = frozenset((
    "\\displaystyle", "\\textstyle", "\\scriptstyle", "\\scriptscriptstyle", "\\limits",
    "\\nolimits", "\\big", "\\Big", "\\bigg", "\\Bigg", "\\bigl", "\\Bigl", "\\biggl",
    "\\Biggl", "\\bigr", "\\Bigr", "\\biggr", "\\Biggr", "\\bigm", "\\Bigm", "\\biggm",
    "\\nonumber", "\\notag", "\\allowbreak", "\\nobreak", "\\noindent", "\\centering",
    "\\tiny", "\\scriptsize", "\\small", "\\footnotesize", "\\normalsize", "\\large",
    "\\Large", "\\LARGE", "\\huge", "\\Huge", "\\strut", "\\relax", "\\mathstrut"))
#: the same with one braced argument that is no part of the formula
SILENT_WITH_ARGUMENT = frozenset((
    "\\label", "\\tag", "\\hspace", "\\vspace", "\\phantom", "\\hphantom", "\\vphantom",
    "\\color", "\\mathstrut", "\\eqno"))
FORBIDDEN = {chr(c): "a bidirectional control character" for c in (
    0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))} | {
    chr(c): "an invisible character" for c in (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD)}
#: characters that stand for commands
CHARACTERS = {c: n for n, c in LETTERS.items() if n not in ("\\square", "\\varnothing")} | {
    "⋅": "\\cdot", "·": "\\cdot", "×": "\\times", "≠": "\\ne", "≤": "\\le", "≥": "\\ge",
    "≈": "\\approx", "≡": "\\equiv", "∈": "\\in", "−": "-", "′": "'", "∫": "\\int",
    "∑": "\\sum", "∏": "\\prod", "→": "\\to", "±": "\\pm", "⟨": "\\langle", "⟩": "\\rangle",
    "†": "\\dagger", "∼": "\\sim", "⇒": "\\Rightarrow", "∀": "\\forall", "ℏ": "\\hslash",
    "µ": "\\mu", "…": "\\dots", "’": "'"}
SUPERSCRIPT = dict(zip("0123456789+-−=()nijklxabcdefghmoprstuvwyzβγδφχ*′",
                       "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱʲᵏˡˣᵃᵇᶜᵈᵉᶠᵍʰᵐᵒᵖʳˢᵗᵘᵛʷʸᶻᵝᵞᵟᵠᵡ*′", strict=True))
SUBSCRIPT = dict(zip("0123456789+-−=()aehijklmnoprstuvxβγρφχ",
                     "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))
SUPERSCRIPT["⊤"] = "ᵀ"
VULGAR = {(1, 2): "½", (1, 3): "⅓", (2, 3): "⅔", (1, 4): "¼", (3, 4): "¾", (1, 5): "⅕",
          (2, 5): "⅖", (3, 5): "⅗", (4, 5): "⅘", (1, 6): "⅙", (5, 6): "⅚", (1, 8): "⅛",
          (3, 8): "⅜", (5, 8): "⅝", (7, 8): "⅞"}
