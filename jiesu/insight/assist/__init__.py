"""Beside a draft: like appeals and the likely service, from an index and a model kept in step."""
