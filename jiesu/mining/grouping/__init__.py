"""Which appeals are one problem, from bytes to groups, a chunk of rows at a time.

`reading` turns UTF-8 into packed grams, `language` knows how rare they are and how much of a name,
`rings` finds earlier rows worth comparing, `desk` says what two rows share, `evidence` weighs a
pair, `hearing` weighs two groups, `joining` makes them, `stream` puts them together and keeps what
later rows need.
"""
