"""A synthetic city for the demo and the benchmarks: its map, its people and what they appeal."""
