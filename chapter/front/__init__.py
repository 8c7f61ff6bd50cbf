"""The chapter's face: who we are, news, what others see when our pages are shared, and what is stored about people."""
