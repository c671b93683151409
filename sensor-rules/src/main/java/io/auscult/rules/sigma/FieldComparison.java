package io.auscult.rules.sigma;

import io.auscult.core.event.Event;

/** Compares two fields of an event: addresses and numbers by value, else by text. Stateless; makes garbage only for texts, which are rare in rules that compare fields. */
final class FieldComparison {
    private FieldComparison() {}

    static boolean holds(Event event, Column one, Column other, boolean isCased, boolean atStart, boolean atEnd) {
        int ones = one.count(event);
        int others = other.count(event);
        if (ones == 0 || others == 0) {
            return false;
        }
        boolean isWhole = !atStart && !atEnd;
        if (isWhole && one.isAddress() && other.isAddress()) {
            for (int i = 0; i < ones; i++) {
                for (int j = 0; j < others; j++) {
                    if (one.low(event, i) == other.low(event, j) && one.high(event, i) == other.high(event, j)) {
                        return true;
                    }
                }
            }
            return false;
        }
        if (isWhole
                && one.isNumber()
                && other.isNumber()
                && one.isTime() == other.isTime()
                && ones == 1
                && others == 1) {
            return one.number(event, 0) == other.number(event, 0);
        }
        return one.any(event, new TextTest() {
            @Override
            boolean passes(byte[] bytes, int at, int length) {
                return other.any(event, new Same(bytes, at, length, isCased, atStart, atEnd));
            }
        });
    }

    /** Whether a text is, begins or ends the one given, as far as asked for. */
    private static final class Same extends TextTest {
        private final byte[] text;
        private final int from;
        private final int size;
        private final boolean isCased;
        private final boolean atStart;
        private final boolean atEnd;

        Same(byte[] text, int from, int size, boolean isCased, boolean atStart, boolean atEnd) {
            this.text = text;
            this.from = from;
            this.size = size;
            this.isCased = isCased;
            this.atStart = atStart;
            this.atEnd = atEnd;
        }

        @Override
        boolean passes(byte[] bytes, int at, int length) {
            if (length > size || !atStart && !atEnd && length != size) {
                return false;
            }
            if (atStart && atEnd) {
                for (int i = 0; i <= size - length; i++) {
                    if (isAt(from + i, bytes, at, length)) {
                        return true;
                    }
                }
                return false;
            }
            return isAt(atEnd ? from + size - length : from, bytes, at, length);
        }

        private boolean isAt(int start, byte[] bytes, int at, int length) {
            for (int i = 0; i < length; i++) {
                byte a = text[start + i];
                byte b = bytes[at + i];
                if (isCased ? a != b : fold(a) != fold(b)) {
                    return false;
                }
            }
            return true;
        }
    }
}
