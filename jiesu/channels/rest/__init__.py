"""The REST interface: appeals for residents' programs, work orders for those of the staff."""
