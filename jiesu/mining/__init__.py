"""The mathematics of masses: columns in, columns out; no Django and no database."""
