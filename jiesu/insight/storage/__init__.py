"""The copy itself: Parquet files by month, the engines that read them, and what analyses found."""
