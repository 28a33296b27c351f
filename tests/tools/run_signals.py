#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""run_signals.py WEIR: what signals do to a program under weir run, from a shell's side and from a terminal's

Guards against a signal that arrives twice or not at all, a terminal whose shell waits for a program that has
stopped, and a program that ends with another status than it would alone.
"""
import os
import pty
import signal
import subprocess
import sys
import time

WEIR = [sys.argv[1], "run", "--family", "17", "--"]
# Tells each signal that it takes, and ends by SIGUSR2 to itself when its terminal or pipe says so.
TELL = """
import os, signal, sys, time
for s in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1):
    signal.signal(s, lambda n, f: print("took", n, flush=True))
os.kill(os.getppid(), signal.SIGUSR1) if sys.argv[1:] == ["parent"] else None
print("ready", flush=True)
sys.stdin.readline()
print("done", flush=True)
os.kill(os.getpid(), signal.SIGUSR2)
"""
TELLER = WEIR + [sys.executable, "-c", TELL]


def expect(what, got, want):
    if got != want:
        sys.exit(f"{what}: {got}, expected {want}")


def by_kill():
    """Each signal once; that of a program to its parent does not come back."""
    p = subprocess.Popen(TELLER + ["parent"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    expect("start", p.stdout.readline(), "ready\n")
    for s in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1):
        p.send_signal(s)
        expect("signal", p.stdout.readline(), f"took {int(s)}\n")
    time.sleep(0.2)
    p.stdin.write("\n")
    p.stdin.flush()
    expect("nothing more", p.stdout.read(), "done\n")
    expect("end by SIGUSR2", p.wait(), 128 + signal.SIGUSR2)


def killed():
    for s in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        p = subprocess.Popen(WEIR + ["sleep", "60"])
        time.sleep(0.3)
        p.send_signal(s)
        expect("sleep, by a signal", p.wait(), 128 + s)


def terminal():
    """A control character is heard once, though the terminal tells both."""
    pid, fd = pty.fork()
    if not pid:
        os.execv(TELLER[0], TELLER)
    text = b""
    for part in (b"ready", b"took 2", b"done"):
        while part not in text:
            text += os.read(fd, 1000)
        if part != b"done":
            time.sleep(0.2)
            os.write(fd, b"\x03" if part == b"ready" else b"\n")
    expect("^C", text.count(b"took"), 1)
    expect("end", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), 128 + signal.SIGUSR2)


def stopped(command, key):
    """A shell that waits hears that its job has stopped, and makes it go on."""
    pid, fd = pty.fork()
    if not pid:
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        job = os.fork()
        if not job:
            os.setpgid(0, 0)
            os.tcsetpgrp(0, os.getpid())
            signal.signal(signal.SIGTTOU, signal.SIG_DFL)
            os.execv(WEIR[0], WEIR + command)
        status = os.waitpid(job, os.WUNTRACED)[1]
        if not os.WIFSTOPPED(status):
            os._exit(100)
        time.sleep(0.1)
        os.killpg(job, signal.SIGCONT)
        os._exit(os.waitstatus_to_exitcode(os.waitpid(job, 0)[1]))
    if key:
        time.sleep(0.5)
        os.write(fd, key)
    expect(f"job control of {command}", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), 5)


signal.alarm(60)
by_kill()
killed()
terminal()
stopped(["sh", "-c", "kill -STOP $$; exit 5"], b"")
stopped(["sh", "-c", "sleep 2; exit 5"], b"\x1a")
