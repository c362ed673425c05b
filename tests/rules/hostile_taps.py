"""What phones may send instead of what our buttons carry."""

HOSTILE = [
    "", ":", "::", "ack", "ack:", "ack:0", "ack:-1", "ack:2147483649", "ack:99999999999999999999999999",
    "ack:1.0", "ack:1e3", "ack:0x11", "ack:017", "ack:+17", "ack: 17", "ack:17 ", "ack:17\n", "ack:1_7",
    "ack:١٧", "ack:１７", "ack:Ⅻ", "ack:NaN", "ack:inf", "ack:None", "ack:true", "ack:17:18", "ack::17",
    "Ack:17", "ACK:17", " ack:17", "ack;17", "ack_17", "/ack_17", "аck:17", "ack\u200b:17", "ack:17\u202e",
    "ack:17\x00", "\x00", "\ud800", "ack:\ud800", "😀" * 16, "\u202e" * 21, "x" * 64, ":" * 64, "0" * 64,
    "answer:17:4:", "answer:17:4:Not", "answer:17:4:a b", "answer:17:4:a:b", "answer:17:-4:yes",
    "answer:17:4:не", "answer:17:4:" + "a" * 25, "answer:17::yes", "answer::4:yes", "report:s:",
    "report:s:../x",
    "report:s:{0.__class__}", "report:s:%s", "report:s:<b>", "report:s:' OR 1=1", "cancelit:17:2147483649",
    "-:1", "-",
]  # fmt: skip
