"""How the tests of the law run when it is mutated: alone, repeatable and quick."""

import os

import hypothesis

if os.environ.get("MUTANT_UNDER_TEST"):
    hypothesis.settings.register_profile(
        "mutation", deadline=None, derandomize=True, database=None, max_examples=30
    )
    hypothesis.settings.load_profile("mutation")
