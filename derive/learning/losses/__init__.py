"""Losses, a file each; being there is being listed. See ``derive.learning.loss``."""
