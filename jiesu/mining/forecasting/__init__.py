"""Counts of appeals by day and hour: their rhythm, their level and how far they stray."""
