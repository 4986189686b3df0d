"""Marks requests that only ask: one that got no answer has changed nothing."""


class Question:
    """A request without it may change something: unanswered, it isn't known whether it was done."""

    __slots__ = ()
