"""A synthetic city for the demo and the benchmarks."""
