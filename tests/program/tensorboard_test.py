# SPDX-License-Identifier: MIT
"""output.tensorboard and output.report: read back by a reader of its own."""
import csv
import pathlib
import struct
import unittest

from program import ProgramTest

CONFIG = """{"problem": {"domain": [0, 4], "equations": ["x' = 1.5*x - x*y", "y' = x*y - 3*y"],
 "conditions": ["x(0) = 3", "y(0) = 1"]}, "output": {"tensorboard": true, "report": true}}"""


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def unmasked(masked):
    rotated = (masked - 0xA282EAD8) & 0xFFFFFFFF
    return ((rotated >> 17) | (rotated << 15)) & 0xFFFFFFFF


def records(data):
    at = 0
    while at < len(data):
        length, length_crc = struct.unpack_from("<QI", data, at)
        assert unmasked(length_crc) == crc32c(data[at:at + 8])
        event = data[at + 12:at + 12 + length]
        (event_crc,) = struct.unpack_from("<I", data, at + 12 + length)
        assert unmasked(event_crc) == crc32c(event)
        yield event
        at += 16 + length


def varint(data, at):
    value = shift = 0
    while True:
        value |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
        if not data[at - 1] & 0x80:
            return value, at


def fields(message):
    at = 0
    while at < len(message):
        key, at = varint(message, at)
        size = {1: 8, 5: 4}.get(key & 7)
        if key & 7 == 0:
            value, at = varint(message, at)
        else:
            if size is None:
                size, at = varint(message, at)
            value = message[at:at + size]
            at += size
        yield key >> 3, value


class Tensorboard(ProgramTest):
    def test_every_number_of_the_history_is_a_scalar(self):
        self.write("lv.json", CONFIG)
        done = self.run_program("lv.json")
        self.assertEqual(done.returncode, 0, done.stderr)
        folder = pathlib.Path(self.folder, "lv.run")
        found = {}
        for number, event in enumerate(records((folder / "events.out.tfevents.pinn-solve").read_bytes())):
            parts = dict(fields(event))
            if number == 0:
                self.assertEqual(parts[3], b"brain.Event:2")
                continue
            for _, value in fields(parts[5]):
                scalar = dict(fields(value))
                found[parts[2], scalar[1].decode()] = struct.unpack("<f", scalar[2])[0]
        with open(folder / "history.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            expected = float(row["loss"])
            self.assertAlmostEqual(found[int(row["iteration"]), "loss"], expected, delta=1e-6 * abs(expected))
        self.assertEqual(len({step for step, _ in found}), len(rows))

    def test_the_report_is_written_along(self):
        self.write("lv.json", CONFIG)
        done = self.run_program("lv.json")
        self.assertEqual(done.returncode, 0, done.stderr)
        page = pathlib.Path(self.folder, "lv.run", "report.html").read_text()
        self.assertIn("</html>", page)
        again = self.run_program("lv.json", "--overwrite", "--set", "output.report=false")
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertFalse(pathlib.Path(self.folder, "lv.run", "report.html").exists())


if __name__ == "__main__":
    unittest.main()
