"""`python -m expulsions` is the command `expulsions`."""

from expulsions.cli import main

main()
