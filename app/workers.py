"""Several processes that answer, and the one that looks after them."""

from uvicorn.supervisors import Multiprocess


class Workers(Multiprocess):
    """Starts a worker anew that has ended, and leaves alone one that is only slow.

    uvicorn itself kills a worker that does not say within seconds that its interpreter runs: on a
    machine that is busy none would ever be there, and being told to stop would wait for each of them.
    """

    def keep_subprocess_alive(self) -> None:
        """Look for one that has ended."""
        if not all(each.process.is_alive() for each in self.processes):
            super().keep_subprocess_alive()
