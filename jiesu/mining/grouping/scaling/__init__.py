"""Groups of more than one table in memory: long files, parts that share no problem, Spark."""
