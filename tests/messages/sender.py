"""A sender in a process of its own, which empties the outbox once: ``sender.py DATA SMTP_URL MOMENT``."""

import sys
from datetime import datetime

from chapter import clock, create_app
from chapter.messages.jobs import deliver

if __name__ == "__main__":
    app = create_app({"CHAPTER_DATA": sys.argv[1], "CHAPTER_SMTP_URL": sys.argv[2]})
    with app.app_context(), clock.frozen(datetime.fromisoformat(sys.argv[3])):
        deliver()
