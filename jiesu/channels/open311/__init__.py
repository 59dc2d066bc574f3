"""Open311 GeoReport v2: residents' appeals from and to other programs."""
