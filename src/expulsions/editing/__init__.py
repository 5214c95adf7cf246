"""Rows added and corrected, checked before a byte is written."""
