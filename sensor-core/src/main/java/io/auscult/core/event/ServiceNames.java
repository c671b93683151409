package io.auscult.core.event;

import org.jspecify.annotations.Nullable;

/**
 * Names of services joined by commas, each combination made once: connections of the same kind share its text. Lives with the parsers of a lane. Beyond
 * {@link #MAX} combinations more are joined anew each time; protocols that travel together make a few dozen.
 */
public final class ServiceNames {
    static final int MAX = 512;

    private static final int SLOTS = 2 * MAX;

    private final @Nullable String[] before = new @Nullable String[SLOTS];
    private final @Nullable String[] added = new @Nullable String[SLOTS];
    private final @Nullable String[] joined = new @Nullable String[SLOTS];
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
        int slot = (service.hashCode() * 31 + name.hashCode()) * 0x9E37_79B9 >>> 22; // of SLOTS
        while (joined[slot] != null) {
            if (service.equals(before[slot]) && name.equals(added[slot])) {
                return joined[slot];
            }
            slot = slot + 1 & SLOTS - 1;
        }
        String text = service + ',' + name;
        if (size < MAX) {
            size++;
            before[slot] = service;
            added[slot] = name;
            joined[slot] = text;
        }
        return text;
    }
}
