"""Certificates: the oscillator's, one written by hand, and what is not one."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import derive
from derive.kernel import certificate
from derive.kernel.claim import Refused
from derive.kernel.replay import replay

ROOT = Path(derive.__file__).parent

#: Legendre's polynomials by recursion; P_n(1) = 1 by induction over two. Nobody's program wrote it.
LEGENDRE = """{"version":1,
"name":"legendre",
"terms":[
["int",[1],[]],
["sym",["x","R"],[]],
["int",[2],[]],
["sym",["n","N0"],[]],
["mul",[],[2,3]],
["int",[3],[]],
["add",[],[4,5]],
["fun",["P",["N0","R"],"R",-1],[]],
["add",[],[3,0]],
["call",[0,0],[7,8,1]],
["mul",[],[6,1,9]],
["call",[0,0],[7,3,1]],
["mul",[],[8,11]],
["neg",[],[12]],
["add",[],[10,13]],
["add",[],[3,2]],
["div",[],[14,15]],
["call",[0,0],[7,15,1]],
["eq",[],[17,16]],
["int",[0],[]],
["call",[0,0],[7,19,1]],
["eq",[],[20,0]],
["call",[0,0],[7,19,0]],
["eq",[],[22,0]],
["call",[0,0],[7,0,1]],
["eq",[],[24,1]],
["call",[0,0],[7,0,0]],
["eq",[],[26,0]],
["call",[0,0],[7,3,0]],
["eq",[],[28,0]],
["call",[0,0],[7,8,0]],
["eq",[],[30,0]],
["call",[0,0],[7,15,0]],
["mul",[],[6,0,30]],
["mul",[],[8,28]],
["neg",[],[34]],
["add",[],[33,35]],
["div",[],[36,15]],
["eq",[],[32,37]],
["div",[],[6,15]],
["div",[],[8,15]],
["neg",[],[40]],
["eq",[],[32,0]]
],
"steps":[
{"inference":"define","premises":[],"witness":{"bases":[{"term":0},{"term":1}],"body":{"term":16},"function":{"term":7},"parameters":[{"term":3},{"term":1}]},"claim":[[],18]},
{"inference":"definition","premises":[],"witness":{"case":0,"function":{"term":7}},"claim":[[],21]},
{"inference":"instantiate","premises":[1],"witness":{"symbols":[{"term":1}],"values":[{"term":0}]},"claim":[[],23]},
{"inference":"definition","premises":[],"witness":{"case":1,"function":{"term":7}},"claim":[[],25]},
{"inference":"instantiate","premises":[3],"witness":{"symbols":[{"term":1}],"values":[{"term":0}]},"claim":[[],27]},
{"inference":"assume","premises":[],"witness":{"formula":{"term":29}},"claim":[[29],29]},
{"inference":"assume","premises":[],"witness":{"formula":{"term":31}},"claim":[[31],31]},
{"inference":"instantiate","premises":[0],"witness":{"symbols":[{"term":1}],"values":[{"term":0}]},"claim":[[],38]},
{"inference":"ring","premises":[7,6,5],"witness":{"cofactors":[{"term":0},{"term":39},{"term":41}],"conclusion":{"term":42}},"claim":[[31,29],42]},
{"inference":"induct","premises":[2,4,8],"witness":{"formula":{"term":29},"symbol":{"term":3}},"claim":[[],29]}
],
"postulates":[],
"results":[["at_one",9]]}
"""


@pytest.fixture(scope="module")
def oscillator() -> str:
    return derive.derivation("oscillator").certificate()


def test_the_oscillator_replays_and_states_its_theorem(oscillator):
    shown = replay(oscillator)
    text = "\n".join(shown.theorem)
    assert len(shown.results) > 30
    assert "for every" in text
    assert "H(n in N0, xi in R) := 2 xi H(n, xi) - H_{0,1}(n, xi); 1 at 0.." in text
    assert {lemma.name for lemma in shown.cited} == {
        "comparison", "gaussian_integral", "power_series"}


def test_a_certificate_written_by_hand():
    shown = replay(LEGENDRE)
    assert shown.theorem == (
        "definition   P(n in N0, x in R) := ((2 n + 3) x P(n + 1, x) - (n + 1) P(n, x))/(n + 2)"
        "; 1, x at 0..; P: N0 x R -> R of class C^infinity",
        "at_one:  P(n, 1) = 1",
        "    for every n in N0")


@pytest.mark.parametrize(("old", "new"), [
    ('["int",[3],[]]', '["int",[5],[]]'),                  # another recursion: P_n(1) is not 1
    ('[[],29]}\n]', '[[],31]}\n]'),                        # another conclusion
    ('"premises":[2,4,8]', '"premises":[4,2,8]'),           # the bases the other way round
    ('"premises":[2,4,8]', '"premises":[2,8]'),             # one base missing
    ('{"term":41}', '{"term":40}'),                        # a sign
    ('"case":1', '"case":2'), ('"results":[["at_one",9]]', '"results":[["at_one",5]]'),
    ('"results":[["at_one",9]]', '"results":[["at_one",10]]'),
    ('"results":[["at_one",9]]', '"results":[["at_one",-1]]'),
    ('"results":[["at_one",9]]', '"results":[["at_one",9],["again",9]]'),
    ('"results":[["at_one",9]]', '"results":[["at_one",9],["at_one",8]]'),
    ('"results":[["at_one",9]]', '"results":[["at_one",true]]'),
    ('"results":[["at_one",9]]', '"results":[]'), ('"results":[["at_one",9]]', '"results":9'),
    ('"postulates":[]', '"postulates":[0]'), ('"postulates":[]', '"postulates":7'),
    ('"postulates":[]', '"postulates":[[]]'), ('"version":1', '"version":2'),
    ('"version":1', '"version":true'), ('"version":1', '"version":1.0'),
    ('"version":1', '"version":NaN'), ('"version":1', '"version":1,"version":1'),
    ('"version":1', '"version":' + "9" * 5000), ('"name":"legendre"', '"name":7'),
    ('"name":"legendre"', '"name":"legendre","note":"nothing unused"'),
    ('["int",[0],[]]', '["int",[false],[]]'), ('["int",[0],[]]', '["int",[[0]],[]]'),
    ('["int",[0],[]]', '["int",[{}],[]]'), ('["int",[0],[]]', '["int",[null],[]]'),
    ('["int",[0],[]]', '["int",[-1],[]]'), ('["int",[0],[]]', '["int",[[[0]]],[]]'),
    ('["int",[0],[]]', '["int",0,[]]'), ('["int",[0],[]]', '["int",[0],[19]]'),
    ('["neg",[],[12]]', '["neg",[],[13]]'), ('["neg",[],[12]]', '["neg",[],[true]]'),
    ('["neg",[],[12]]', '["not",[],[12]]'), ('["neg",[],[12]]', '[["neg"],[],[12]]'),
    ('["neg",[],[12]]', '["neg",[],[-1]]'), ('["neg",[],[12]]', '{}'),
    ('["sym",["x","R"],[]]', '["sym",["#1","R"],[]]'),
    ('["sym",["x","R"],[]]', '["sym",["n","R"],[]]'),
    ('["sym",["x","R"],[]]', '["sym",["x = 1","R"],[]]'),
    ('["sym",["x","R"],[]]', '["sym",[["x"],"R"],[]]'),
    ('"case":0', '"case":false'), ('"case":0', '"case":"0"'), ('"case":0', '"case":[0]'),
    ('"case":0', '"case":{"term":0}'), ('"case":0', '"case":0,"label":1'),
    ('"case":0', '"case":0,"inference":1'), ('"case":0', '"case":0,"self":1'),
    ('"case":0', '"case":0,"idle":1'), ('"case":0', '"case":0,"case":0'),
    ('["neg",[],[12]]', '["neg",[]]'), ('["neg",[],[12]]', '["neg",[],[12],[]]'),
    ('"claim":[[],29]', '"claim":[[]]'), ('["neg",[],[12]]', '5'),
    ('["neg",[],[12]]', 'null'), ('"claim":[[],29]', '"claim":5'),
    ('"inference":"assume"', '"inference":["assume"]'), ('"inference":"assume"', '"inference":"x"'),
    ('"premises":[1]', '"premises":[3]'), ('"premises":[1]', '"premises":1'),
    ('"premises":[1]', '"premises":["1"]'), ('"premises":[1]', '"premises":[1,1]'),
    ('"claim":[[],29]', '"claim":[[],999]'), ('"claim":[[],29]', '"claim":[[],0]'),
    ('"claim":[[],29]', '"claim":[29]'), ('"claim":[[],29]', '"claim":[[28],29]'),
    ('"claim":[[],29]', '"claim":[[],29],"note":1'),
    ('"witness":{"case":0', '"witness":[],"x":{"c":0'),
    ('{"version"', ' {"version"'), ('\n"postulates"', ' "postulates"'), ('}\n', '}'),
    ('}\n', '}\n\n'),
])
def test_what_is_not_that_certificate_is_refused_in_one_line(old, new):
    assert old in LEGENDRE
    at = LEGENDRE.rindex(old)
    with pytest.raises(Refused) as refusal:
        replay(LEGENDRE[:at] + new + LEGENDRE[at + len(old):])
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("part", ["terms", "steps"])
@pytest.mark.parametrize("other", [5, None, True])
def test_terms_and_steps_are_lists(part, other):
    content = json.loads(LEGENDRE)
    with pytest.raises(Refused, match=f"{part} should be a list"):
        replay(json.dumps({**content, part: other}))


@pytest.mark.parametrize("other", [5, None, [["case", 0]]])
def test_a_witness_is_an_object(other):
    content = json.loads(LEGENDRE)
    content["steps"][0]["witness"] = other
    with pytest.raises(Refused, match="a witness should be an object"):
        replay(json.dumps(content))


def test_a_decimal_number_is_refused_as_such():
    with pytest.raises(Refused, match=r"^no decimal numbers in a certificate: 1.0$"):
        replay(LEGENDRE.replace('"version":1', '"version":1.0'))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "7", "[" * 100_000, '"\\ud800"', "{}"])
def test_what_is_no_certificate_at_all_is_refused(text):
    with pytest.raises(Refused):
        replay(text)


def test_a_text_of_many_megabytes_is_refused():
    with pytest.raises(Refused, match="too large"):
        replay(LEGENDRE + " " * certificate.LARGEST)


def test_terms_that_double_again_and_again_are_refused():
    rows = [["sym", ["x", "R"], []]] + [["add", [], [i, i]] for i in range(60)]
    goal = [*rows, ["eq", [], [60, 60]]]
    content = {"version": 1, "name": "double", "terms": goal, "steps": [
        {"inference": "ring", "premises": [], "witness": {"conclusion": {"term": 61}},
         "claim": [[], 61]}], "postulates": [], "results": [["goal", 0]]}
    with pytest.raises(Refused, match="too large"):
        replay(certificate.layout(content))


def test_a_step_that_nothing_needs_is_refused():
    content = json.loads(LEGENDRE)
    content["steps"].append({"inference": "assume", "premises": [], "witness": {
        "formula": {"term": 29}}, "claim": [[29], 29]})
    with pytest.raises(Refused, match="not written as the kernel writes it"):
        replay(certificate.layout(content))


def test_what_is_only_assumed_is_no_result():
    content = json.loads(LEGENDRE)
    content["results"] = [["at_one", 5]]
    with pytest.raises(Refused, match="only given"):
        replay(certificate.layout(content))


def test_replay_needs_terms_and_kernel_only(tmp_path, oscillator):
    """Rules, subjects and jobs are not there, nor is SymPy."""
    package = tmp_path / "derive"
    package.mkdir()
    (package / "__init__.py").write_text("")
    for room in ("terms", "kernel"):
        shutil.copytree(ROOT / room, package / room, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "oscillator.json").write_text(oscillator)
    (tmp_path / "legendre.json").write_text(LEGENDRE)
    program = ("import sys\nsys.path.insert(0, sys.argv[1])\n"
               "for name in ('sympy', 'numpy', 'mpmath'):\n    sys.modules[name] = None\n"
               "import derive\nfrom pathlib import Path\n"
               "assert derive.__file__.startswith(sys.argv[1])\n"
               "from derive.kernel.replay import replay\n"
               "for name in ('legendre', 'oscillator'):\n"
               "    shown = replay(Path(sys.argv[1], name + '.json').read_text())\n"
               "    print(shown.name, len(shown.results))\n"
               "assert not [m for m in sys.modules if m.startswith('derive.') and\n"
               "            m.split('.')[1] not in ('terms', 'kernel')]\n")
    run = subprocess.run([sys.executable, "-I", "-c", program, str(tmp_path)],
                         capture_output=True, text=True, timeout=60, check=False,
                         env={"PATH": os.environ["PATH"]})
    assert run.returncode == 0, run.stderr
    assert run.stdout.split()[:2] == ["legendre", "1"]
    assert run.stdout.split()[2] == "oscillator"
