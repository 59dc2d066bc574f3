"""Jiesu (接诉): every appeal is answered; every class of problem is solved."""
