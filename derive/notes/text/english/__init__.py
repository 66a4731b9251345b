"""English chapters that have a file of their own; ``en`` puts them together."""
