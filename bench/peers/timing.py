"""Whole processes, timed in turn: A B A B …, so that a machine that changes its speed changes both."""
import os
import resource
import statistics
import subprocess
import time

# Libraries under NumPy and Numba start threads of their own unless told otherwise.
ONE_THREAD = os.environ | dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")


def timed(command):
    """Wall and user seconds of a command that must succeed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=ONE_THREAD)
    wall = time.perf_counter() - start
    return wall, resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def in_turn(commands, repeats):
    """(wall, user) seconds of every command, `repeats` times each after one run that does not count."""
    for command in commands:
        timed(command)
    seconds = [[] for _ in commands]
    for _ in range(repeats):
        for place, command in enumerate(commands):
            seconds[place].append(timed(command))
    return seconds


def summary(seconds):
    return {
        "median": statistics.median(seconds),
        "least": min(seconds),
        "most": max(seconds),
    }


def ratio(theirs, ours):
    """How many times as long the peer takes, pair by pair."""
    return statistics.median(their / our for their, our in zip(theirs, ours))
