"""A process of its own that looks at people: ``python -m tests.readlog.appender <times> <person's id>…``."""

import sys
from threading import Thread

from chapter import clock, create_app
from chapter.accounts.queries import by_email
from chapter.db import db
from chapter.people.rules_looks import What
from chapter.readlog import actions

THREADS = 3


def main(times: int, people: list[int]) -> None:
    """Write so many entries in each of a few threads, each entry in a transaction of its own."""
    app = create_app()

    def look() -> None:
        with app.app_context():
            for _time in range(times):
                actions.write(What.PERSON, people, by_email("mia@example.org"), "register.read", clock.now())
                db.session.commit()

    threads = [Thread(target=look) for _number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main(int(sys.argv[1]), [int(id) for id in sys.argv[2:]])
