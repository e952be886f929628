"""ctrl+c during an import waits for what is being written."""

from __future__ import annotations

import signal

import pytest

from tui.cli.importing.interruption import Interruption


def test_it_waits_for_what_is_being_written() -> None:
    done: list[str] = []

    def write() -> None:
        with Interruption() as interruption:
            with interruption.delayed():
                signal.raise_signal(signal.SIGINT)
                done.append("written")
            done.append("more")

    with pytest.raises(KeyboardInterrupt):
        write()
    assert done == ["written"]


def test_it_does_not_wait_the_second_time_or_while_nothing_is_written() -> None:
    def press_twice(interruption: Interruption) -> None:
        with interruption.delayed():
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)
            pytest.fail("it waited")

    with Interruption() as interruption:
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            press_twice(interruption)


def test_ctrl_c_is_given_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Interruption():
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before
