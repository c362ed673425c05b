"""The demo: a night with six phones in a browser, a clock to wind, no token and no internet."""
