package io.auscult.core.event;

/**
 * One field of an {@link EventType}, made by it. Immutable.
 *
 * @param type whose field it is
 * @param slot its place in the record
 * @param name Zeek's name, dots included
 * @param kind what it holds
 * @param doc one sentence
 */
public record Field(EventType type, int slot, String name, Kind kind, String doc) {
    @Override
    public String toString() {
        return type.name() + "." + name;
    }

    /** By identity: a type's fields are made once. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
