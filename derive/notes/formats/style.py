"""The style sheet of HTML pages: a readable measure, numbers at the right, light and dark."""

STYLE = """:root { color-scheme: light dark; --ink: #1c1b19; --faint: #78746c; --paper: #fffefb;
  --line: #ddd8cd; --link: #2f5d8a; --box: #f6f3ea; --proved: #3c7a4a; --given: #9a6a1b;
  --bad: #b3312c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e2d8; --faint: #98938a; --paper: #1a1917;
  --line: #3b3833; --link: #8fb8e0; --box: #24221f; --proved: #84c493; --given: #d9ac5f;
  --bad: #f0827c; } }
html { background: var(--paper); color: var(--ink); }
body { margin: 0; padding: 3rem 1.25rem 5rem; }
article.derive { max-width: 42rem; margin: 0 auto; line-height: 1.55; font-size: 1.0625rem;
  font-family: "Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua", Georgia,
  "TeX Gyre Pagella", serif; hyphens: auto; }
h1 { font-size: 1.9rem; font-weight: 600; line-height: 1.2; margin: 0 0 1.5rem; }
h2 { font-size: 1.15rem; font-weight: 600; margin: 2.2rem 0 .4rem; }
p { margin: .5rem 0; }
p.on { margin-top: .2rem; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
math { font-family: "Latin Modern Math", "STIX Two Math", "Cambria Math", "TeX Gyre Pagella Math",
  math; font-size: 1.04em; }
.tied { white-space: nowrap; }
.display { display: grid; grid-template-columns: minmax(4.2rem, 1fr) auto auto minmax(4.2rem, 1fr);
  row-gap: .55rem; margin: .8rem 0; align-items: center; overflow-x: auto; overflow-y: hidden;
  padding: .1rem 0; }
.display .row { display: contents; }
.display .l { grid-column: 2; text-align: right; }
.display .r { grid-column: 3; text-align: left; padding-left: .28em; white-space: nowrap; }
.display .whole { grid-column: 2 / 4; text-align: center; }
.display .n { grid-column: 4; text-align: right; white-space: nowrap; padding-left: 1rem; }
.display math { display: inline math; math-style: normal; }
.number { color: var(--faint); }
.mark { display: inline-block; width: 1.1em; margin-left: .45em; font-style: italic;
  font-size: .8em; text-align: left; color: var(--faint); }
.m-p { color: var(--proved); } .m-g { color: var(--given); } .m-r { color: var(--bad); }
.where { margin-left: 1.6em; } .tail { margin-left: .08em; }
.row:target > div, :target { background: var(--box); }
.results { border: 1px solid var(--line); border-radius: 6px; background: var(--box);
  padding: .4rem 1rem .6rem; margin: 2.4rem 0; }
.results h2 { margin-top: .5rem; }
.results .display { grid-template-columns: 0 auto auto 1fr; justify-content: start;
  row-gap: .9rem; }
.listing ul { padding-left: 1.2rem; margin: .3rem 0; } .source { color: var(--faint); }
.steps table { border-collapse: collapse; font-size: .85em; width: 100%; display: block;
  overflow-x: auto; }
.steps td { border-top: 1px solid var(--line); padding: .35rem .5rem; vertical-align: baseline; }
.steps .k, .steps .how, .steps .given { color: var(--faint); } .steps .given { font-size: .9em; }
footer { margin-top: 2.6rem; padding-top: .8rem; border-top: 1px solid var(--line);
  font-size: .88em; color: var(--faint); }
code { font-size: .88em; }
@media print { body { padding: 0; } html { background: none; } a { color: inherit; }
  article.derive { max-width: none; font-size: 11pt; } .display, .results { break-inside: avoid; }
  h2 { break-after: avoid; } .display { overflow: visible; } }
"""
