"""The likeliest earlier appeals for a draft, among any number, while somebody types.

`segment` holds rows and lists by gram, `lists` says under which keys a row is listed, `meeting`
finds rows that share keys with a draft, `likeness` weighs each of them, `index` puts them together
in memory, `files` and `keeping` keep an index in a folder that many processes read.
"""

from jiesu.mining.similar.index import Index, Match

__all__ = ["Index", "Match"]
