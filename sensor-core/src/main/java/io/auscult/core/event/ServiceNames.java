package io.auscult.core.event;

import org.jspecify.annotations.Nullable;

/**
 * Names of services joined by commas, each combination made once: connections of the same kind share its text. Lives with the parsers of a lane. Beyond
 * {@link #MAX} combinations more are joined anew each time; protocols that travel together make a few dozen.
 */
public final class ServiceNames {
    static final int MAX = 512;

    private static final int FIRST = 8; // combinations before it grows

    private record Joined(String before, String added, String text) {}

    private @Nullable Joined[] slots = {};
    private int size;

    /** Notes a protocol once, behind those that were recognised before. */
    public void add(ConnectionId connection, String name) {
        String service = connection.service;
        if (service == null) {
            connection.service = name;
        } else if (!connection.hasService(name)) {
            connection.service = join(service, name);
        }
    }

    private String join(String service, String name) {
        int mask = slots.length - 1;
        int slot = hash(service, name) & mask;
        while (mask > 0 && slots[slot] != null) {
            Joined known = slots[slot];
            if (service.equals(known.before) && name.equals(known.added)) {
                return known.text;
            }
            slot = slot + 1 & mask;
        }
        String text = service + ',' + name;
        if (size < MAX) {
            if (2 * size >= slots.length) {
                grow();
            }
            size++;
            place(new Joined(service, name, text));
        }
        return text;
    }

    private void place(Joined joined) {
        int slot = hash(joined.before, joined.added) & slots.length - 1;
        while (slots[slot] != null) {
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = joined;
    }

    private void grow() {
        @Nullable Joined[] old = slots;
        slots = new @Nullable Joined[Math.max(2 * FIRST, 2 * old.length)];
        for (Joined joined : old) {
            if (joined != null) {
                place(joined);
            }
        }
    }

    private static int hash(String service, String name) {
        return (service.hashCode() * 31 + name.hashCode()) * 0x9E37_79B9 >>> 16;
    }
}
