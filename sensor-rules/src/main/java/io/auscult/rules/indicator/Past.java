package io.auscult.rules.indicator;

/**
 * What one host had to do with one indicator, as recorded. Immutable.
 *
 * @param last the latest of it
 * @param count how often
 * @param firstNs when first, ns since 1970
 */
public record Past(Find last, long count, long firstNs) {
    /** One more. */
    Past and(Find find) {
        long time = find.occurrence().timeNs();
        return new Past(time > last.occurrence().timeNs() ? find : last, count + 1, Math.min(firstNs, time));
    }

    static Past of(Find find) {
        return new Past(find, 1, find.occurrence().timeNs());
    }
}
