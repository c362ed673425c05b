"""How fast it is, each time beside what one would take instead: `make bench`. Nothing here runs at night."""
