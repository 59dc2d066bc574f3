"""Identity taken out of texts: what must never leave the vault."""

from jiesu.mining.text.identity.scrubbing import Span, find, scrub

__all__ = ["Span", "find", "scrub"]
