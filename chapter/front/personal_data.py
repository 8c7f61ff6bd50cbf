"""Who wrote news, or changed the front page, is stored with it."""

from chapter.people.stored import also

also("did", "front_page", "news")
