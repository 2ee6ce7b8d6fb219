"""Classifications of others (activities, regions, countries) as editions with correspondences."""
