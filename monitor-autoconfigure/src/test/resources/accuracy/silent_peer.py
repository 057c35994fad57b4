"""Simulates a host at the far end of the cable that stops responding during a connection.

Runs inside the network namespace of the measured process and implements TCP with a raw socket, so that sockets stay in
states that are usually short. The behavior depends on the port:

1001  accepts, but does not respond to a FIN: the caller stays in FIN_WAIT1
1002  accepts, and responds to a FIN with a FIN but without acknowledging it: the caller stays in CLOSING
1003  accepts and closes immediately, but does not respond to the caller's FIN: the caller stays in LAST_ACK

A line `syn PORT COUNT` on standard input opens connections without completing the handshake: the listener stays in
SYN_RECV.
"""
import os
import select
import socket
import struct
import sys

OWN_ADDRESS, PEER_ADDRESS = socket.inet_aton("192.0.2.2"), socket.inet_aton("192.0.2.1")
ETHERNET = bytes.fromhex("020000000001") + bytes.fromhex("020000000002") + b"\x08\x00"
FIN, SYN, ACK = 1, 2, 16
SEQUENCE = 1000


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def send(source, target, sequence, acknowledged, flags):
    tcp = struct.pack("!HHIIBBHHH", source, target, sequence, acknowledged, 5 << 4, flags, 65535, 0, 0)
    pseudo = OWN_ADDRESS + PEER_ADDRESS + struct.pack("!BBH", 0, 6, len(tcp))
    tcp = tcp[:16] + struct.pack("!H", checksum(pseudo + tcp)) + tcp[18:]
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 0, 0, 64, 6, 0, OWN_ADDRESS, PEER_ADDRESS)
    ip = ip[:10] + struct.pack("!H", checksum(ip)) + ip[12:]
    cable.send(ETHERNET + ip + tcp)


def receive(frame):
    ip = frame[14:]
    if ip[9] != 6 or ip[16:20] != OWN_ADDRESS:
        return
    tcp = ip[(ip[0] & 15) * 4:]
    peer, port, sequence, _, _, flags = struct.unpack("!HHIIBB", tcp[:14])
    if port not in (1001, 1002, 1003):
        return
    if flags & SYN:
        send(port, peer, SEQUENCE, sequence + 1 & 0xFFFFFFFF, SYN | ACK)
        if port == 1003:
            send(port, peer, SEQUENCE + 1, sequence + 1 & 0xFFFFFFFF, FIN | ACK)
    elif flags & FIN and port == 1002:
        # Acknowledges the data before the FIN, but not the FIN itself.
        send(port, peer, SEQUENCE + 1, sequence, FIN | ACK)


cable = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0800))
cable.bind(("bridge", 0))
print("ready", flush=True)
while True:
    readable, _, _ = select.select([cable, sys.stdin], [], [])
    if cable in readable:
        receive(cable.recv(65535))
    if sys.stdin in readable:
        words = os.read(sys.stdin.fileno(), 4096).decode().split()
        if not words:
            break
        for i in range(int(words[2])):
            send(40000 + i, int(words[1]), SEQUENCE, 0, SYN)
        print("done", flush=True)
