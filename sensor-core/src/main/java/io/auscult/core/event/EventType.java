package io.auscult.core.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The schema of one kind of event: its name (Zeek's log name), its fields in the order of the log, and what each means.
 * Declared as constants on top of the class that writes the event; every type also has the common fields ts, uid and id.* of
 * {@link Event}. Complete once its class is initialised, immutable from then on.
 */
public final class EventType {
    private static final int MAX_FIELDS = 64; // one presence bit each

    private final String name;
    private final String doc;
    private final boolean connection;
    private final boolean log;
    private final List<Field> fields = new ArrayList<>();

    private EventType(String name, String doc, boolean connection, boolean log) {
        this.name = name;
        this.doc = doc;
        this.connection = connection;
        this.log = log;
    }

    /** An event about a connection: has uid, addresses and ports. */
    public static EventType of(String name, String doc) {
        return new EventType(name, doc, true, true);
    }

    /** An event that belongs to no connection. */
    public static EventType standalone(String name, String doc) {
        return new EventType(name, doc, false, true);
    }

    /** An event about a connection that detectors need and no log shows. */
    public static EventType internal(String name, String doc) {
        return new EventType(name, doc, true, false);
    }

    public String name() {
        return name;
    }

    public String doc() {
        return doc;
    }

    /** Whether events of this type carry uid and id.*. A {@code weird} may lack them even so. */
    public boolean hasConnection() {
        return connection;
    }

    /** Whether there is a log of this type. */
    public boolean isLog() {
        return log;
    }

    public List<Field> fields() {
        return Collections.unmodifiableList(fields);
    }

    public Field field(String name) {
        for (Field field : fields) {
            if (field.name().equals(name)) {
                return field;
            }
        }
        throw new IllegalArgumentException(
                "field of " + this.name + ": " + name + " (expected: one of " + fields + ")");
    }

    public int fieldCount() {
        return fields.size();
    }

    public Field text(String name, String doc) {
        return add(name, Kind.TEXT, doc);
    }

    public Field count(String name, String doc) {
        return add(name, Kind.COUNT, doc);
    }

    public Field integer(String name, String doc) {
        return add(name, Kind.INTEGER, doc);
    }

    public Field real(String name, String doc) {
        return add(name, Kind.REAL, doc);
    }

    public Field time(String name, String doc) {
        return add(name, Kind.TIME, doc);
    }

    public Field interval(String name, String doc) {
        return add(name, Kind.INTERVAL, doc);
    }

    public Field bool(String name, String doc) {
        return add(name, Kind.BOOL, doc);
    }

    public Field address(String name, String doc) {
        return add(name, Kind.ADDRESS, doc);
    }

    public Field port(String name, String doc) {
        return add(name, Kind.PORT, doc);
    }

    public Field mac(String name, String doc) {
        return add(name, Kind.MAC, doc);
    }

    public Field textList(String name, String doc) {
        return add(name, Kind.TEXT_LIST, doc);
    }

    public Field countList(String name, String doc) {
        return add(name, Kind.COUNT_LIST, doc);
    }

    public Field intervalList(String name, String doc) {
        return add(name, Kind.INTERVAL_LIST, doc);
    }

    public Field addressList(String name, String doc) {
        return add(name, Kind.ADDRESS_LIST, doc);
    }

    private Field add(String name, Kind kind, String doc) {
        if (fields.size() == MAX_FIELDS) {
            throw new IllegalStateException(
                    "fields of " + this.name + ": " + name + " (expected: at most " + MAX_FIELDS + ")");
        }
        Field field = new Field(this, fields.size(), name, kind, doc);
        fields.add(field);
        return field;
    }

    @Override
    public String toString() {
        return name;
    }
}
