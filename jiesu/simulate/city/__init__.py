"""The invented city: areas, places, services, units, duties, calendar and staff."""
