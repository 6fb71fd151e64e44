"""Has what is read on standard input decide what a model says; only messages to the runner go to standard output."""

import asyncio
import json
import os
import sys
import traceback

_output = os.fdopen(os.dup(1), "w")
# Frameworks print what they do.
os.dup2(2, 1)


def _loopback_only(event, arguments):
    if event not in ("socket.connect", "socket.getaddrinfo"):
        return
    place = arguments[1] if event == "socket.connect" else arguments
    host = place[0] if isinstance(place, tuple) else "localhost"
    if host in ("127.0.0.1", "::1", "localhost", None):
        return
    tell(network=f"{event} {host}")
    raise OSError(f"no network but the loopback: {host}")


sys.addaudithook(_loopback_only)


def tell(**message):
    """Tells the runner."""
    print(json.dumps(message), file=_output, flush=True)


def asked(seen=None):
    """Tells what the model has got, and gives what it says: {"tool", "arguments"}, or {"say"}."""
    tell(seen=seen)
    line = sys.stdin.readline()
    return json.loads(line) if line else {"say": "done"}


async def asked_later(seen=None):
    """The same where a loop must go on."""
    return await asyncio.to_thread(asked, seen)


def run(main, module):
    """Runs an agent, over the transport that is named first, with the timeout that is named second."""
    transport, timeout = sys.argv[1], float(sys.argv[2])
    connect = getattr(module, f"over_{transport}")
    try:
        said = main(connect, timeout)
        tell(said=asyncio.run(said) if asyncio.iscoroutine(said) else said)
    except BaseException as error:
        traceback.print_exc()
        tell(crashed=f"{type(error).__name__}: {error}")
