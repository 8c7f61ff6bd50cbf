"""The register's pages: the list, a person, adding by hand, who is leaving, and the figures."""
