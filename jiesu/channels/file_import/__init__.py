"""Import of appeals from files: CSV, XLSX and Parquet, by a declarative mapping of columns."""
