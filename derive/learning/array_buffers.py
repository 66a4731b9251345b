"""Which array holds the result of each step: one that is no longer read, or a new one.

An entrywise step overwrites an operand that nothing reads afterwards. Next: ``numpy_buffered``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from derive.learning.array_steps import Operand, Shape, Step


@dataclass
class Buffers:
    """``of[target]`` is the array that holds a target; ``made`` are all arrays, by shape."""

    of: dict[str, str] = field(default_factory=dict)
    made: dict[str, tuple[Shape, bool]] = field(default_factory=dict)


def buffers(steps: Sequence[Step], kept: Iterable[str]) -> Buffers:
    """An array for every step; those of ``kept`` targets are not used again afterwards."""
    last = {name: number for number, step in enumerate(steps) for name in step.uses()}
    last |= dict.fromkeys(kept, len(steps))
    found = Buffers()
    free: list[str] = []
    for number, step in enumerate(steps):
        ending = [n for n in sorted(step.uses()) if n in found.of and last[n] == number]
        if step.shape is not None:
            wanted = (step.shape, step.logical)
            inherited = next((n for n in _overwritable(step, ending)
                              if found.made[found.of[n]] == wanted), None)
            if inherited is not None:
                found.of[step.target] = found.of[inherited]
                ending.remove(inherited)
            else:
                spare = next((b for b in free if found.made[b] == wanted), None)
                if spare is None:
                    spare = step.target
                    found.made[spare] = wanted
                else:
                    free.remove(spare)
                found.of[step.target] = spare
        free += [found.of[n] for n in ending]
        if step.shape is not None and step.target not in last:
            last[step.target] = number
            free.append(found.of[step.target])
    return found


def _overwritable(step: Step, ending: Sequence[str]) -> list[str]:
    """Operands that may be overwritten while the step reads them: entry by entry, unturned."""
    if step.kind == "text":
        return list(ending)
    if step.kind != "entrywise":
        return []
    turned = {a.name for a in step.arguments if isinstance(a, Operand) and a.turned}
    ordered = [a.name for a in step.arguments if isinstance(a, Operand)]
    return [n for n in ordered if n in ending and n not in turned]
