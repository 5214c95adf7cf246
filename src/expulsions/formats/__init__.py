"""The record and its charts for other programs: CSV, JSON, Parquet, XLSX, SQLite, Data Package, SVG and PNG."""
