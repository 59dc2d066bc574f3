"""Streams of appeals with known bursts, from two generators that share nothing, and peers."""
