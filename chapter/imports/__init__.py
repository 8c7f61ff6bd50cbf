"""The register coming in: files from elsewhere are read, compared, decided on, brought in, and can be taken back."""
