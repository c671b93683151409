package io.auscult.rules.sigma;

import io.auscult.core.event.EventType;
import java.util.List;
import java.util.Map;

/**
 * A rule about several events, compiled. Immutable but for the buffers of its columns, so of one thread.
 *
 * @param meta what it says about itself
 * @param type how events are put together
 * @param inputs the rules it looks at, in its order
 * @param group names of the fields that tell groups apart, for people
 * @param spanNs within which time
 * @param bounds what their count, sum or average must be
 * @param fingerprint the same for the same content of itself and of all it looks at
 * @param alerts whether it raises alerts itself
 */
record Correlation(
        Meta meta,
        Type type,
        List<Input> inputs,
        List<String> group,
        long spanNs,
        Bounds bounds,
        long fingerprint,
        boolean alerts) {
    /** How events are put together, by Sigma's names. */
    enum Type {
        EVENT_COUNT,
        VALUE_COUNT,
        VALUE_SUM,
        VALUE_AVG,
        TEMPORAL,
        TEMPORAL_ORDERED;

        boolean hasField() {
            return this == VALUE_COUNT || this == VALUE_SUM || this == VALUE_AVG;
        }

        boolean isTemporal() {
            return this == TEMPORAL || this == TEMPORAL_ORDERED;
        }
    }

    /**
     * One of the rules it looks at.
     *
     * @param source index of an event's rule, or of a correlation
     * @param isCorrelation which of both
     * @param group for each type of event that may come of it, where the values of the group are
     * @param fields likewise, the values that are counted or summed; empty where none are
     */
    record Input(int source, boolean isCorrelation, Map<EventType, Column[]> group, Map<EventType, Column[]> fields) {}

    /**
     * What is asked of a number.
     *
     * @param least and no less
     * @param most and no more
     * @param isOpenBelow whether it must be more than the least
     * @param isOpenAbove whether it must be less than the most
     * @param except and not this; NaN for nothing
     */
    record Bounds(double least, double most, boolean isOpenBelow, boolean isOpenAbove, double except) {
        static final Bounds ALL =
                new Bounds(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false, false, Double.NaN);

        boolean hold(double value) {
            return (isOpenBelow ? value > least : value >= least)
                    && (isOpenAbove ? value < most : value <= most)
                    && value != except;
        }

        /** Whether more of it can never undo it, so that it can be told as soon as it holds. */
        boolean isMonotonous() {
            return most == Double.POSITIVE_INFINITY && Double.isNaN(except) && least > Double.NEGATIVE_INFINITY;
        }

        /** The smallest whole number for which it can hold. */
        long need() {
            return least == Double.NEGATIVE_INFINITY
                    ? 1
                    : (long) Math.max(1, isOpenBelow ? Math.floor(least) + 1 : Math.ceil(least));
        }
    }

    /** Whether it is judged when its time is over, and not before. */
    boolean isWindowed() {
        return !type.isTemporal() && (type == Type.VALUE_AVG || !bounds.isMonotonous());
    }

    Correlation silent() {
        return new Correlation(meta, type, inputs, group, spanNs, bounds, fingerprint, false);
    }
}
