"""Pictures and files that people upload: told by their content, made harmless, and shown to those who may see them."""
