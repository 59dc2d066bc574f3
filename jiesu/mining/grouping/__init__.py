"""Which appeals are one problem: `api` for columns, `run` for a run that goes on day after day."""
