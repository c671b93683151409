package io.auscult.export.eve;

import io.auscult.core.event.Event;
import io.auscult.core.event.Field;
import io.auscult.export.JsonBytes.Key;
import io.auscult.export.JsonLine;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Members for which a field of a log has to be taken apart. Stateless. */
final class Pieces {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final long NS = 1_000_000_000L;
    private static final int MAX_ANSWERS = 1000; // of a reply; others are left out

    private Pieces() {}

    /** {@code host:port}, {@code [address]:port} or a host alone. */
    static Part hostAndPort(Members m) {
        Field host = m.field("host");
        Key name = new Key("hostname");
        Key port = new Key("http_port");
        return (line, event) -> {
            int length = event.length(host);
            if (length == 0) {
                return;
            }
            byte[] bytes = event.bytes();
            int from = event.offset(host);
            int digits = 0;
            int number = 0;
            while (digits < Math.min(5, length - 1) && isDigit(bytes[from + length - 1 - digits])) {
                digits++;
            }
            int colon = length - 1 - digits;
            boolean hasPort =
                    digits > 0 && bytes[from + colon] == ':' && (bytes[from] == '[' || !has(bytes, ':', from, colon));
            for (int i = colon + 1; hasPort && i < length; i++) {
                number = 10 * number + bytes[from + i] - '0';
            }
            line.key(name).text(bytes, from, hasPort ? colon : length);
            if (hasPort) {
                line.key(port).unsigned(number);
            }
        };
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean has(byte[] bytes, char c, int from, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[from + i] == c) {
                return true;
            }
        }
        return false;
    }

    /** The first of a list of texts. */
    static Part first(Members m, String key, String field) {
        Field list = m.field(field);
        Key name = new Key(key);
        return (line, event) -> {
            if (event.listCount(list) > 0) {
                int at = event.listOffset(list);
                line.key(name).text(event.bytes(), at + 4, (int) INT.get(event.bytes(), at));
            }
        };
    }

    /** {@code SSH-2.0-OpenSSH_9.2p1 comment} taken apart, RFC 4253 section 4.2. */
    static Part identification(Members m, String field) {
        Field text = m.field(field);
        Key version = new Key("proto_version");
        Key software = new Key("software_version");
        return (line, event) -> {
            int length = event.length(text);
            int from = event.offset(text);
            int dash = length < 5 ? -1 : indexOf(event, '-', from + 4, from + length);
            if (length < 5 || dash < 0) {
                return;
            }
            int space = indexOf(event, ' ', dash, from + length);
            int end = space < 0 ? from + length : space;
            line.key(version).text(event.bytes(), from + 4, dash - from - 4);
            line.key(software).text(event.bytes(), dash + 1, end - dash - 1);
        };
    }

    private static int indexOf(Event event, char c, int from, int limit) {
        for (int i = from; i < limit; i++) {
            if (event.bytes()[i] == c) {
                return i;
            }
        }
        return -1;
    }

    /** The last of a DHCP exchange's messages, in lower case. */
    static Part lastMessage(Members m) {
        Field types = m.field("msg_types");
        Key name = new Key("dhcp_type");
        return (line, event) -> {
            int count = event.listCount(types);
            if (count == 0) {
                return;
            }
            int at = event.listOffset(types);
            for (int i = 1; i < count; i++) {
                at += 4 + (int) INT.get(event.bytes(), at);
            }
            int begin = line.key(name).length();
            line.text(event.bytes(), at + 4, (int) INT.get(event.bytes(), at));
            lower(line, begin);
        };
    }

    /** Makes letters small in what was written since. */
    static void lower(JsonLine line, int begin) {
        byte[] bytes = line.bytes();
        for (int i = begin; i < line.length(); i++) {
            if (bytes[i] >= 'A' && bytes[i] <= 'Z') {
                bytes[i] |= 0x20;
            }
        }
    }

    /** The digit of 1, 2c or 3. */
    static Part snmpVersion(Members m) {
        Field version = m.field("version");
        Key name = new Key("version");
        return (line, event) -> {
            if (event.length(version) > 0 && isDigit(event.bytes()[event.offset(version)])) {
                line.key(name).unsigned(event.bytes()[event.offset(version)] - '0');
            }
        };
    }

    /** What was said first in a conversation of several messages. */
    static Part snmpKind(Members m) {
        String[] fields = {"set_requests", "get_bulk_requests", "get_requests", "traps", "get_responses"};
        String[] kinds = {"set_request", "get_bulk_request", "get_request", "trap_v2", "response"};
        Field[] counts = new Field[fields.length];
        Part[] parts = new Part[fields.length];
        for (int i = 0; i < fields.length; i++) {
            counts[i] = m.field(fields[i]);
            parts[i] = Members.constant("pdu_type", kinds[i]);
        }
        return (line, event) -> {
            for (int i = 0; i < counts.length; i++) {
                if (event.number(counts[i]) > 0) {
                    parts[i].write(line, event);
                    return;
                }
            }
        };
    }

    /** Data and time to live of each answer; of which type it is the log does not say. */
    static Part answers(Members m) {
        Field answers = m.field("answers");
        Field lifetimes = m.field("TTLs");
        Key name = new Key("answers");
        Key data = new Key("rdata");
        Key lifetime = new Key("ttl");
        return (line, event) -> {
            int count = Math.min(event.listCount(answers), MAX_ANSWERS);
            if (count == 0) {
                return;
            }
            int at = event.listOffset(answers);
            int timed = event.listCount(lifetimes);
            int list = line.key(name).open();
            for (int i = 0; i < count; i++) {
                int length = (int) INT.get(event.bytes(), at);
                int object = line.element().open();
                line.key(data).text(event.bytes(), at + 4, length);
                if (i < timed) {
                    line.key(lifetime).unsigned(event.numberAt(lifetimes, i) / NS);
                }
                line.closeObject(object);
                at += 4 + length;
            }
            line.closeArray(list);
        };
    }
}
