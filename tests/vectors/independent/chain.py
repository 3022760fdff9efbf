"""Counter and predecessor of one sender device in one conversation: docs/protocol.md §7.7."""


class Chain:
    """What has arrived: the first content for each counter, with the predecessor it names."""

    def __init__(self):
        self.links = {}

    def arrive(self, counter, prev, message):
        """Whether the content is one side of a fork."""
        if counter in self.links:
            return True
        before, after = self.links.get(counter - 1), self.links.get(counter + 1)
        self.links[counter] = (message, prev)
        return bool(before and before[0] != prev) or bool(after and after[1] != message)

    def missing(self):
        """Ranges of counters between the lowest and the highest that have not arrived."""
        arrived = sorted(self.links)
        pairs = zip(arrived, arrived[1:])
        return [[low + 1, high - 1] for low, high in pairs if high - low > 1]

    def state(self):
        newest = max(self.links)
        return {
            "base": min(self.links),
            "newest": newest,
            "newest_hash": self.links[newest][0],
            "missing": self.missing(),
        }
