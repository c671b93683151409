package io.auscult.core.event;

/** What a {@link Field} holds. Numbers live in the record's slot; texts, addresses and lists beside it. */
public enum Kind {
    /** Bytes as seen on the wire, taken as UTF-8. */
    TEXT,
    /** Unsigned number. */
    COUNT,
    /** Signed number. */
    INTEGER,
    /** IEEE 754 bits of a double. */
    REAL,
    /** Nanoseconds since 1970. */
    TIME,
    /** Nanoseconds. */
    INTERVAL,
    BOOL,
    /** 16 bytes, IPv4 as ::ffff:a.b.c.d. */
    ADDRESS,
    PORT,
    /** Hardware address, 48 bits. */
    MAC,
    TEXT_LIST,
    COUNT_LIST,
    /** Nanoseconds each. */
    INTERVAL_LIST,
    ADDRESS_LIST;

    public boolean isList() {
        return this.ordinal() >= TEXT_LIST.ordinal();
    }

    /** Whether the value is the slot itself. */
    public boolean isNumber() {
        return switch (this) {
            case COUNT, INTEGER, REAL, TIME, INTERVAL, BOOL, PORT, MAC -> true;
            default -> false;
        };
    }
}
