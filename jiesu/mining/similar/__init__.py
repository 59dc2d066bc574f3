"""The likeliest earlier appeals for a draft, among any number, while somebody types.

`segment` holds rows, `posting_lists` says under which keys a row is listed, `candidates` finds rows
that share keys with a draft, `scoring` weighs each, `api` puts them together in memory, `folder`
keeps an index in files that many processes read.
"""
