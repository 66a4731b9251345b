"""print a completion script for bash, zsh or fish"""

from __future__ import annotations

import argparse

EXAMPLE = """derive completion bash > ~/.local/share/bash-completion/completions/derive
derive completion fish > ~/.config/fish/completions/derive.fish"""

BASH = """# completion of derive for bash
_derive() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="{commands} --help --version"
  else
    case "${{COMP_WORDS[1]}} $before" in
{values}
    esac
    if [ -z "$words" ]; then
      case "${{COMP_WORDS[1]}}" in
{options}
      esac
    fi
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}}
complete -o default -F _derive derive
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), metavar="bash|zsh|fish",
                        help="the shell that is to complete")


def run(options: argparse.Namespace) -> int:
    from derive.cli.writing import put

    put({"bash": _bash, "zsh": _zsh, "fish": _fish}[options.shell](), None)
    return 0


def _words() -> dict[str, tuple[str, list[tuple[tuple[str, ...], str, tuple[str, ...]]]]]:
    """command -> (its help, [(option names or (), help, choices)])"""
    from derive.cli.parsing import command, names, parser

    found = {}
    for name in names():
        rows = [(tuple(a.option_strings), str(a.help or ""), tuple(map(str, a.choices or ())))
                for a in parser(name)._actions]
        found[name] = ((command(name).__doc__ or "").strip().partition("\n")[0], rows)
    return found


def _bash() -> str:
    words = _words()
    values, options = [], []
    for name, (_, rows) in words.items():
        free = [choice for strings, _, choices in rows if not strings for choice in choices]
        for strings, _, choices in rows:
            if strings and choices:
                pattern = "|".join(f'"{name} {s}"' for s in strings)
                values.append(f'      {pattern}) words="{" ".join(choices)}" ;;')
        every = [*(s for strings, _, _ in rows for s in strings), *free]
        options.append(f'        {name}) words="{" ".join(every)}" ;;')
    return BASH.format(commands=" ".join(words), values="\n".join(values) or "      *) ;;",
                       options="\n".join(options))


def _zsh() -> str:
    body = _bash().replace("for bash", "for zsh")
    return f"#compdef derive\nautoload -U +X bashcompinit && bashcompinit\n{body}"


def _fish() -> str:
    lines = ["# completion of derive for fish", "complete -c derive -n __fish_use_subcommand -f"]
    for name, (help_text, rows) in _words().items():
        lines.append(f"complete -c derive -n __fish_use_subcommand -a {name} "
                     f"-d {_quoted(help_text)}")
        for strings, said, choices in rows:
            parts = [f"complete -c derive -n '__fish_seen_subcommand_from {name}'"]
            parts += [f"-l {s[2:]}" if s.startswith("--") else f"-s {s[1:]}" for s in strings]
            if choices:
                parts.append(f"{'-x ' if strings else ''}-a {_quoted(' '.join(choices))}")
            if strings or choices:
                lines.append(" ".join([*parts, f"-d {_quoted(said)}"]))
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
