"""How hot a group is, from parts that anybody can read."""
