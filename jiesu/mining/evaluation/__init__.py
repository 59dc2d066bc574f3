"""How right the kernels of mining are on a labelled table, by one protocol, beside baselines."""
