"""The tables as files: read whole or not at all, written whole or not at all, cells as text."""
