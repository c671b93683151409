package io.auscult.rules.sigma;

import java.util.ArrayList;
import java.util.List;

/**
 * What an event must show, at least one of them, before a condition can hold. So that of thousands of rules only those are asked whose anchors are there.
 * Immutable; made when rules are compiled.
 */
final class Anchors {
    /** Nothing is known: the condition has to be asked for every event. */
    static final Anchors ANYTHING = new Anchors(List.of(), 0);
    /** The condition can never hold. */
    static final Anchors NOTHING = new Anchors(List.of(), Integer.MAX_VALUE);

    private static final int MOST = 10_000; // of one rule; beyond, it is asked for every event
    private static final int OF_NUMBER = 6; // how telling a number is, in characters of text
    private static final int OF_ADDRESS = 12;

    /** One thing to be found in one column. */
    sealed interface Anchor {
        Column column();
    }

    /** This ASCII, in lower case, is in the text in whatever case. */
    record TextAnchor(Column column, byte[] text) implements Anchor {}

    /** This number. */
    record NumberAnchor(Column column, long value) implements Anchor {}

    /** This address. */
    record AddressAnchor(Column column, long high, long low) implements Anchor {}

    private final List<Anchor> anchors;
    private final int worth; // of the least telling

    private Anchors(List<Anchor> anchors, int worth) {
        this.anchors = anchors;
        this.worth = worth;
    }

    static Anchors text(Column column, byte[] text) {
        return new Anchors(List.of(new TextAnchor(column, text)), text.length);
    }

    static Anchors number(Column column, long value) {
        return new Anchors(List.of(new NumberAnchor(column, value)), OF_NUMBER);
    }

    static Anchors address(Column column, long high, long low) {
        return new Anchors(List.of(new AddressAnchor(column, high, low)), OF_ADDRESS);
    }

    List<Anchor> list() {
        return anchors;
    }

    /** Whether every event has to be asked. */
    boolean isAnything() {
        return worth == 0;
    }

    boolean isNothing() {
        return worth == Integer.MAX_VALUE;
    }

    boolean isBetterThan(Anchors other) {
        return worth > other.worth;
    }

    Anchors or(Anchors other) {
        if (isAnything() || other.isAnything() || anchors.size() + other.anchors.size() > MOST) {
            return ANYTHING;
        }
        List<Anchor> both = new ArrayList<>(anchors);
        both.addAll(other.anchors);
        return new Anchors(both, Math.min(worth, other.worth));
    }
}
