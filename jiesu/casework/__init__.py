"""The life of an appeal, its log and its outbox: the only writer of state."""
