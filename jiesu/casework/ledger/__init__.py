"""The log and its chain, and the only writer of state: what happened, once, for ever."""
