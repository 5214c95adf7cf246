"""What the desk asks at the command line: find, show, chart, compare, count."""
