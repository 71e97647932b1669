"""The one way in which everything here says no."""


class Refused(Exception):
    """What was read is malformed, or proves nothing. `code` says which step of the specification failed."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code


def require(condition: bool, code: str, detail: str) -> None:
    if not condition:
        raise Refused(code, detail)
