"""Who may read in the outbox what the welcome routine has sent: it tells of people as no other mail does."""

from chapter.access import Permission
from chapter.messages import readers

readers.register("case:", Permission.WELCOME_MANAGE)
readers.register("welcome:", Permission.WELCOME_MANAGE)
readers.register("person:", Permission.LEAVING_HANDLE)
