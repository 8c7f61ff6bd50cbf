"""What strangers meet: the front page's words, news, share previews, and what search engines and guards are told."""
