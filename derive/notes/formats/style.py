"""The style sheets of HTML pages: a readable measure, numbers at the right, light and dark.

``ARTICLE`` touches nothing outside the article, so that a notebook's page keeps its look, and
takes the colours of its surroundings; ``PAGE`` is for a file of its own.
"""

PAGE = """:root { color-scheme: light dark; --ink: #1c1b19; --faint: #78746c; --paper: #fffefb;
  --line: #ddd8cd; --link: #2f5d8a; --box: #f6f3ea; --proved: #3c7a4a; --given: #9a6a1b;
  --bad: #b3312c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e2d8; --faint: #98938a; --paper: #1a1917;
  --line: #3b3833; --link: #8fb8e0; --box: #24221f; --proved: #84c493; --given: #d9ac5f;
  --bad: #f0827c; } }
html { background: var(--paper); color: var(--ink); }
body { margin: 0; padding: 3rem 1.25rem 5rem; }
@media print { body { padding: 0; } html { background: none; } }
"""

ARTICLE = """.derive { max-width: 42rem; margin: 0 auto; line-height: 1.55; font-size: 1.0625rem;
  font-family: "Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua", Georgia,
  "TeX Gyre Pagella", serif; hyphens: auto; }
.derive h1 { font-size: 1.9rem; font-weight: 600; line-height: 1.2; margin: 0 0 1.5rem; }
.derive h2 { font-size: 1.15rem; font-weight: 600; margin: 2.2rem 0 .4rem; }
.derive p { margin: .5rem 0; }
.derive p.on { margin-top: .2rem; }
.derive a { color: var(--link, #3a76b0); text-decoration: none; }
.derive a:hover { text-decoration: underline; }
.derive math { font-family: "Latin Modern Math", "STIX Two Math", "Cambria Math",
  "TeX Gyre Pagella Math", math; font-size: 1.04em; }
.derive .tied { white-space: nowrap; }
.derive .display { display: grid; row-gap: .55rem; margin: .8rem 0; padding: .1rem 0;
  grid-template-columns: minmax(4.2rem, 1fr) auto auto minmax(4.2rem, 1fr);
  align-items: baseline; overflow-x: auto; overflow-y: hidden; }
.derive .row { display: contents; }
.derive .l { grid-column: 2; text-align: right; }
.derive .r { grid-column: 3; text-align: left; white-space: nowrap; }
.derive .whole { grid-column: 2 / 4; text-align: center; white-space: nowrap; }
.derive .n { grid-column: 4; text-align: right; white-space: nowrap; padding-left: 1rem; }
.derive .display math { display: inline math; math-style: normal; }
.derive .display a.number { color: var(--faint, #888); }
.derive .mark { display: inline-block; width: 1.1em; margin-left: .45em; font-style: italic;
  font-size: .8em; text-align: left; color: var(--faint, #888); }
.derive .m-p { color: var(--proved, #4c9a5c); } .derive .m-g { color: var(--given, #b07d2b); }
.derive .m-r { color: var(--bad, #c8443e); }
.derive .inline .mark { margin-left: 1.2em; }
.derive .where { margin-left: 1.6em; } .derive .tail { margin-left: .08em; }
.derive .row:target > div, .derive :target { background: var(--box, #8882); }
.derive .results { border: 1px solid var(--line, #8886); border-radius: 6px;
  background: var(--box, #8881); padding: .4rem 1rem .6rem; margin: 2.4rem 0; }
.derive .results h2 { margin-top: .5rem; }
.derive .results .display { grid-template-columns: 1fr auto auto 1fr; row-gap: .9rem; }
.derive .listing ul { padding-left: 1.2rem; margin: .3rem 0; }
.derive .source { color: var(--faint, #888); }
.derive .steps { overflow-x: auto; }
.derive .steps table { border-collapse: collapse; font-size: .85em; width: 100%; }
.derive .steps td { border-top: 1px solid var(--line, #8886); padding: .35rem .5rem;
  vertical-align: baseline; text-align: left; }
.derive .steps .k, .derive .how, .derive .given { color: var(--faint, #888); }
.derive .given { font-size: .9em; }
.derive footer { margin-top: 2.6rem; padding-top: .8rem; font-size: .88em;
  border-top: 1px solid var(--line, #8886); color: var(--faint, #888); }
.derive code { font-size: .88em; }
.derive .program { margin: .4rem 0 .9rem; padding: .35rem .8rem; overflow-x: auto;
  border-left: 2px solid var(--line, #8886); color: var(--faint, #888); line-height: 1.4; }
@media (max-width: 40rem) { .derive .display { font-size: .88em;
  grid-template-columns: minmax(0, 1fr) auto auto minmax(3.2rem, 1fr); }
  .derive .n { padding-left: .5rem; } .derive .where { margin-left: .7em; }
  .derive .results { padding: .4rem .6rem .6rem; } }
@media print { .derive { max-width: none; font-size: 11pt; } .derive a { color: inherit; }
  .derive .display, .derive .results { break-inside: avoid; overflow: visible; }
  .derive h2 { break-after: avoid; } }
"""
