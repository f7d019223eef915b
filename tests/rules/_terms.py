"""A symbolic stand-in: it records what is done to it and has no truth value."""

from __future__ import annotations


class Term:
    """A term such as a solver has: comparisons give terms, and ``if`` on one is an error."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        raise TypeError(f"{self.text} is a term: it has no truth value")

    def _with(self, sign: str, other: object) -> Term:
        return Term(f"({self} {sign} {other})")

    def __lt__(self, other: object) -> Term:
        return self._with("<", other)

    def __le__(self, other: object) -> Term:
        return self._with("<=", other)

    def __gt__(self, other: object) -> Term:
        return self._with(">", other)

    def __ge__(self, other: object) -> Term:
        return self._with(">=", other)

    def __eq__(self, other: object) -> Term:  # type: ignore[override]  # as a solver's terms do
        return self._with("==", other)

    def __and__(self, other: object) -> Term:
        return self._with("&", other)

    def __or__(self, other: object) -> Term:
        return self._with("|", other)

    def __sub__(self, other: object) -> Term:
        return self._with("-", other)

    def __mod__(self, other: object) -> Term:
        return self._with("%", other)

    __hash__ = None  # type: ignore[assignment]  # as for anything whose == is no answer


def terms(names: str) -> list[Term]:
    return [Term(each) for each in names.split()]
