"""When more comes than was to be expected: alarms, places, and how near an avalanche is."""
