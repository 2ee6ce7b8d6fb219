"""The servers that take HTTP from the network and hand requests to the application."""
