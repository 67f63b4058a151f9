#!/usr/bin/env python3
"""A server of heartbeat.v1, level (a): what a client has missed is sent again, in order and once.

Each line of the standard input is a message for all clients, as JSON; its number is printed. Needs
Python 3.10 and websockets 10 (Debian: python3-websockets). Arguments: port, size of the log.
"""
import asyncio, collections, contextlib, json, re, secrets, sys
import websockets

MAX_HELLO, MAX_CONTROL, MAX_MESSAGE = 16_384, 4_096, 1_048_576
BAD_FRAME, UNAUTHORISED, NO_SESSIONS, TOO_SLOW = 4400, 4401, 4406, 4408

class Log:
    """The newest messages, numbered from 1. It ends with the process, so each process has an epoch."""
    def __init__(self, size):
        self.epoch, self.head = secrets.token_urlsafe(9), 0
        self.frames, self.links = collections.deque(maxlen=size), set()

    def first(self):
        return self.head - len(self.frames) + 1

    def publish(self, message):
        self.head += 1
        self.frames.append(f"{self.head} {message}")
        [link.wake.set() for link in self.links]

class Link:
    def __init__(self, log, socket):
        self.log, self.socket, self.wake, self.pongs = log, socket, asyncio.Event(), 0

    async def serve(self, hello):
        await self.welcome(hello)
        self.log.links.add(self)
        sending = asyncio.create_task(self.send())
        try:
            await self.receive()
        finally:
            self.log.links.discard(self)
            sending.cancel()

    async def welcome(self, hello):
        epoch, number = hello.get("at") or (None, 0)
        recovered = epoch == self.log.epoch and self.log.first() - 1 <= number <= self.log.head
        self.told = int(number) if recovered else self.log.head
        answer = {"welcome": [self.log.epoch, self.told], "recovered": recovered, "max": MAX_MESSAGE}
        await self.socket.send(json.dumps(answer | {"in": 0 if hello["first"] == 1 else None}))

    async def send(self):
        """Follows the log at the client's own pace: `socket.send` waits while it doesn't read."""
        while True:
            self.wake.clear()
            while self.told < self.log.head:
                if self.told + 1 < self.log.first():
                    return await self.socket.close(TOO_SLOW, "fell behind the log")
                self.told += 1
                await self.socket.send(self.log.frames[self.told - self.log.first()])
            for _ in range(self.pongs):
                self.pongs -= 1
                await self.socket.send(json.dumps({"at": self.told, "pong": 1}))
            await self.wake.wait()

    async def receive(self):
        async for frame in self.socket:
            if frame == "ping":
                self.pongs = min(self.pongs + 1, 32)
                self.wake.set()
            elif not is_message(frame) and "hello" in parse(frame, MAX_CONTROL):
                return await self.socket.close(BAD_FRAME, "a malformed frame")

def is_number(value):
    return type(value) in (int, float) and value == value // 1 and 0 <= value < 2**53

def is_message(frame):
    if isinstance(frame, bytes):
        return len(frame) >= 8 and is_number(int.from_bytes(frame[:8], "big"))
    return re.match(r"(0|[1-9][0-9]{0,15}) ", frame) and is_number(int(frame.split()[0]))

def parse(frame, limit):
    """The members of a control frame; of a malformed one a hello that is none."""
    is_control = isinstance(frame, str) and frame.startswith("{")
    try:  # Characters count as UTF-16 units.
        if is_control and len(frame.encode("utf-16-le", "surrogatepass")) <= 2 * limit:
            return json.loads(frame)
    except (ValueError, RecursionError):
        pass
    return {"hello": None}

def parse_hello(frame):
    hello = parse(frame, MAX_HELLO)
    match [hello.get("hello"), hello.get("first"), hello.get("at", ["none", 0])]:
        case [[str(session), opening], first, [str(epoch), number]]:
            names = re.fullmatch(r"[A-Za-z0-9_-]{22,64} [A-Za-z0-9_-]{1,64}", f"{session} {epoch}")
            numbers = all(map(is_number, [opening, first, number])) and opening > 0 and first > 0
            return hello if names and numbers else None

async def main(port=0, size=10_000, authenticate=lambda auth: True):
    log = Log(size)

    async def serve(socket, path=None):
        if socket.subprotocol is None:
            return await socket.close(NO_SESSIONS, "offer the subprotocol heartbeat.v1")
        # Links are lost without a word: that is what the log is for.
        with contextlib.suppress(websockets.ConnectionClosed, asyncio.TimeoutError):
            hello = parse_hello(await asyncio.wait_for(socket.recv(), 10))
            if hello is None:
                return await socket.close(BAD_FRAME, "expected a hello")
            if not authenticate(hello.get("auth")):
                return await socket.close(UNAUTHORISED, "not authorised")
            await Link(log, socket).serve(hello)

    options = {"subprotocols": ["heartbeat.v1"], "max_size": MAX_MESSAGE + 17}
    async with websockets.serve(serve, "127.0.0.1", port, **options) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        lines, loop = asyncio.StreamReader(), asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
        async for line in lines:
            log.publish(line.decode().strip())
            print(log.head, flush=True)

asyncio.run(main(*map(int, sys.argv[1:3])))
