"""What `str()` of an error says."""

from consilium._ffi import ClientError


def describe_errors() -> None:
    """Lets a traceback and `print` say what happened and what to do.

    The generated classes show their fields only.
    """

    def text(error: ClientError) -> str:
        return f"{error.text()} ({error.code()})"

    setattr(ClientError, "__str__", text)
