"""Rows of the think tank in the database: what was run."""

from jiesu.insight.models.runs import AnalysisRun

__all__ = ["AnalysisRun"]
