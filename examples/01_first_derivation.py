"""A derivation as an object: its lines, its verdict, what it rests on, and a page of it."""

import derive

d = derive.derivation("oscillator")

print(d.verdict.value, "in", len(d.steps), "steps")
for label, statement in d.postulates:
    print("given:", label, statement)

norm = d["norm"]
print(norm.label, norm.verdict.value)
print(norm.latex)

assert d.verdict.value == "proved"
assert norm.latex.startswith(r"\int")

# Pages come from the command line (derive notes oscillator -o oscillator.html) or from here:
page = d._repr_markdown_()
assert page.startswith("# The harmonic oscillator")
