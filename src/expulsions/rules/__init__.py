"""The rules across tables that no generic tool knows."""
