"""Writing pages: drafts, publishing, earlier versions, where a page stands, and who looks after it."""
