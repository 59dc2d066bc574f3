"""From packed grams to groups: average linkage on a stream, under what people decided.

`posting_lists` finds earlier rows worth comparing, `evidence` weighs a pair, `linkage` weighs two
groups, `agglomeration` unites them, `stream` puts these together over a `window` of newest rows.
"""
