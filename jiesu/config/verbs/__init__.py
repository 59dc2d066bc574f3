"""Verbs of the program that need the whole house."""
