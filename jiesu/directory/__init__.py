"""Who, what, where: areas, services, units, duties, calendars, people and their roles."""
