"""From names to positions: which option a reference in a statement, a list or a weight means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from countermove.errors import did_you_mean, quoted
from countermove.model.case import Case, OptionRow
from countermove.model.statements import Node, Ref, Statement, bind

__all__ = ["NameFault", "OptionNames"]


class NameFault(ValueError):
    """A name that no option bears, or more than one; `offset` counts the characters before it.

    Parameters
    ----------
    code
        The code of the diagnostic to be made of it: CM104, CM106 or CM108.
    message
        What is wrong.
    hint
        The way out.
    offset
        Characters before the name in the statement that it stands in.
    """

    def __init__(self, code: str, message: str, hint: str, offset: int = 0) -> None:
        super().__init__(message)
        self.code, self.message, self.hint, self.offset = code, message, hint, offset


class OptionNames:
    """Looks options up: `owner.option`, or a bare id where one option bears it or its owner is asking.

    Parameters
    ----------
    case
        The case whose options are looked up; it may have other errors.

    Examples
    --------
    >>> from countermove.model.case import Case
    >>> case = Case.model_validate({"actors": {"a": {"options": {"go": "Go"}}, "b": {"options": {"go": "Go"}}}})
    >>> OptionNames(case).find(Ref("b", "go")), OptionNames(case).find(Ref(None, "go"), owner="a")
    (1, 0)
    """

    def __init__(self, case: Case) -> None:
        self.case, self.rows = case, case.option_rows
        # Shared by all who look options up in this case: they are many where its actors are.
        self.full, self.bare = case.option_index.full, case.option_index.bare

    @cached_property
    def owners(self) -> frozenset[str]:
        """The ids of all actors and bodies."""
        return frozenset((*self.case.actors, *self.case.bodies))

    @cached_property
    def graded(self) -> dict[str, tuple[str, ...]]:
        """The levels of each option that has some, by its full name."""
        return {
            f"{owner}.{id_}": option.levels
            for _, owner, record in self.case.owners
            for id_, option in record.options.items()
            if option.levels
        }

    @cached_property
    def graded_bare(self) -> dict[str, list[str]]:
        """The full names of the options with levels, by their bare ids."""
        names: dict[str, list[str]] = {}
        for name in self.graded:
            names.setdefault(name.partition(".")[2], []).append(name)
        return names

    def find(self, ref: Ref, owner: str | None = None) -> int:
        """The position of the option that `ref` means inside the block of `owner` (None: outside all blocks).

        Parameters
        ----------
        ref
            A reference as it was written.
        owner
            The id of the actor or body in whose block it stands; None outside all blocks.

        Returns
        -------
        int
            The position in bit order, counted from 0.

        Raises
        ------
        NameFault
            Where there is no such option (CM104), more than one (CM106), or a level is misused (CM108).
        """
        if ref.level is not None:
            return self._find_level(ref, owner)
        row = self._row(ref.owner, ref.option, owner, ref.offset)
        return row.index

    def find_text(self, text: str, owner: str | None = None) -> int:
        """The position of the option named by `text`, as in a status quo or a list of options taken.

        Parameters
        ----------
        text
            A name such as ``usa.strike`` or ``strike``; of a level ``option-level``.
        owner
            As in `find`.

        Returns
        -------
        int
            The position in bit order, counted from 0.

        Raises
        ------
        NameFault
            As in `find`; also for ``not NAME``, since such lists name only options that are taken.
        """
        said = re.match(r"not\s+(.+)", text.strip(), re.IGNORECASE)
        if said:
            message = f"{quoted(text)} is not the name of an option"
            raise NameFault("CM104", message, "only options that are taken are named; leave this one out")
        first, dot, second = text.strip().partition(".")
        return self.find(Ref(first, second) if dot else Ref(None, first), owner)

    @cached_property
    def levels(self) -> dict[str, list[int]]:
        """The options that are the levels of one option, by its full name; exactly one of them holds."""
        levels: dict[str, list[int]] = {}
        for row in self.rows:
            if row.level is not None:
                levels.setdefault(row.full.removesuffix(f"-{row.level}"), []).append(row.index)
        return levels

    def with_defaults(self, taken: Iterable[int]) -> set[int]:
        """The options taken, and the first level of every option none of whose levels is among them."""
        positions = set(taken)
        return positions | {levels[0] for levels in self.levels.values() if not positions & set(levels)}

    def bind(self, statement: Statement, owner: str | None = None) -> Node:
        """The tree of `statement` with every name replaced by its position.

        Parameters
        ----------
        statement
            A statement as it was read.
        owner
            As in `find`.

        Returns
        -------
        Node
            The tree over positions.

        Raises
        ------
        NameFault
            For the first name that means no option, or more than one.
        """
        return bind(statement.tree, lambda ref: self.find(ref, owner))

    def _row(self, first: str | None, id_: str, owner: str | None, offset: int) -> OptionRow:
        # Inside its owner's block a bare id means the owner's option, no matter who else has one of that name.
        if first is None and owner is not None and f"{owner}.{id_}" in self.full:
            return self.full[f"{owner}.{id_}"]
        rows: Sequence[OptionRow] = [self.full[f"{first}.{id_}"]] if f"{first}.{id_}" in self.full else []
        if first is None:
            rows = self.bare.get(id_, [])
        if len(rows) == 1:
            return rows[0]
        if rows:
            names = ", ".join(row.full for row in rows[:12])
            raise NameFault("CM106", f"{quoted(id_)} is the id of several options", f"write one of {names}", offset)
        raise self._unknown(first, id_, owner, offset)

    def _unknown(self, first: str | None, id_: str, owner: str | None, offset: int) -> NameFault:
        name = f"{first}.{id_}" if first else id_
        graded = [
            g for g in self.graded if g == (name if first else f"{owner}.{id_}") or (not first and g.endswith(f".{id_}"))
        ]
        if graded:
            levels = ", ".join(self.graded[graded[0]])
            return NameFault("CM108", f"{quoted(name)} has levels", f'write "{name} is LEVEL" with one of {levels}', offset)
        if first is not None and first not in self.owners:
            return NameFault("CM104", f"unknown option {quoted(name)}: no actor or body {quoted(first)}",
                             self._owned(name, id_), offset)  # fmt: skip
        if first:
            ours = [row.id for row in self.rows if row.owner == first]
            hint = did_you_mean(id_, ours) if ours else f"{quoted(first)} has no options"
            return NameFault("CM104", f"unknown option {quoted(name)}", hint, offset)
        if id_ in self.owners:
            ours = [row.full for row in self.rows if row.owner == id_]
            hint = f"write one of its options: {', '.join(ours[:6])}" if ours else f"{quoted(id_)} has no options"
            return NameFault("CM104", f"unknown option {quoted(name)}", hint, offset)
        named = [row.full for row in self.rows if row.name.casefold() == id_.casefold() != row.id]
        hint = f"that is the name of {named[0]}; write its id" if named else did_you_mean(id_, self.bare)
        return NameFault("CM104", f"unknown option {quoted(name)}", hint, offset)

    def _owned(self, name: str, id_: str) -> str:
        """The way out of an unknown owner: the options of this id, where there are some."""
        same = [row.full for row in self.bare.get(id_, ())]
        return did_you_mean(name, self.full) if not same else f"did you mean {' or '.join(map(quoted, same[:2]))}?"

    def _find_level(self, ref: Ref, owner: str | None) -> int:
        ours = f"{ref.owner or owner}.{ref.option}"
        others = [] if ref.owner else self.graded_bare.get(ref.option, [])
        # The owner's own option comes first, and only if there is none do those of others count.
        graded = list(dict.fromkeys([ours, *others] if ours in self.graded else others))
        if not ref.owner and graded and graded[0] != f"{owner}.{ref.option}" and len(graded) > 1:
            raise NameFault(
                "CM106",
                f"{quoted(ref.option)} is the id of several options",
                f"write one of {', '.join(graded)}",
                ref.offset,
            )
        if not graded:
            if self._is_option(ref, owner):
                raise NameFault("CM108", f"{quoted(ref.option)} has no levels", 'leave out "is"', ref.offset)
            raise self._unknown(ref.owner, ref.option, owner, ref.offset)
        levels = self.graded[graded[0]]
        if ref.level not in levels:
            raise NameFault(
                "CM108",
                f"unknown level {quoted(ref.level or '')} of {graded[0]}",
                did_you_mean(ref.level or "", levels),
                ref.offset,
            )
        return self.full[f"{graded[0]}-{ref.level}"].index

    def _is_option(self, ref: Ref, owner: str | None) -> bool:
        try:
            self._row(ref.owner, ref.option, owner, ref.offset)
        except NameFault:
            return False
        return True
