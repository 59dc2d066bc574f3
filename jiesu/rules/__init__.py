"""The law: life cycle, deadlines, dispatch, measures. Plain Python, readable by a lawyer."""
