"""Chapter on a server of one's own: ``./run install``, ``upgrade`` and ``uninstall``. Needs Python and nothing else.

Who owns what: the program in /opt/chapter is root's, so that whoever breaks in through the site can't change it; the
settings in /etc/chapter are root's, and the service may read them; the data in /var/lib/chapter is the service's alone.
"""
