package io.auscult.export.eve;

import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.event.Field;
import io.auscult.export.JsonBytes.Key;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Makes {@link Part}s that print fields of one type of event, named by key in EVE and name in the log. Immutable; what it makes belongs to one
 * thread.
 */
final class Members {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final long NS = 1_000_000_000L;
    private static final int MAX_LIST = 1000; // elements of a list in a record; others are left out

    private final EventType type;

    Members(EventType type) {
        this.type = type;
    }

    Field field(String name) {
        return type.field(name);
    }

    Part text(String key, String field) {
        return prefixed(key, "", field);
    }

    /** A text with something of ours before it. */
    Part prefixed(String key, String prefix, String field) {
        Key name = new Key(key);
        Field from = field(field);
        byte[] before = prefix.getBytes(StandardCharsets.ISO_8859_1);
        Scratch joined = new Scratch();
        return (line, event) -> {
            int length = event.length(from);
            if (length == 0) {
                return;
            }
            line.key(name);
            if (before.length == 0) {
                line.text(event.bytes(), event.offset(from), length);
            } else {
                byte[] room = joined.room(before.length + length);
                System.arraycopy(before, 0, room, 0, before.length);
                System.arraycopy(event.bytes(), event.offset(from), room, before.length, length);
                line.text(room, 0, before.length + length);
            }
        };
    }

    Part count(String key, String field) {
        Key name = new Key(key);
        Field from = field(field);
        return (line, event) -> {
            if (event.has(from)) {
                line.key(name).unsigned(event.number(from));
            }
        };
    }

    Part bool(String key, String field) {
        Key name = new Key(key);
        Field from = field(field);
        return (line, event) -> {
            if (event.has(from)) {
                line.key(name).bool(event.flag(from));
            }
        };
    }

    Part address(String key, String field) {
        Key name = new Key(key);
        Field from = field(field);
        return (line, event) -> {
            if (event.has(from)) {
                line.key(name).address(event.addressHigh(from), event.addressLow(from));
            }
        };
    }

    /** A time or an interval in whole seconds. */
    Part seconds(String key, String field) {
        Key name = new Key(key);
        Field from = field(field);
        return (line, event) -> {
            if (event.has(from)) {
                line.key(name).signed(Math.floorDiv(event.number(from), NS));
            }
        };
    }

    Part texts(String key, String field) {
        Key name = new Key(key);
        Field from = field(field);
        return (line, event) -> {
            int count = Math.min(event.listCount(from), MAX_LIST);
            if (count == 0) {
                return;
            }
            int list = line.key(name).open();
            int at = event.listOffset(from);
            for (int i = 0; i < count; i++) {
                int length = (int) INT.get(event.bytes(), at);
                line.element().text(event.bytes(), at + 4, length);
                at += 4 + length;
            }
            line.closeArray(list);
        };
    }

    /** A text or a number as the only element of a list. */
    Part single(String key, Part element) {
        Key name = new Key(key);
        return (line, event) -> {
            int before = line.length();
            int list = line.key(name).open();
            element.write(line, event);
            if (line.length() == list) {
                line.length(before);
            } else {
                line.closeArray(list);
            }
        };
    }

    Part elementOf(String field) {
        Field from = field(field);
        return (line, event) -> {
            if (event.length(from) > 0) {
                line.element().text(event.bytes(), event.offset(from), event.length(from));
            }
        };
    }

    Part digits(String field) {
        Field from = field(field);
        Scratch digits = new Scratch();
        return (line, event) -> {
            if (event.has(from)) {
                byte[] room = digits.room(20);
                int at = room.length;
                long rest = event.number(from);
                do {
                    room[--at] = (byte) ('0' + rest % 10);
                    rest /= 10;
                } while (rest > 0);
                line.element().text(room, at, room.length - at);
            }
        };
    }

    /** What we say for each word of a field: word, ours, word, ours ...; nothing for others. */
    Part words(String key, String field, String... pairs) {
        Field from = field(field);
        byte[][] known = new byte[pairs.length / 2][];
        Part[] ours = new Part[known.length];
        for (int i = 0; i < known.length; i++) {
            known[i] = pairs[2 * i].getBytes(StandardCharsets.ISO_8859_1);
            ours[i] = constant(key, pairs[2 * i + 1]);
        }
        return (line, event) -> {
            for (int i = 0; i < known.length; i++) {
                if (event.textEquals(from, known[i])) {
                    ours[i].write(line, event);
                    return;
                }
            }
        };
    }

    /** As {@link #words}, with the field's own text for words that are not among them. */
    Part wordsOrText(String key, String field, String... pairs) {
        Part words = words(key, field, pairs);
        Part text = text(key, field);
        return (line, event) -> {
            int before = line.length();
            words.write(line, event);
            if (line.length() == before) {
                text.write(line, event);
            }
        };
    }

    static Part constant(String key, String value) {
        Key whole = Key.of(",\"" + key + "\":\"" + value + '"');
        return (line, event) -> line.key(whole);
    }

    static Part number(String key, int value) {
        Key whole = Key.of(",\"" + key + "\":" + value);
        return (line, event) -> line.key(whole);
    }

    /** An object of these; left out when it would be empty. */
    static Part object(String key, Part... parts) {
        Key name = new Key(key);
        return (line, event) -> {
            int before = line.length();
            int object = line.key(name).open();
            for (Part part : parts) {
                part.write(line, event);
            }
            if (line.length() == object) {
                line.length(before);
            } else {
                line.closeObject(object);
            }
        };
    }

    /** An object as the only element of a list. */
    static Part list(String key, Part... parts) {
        Key name = new Key(key);
        return (line, event) -> {
            int list = line.key(name).open();
            int object = line.element().open();
            for (Part part : parts) {
                part.write(line, event);
            }
            line.closeObject(object);
            line.closeArray(list);
        };
    }

    static Part all(Part... parts) {
        return (line, event) -> {
            for (Part part : parts) {
                part.write(line, event);
            }
        };
    }

    /** One part when a field is set, another when not. */
    Part either(String field, Part set, Part unset) {
        Field asked = field(field);
        return (line, event) -> (event.has(asked) ? set : unset).write(line, event);
    }

    static final Part NOTHING = (line, event) -> {};

    /** Bytes that grow. One thread. */
    static final class Scratch {
        private byte[] bytes = new byte[20];

        /** At least so many; what was in them is gone. */
        byte[] room(int length) {
            if (bytes.length < length) {
                bytes = new byte[Math.max(length, 2 * bytes.length)];
            }
            return bytes;
        }
    }

    /** Whether a text begins with this. */
    static boolean begins(Event event, Field field, byte[] start) {
        if (event.length(field) < start.length) {
            return false;
        }
        int at = event.offset(field);
        for (int i = 0; i < start.length; i++) {
            if (event.bytes()[at + i] != start[i]) {
                return false;
            }
        }
        return true;
    }
}
