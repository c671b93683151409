package io.auscult.rules.sigma;

import io.auscult.core.alert.Outcome;
import io.auscult.core.detect.AddressSample;
import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.State;
import io.auscult.core.event.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a correlation remembers of one group: times of events, values, or which of its rules were seen, and who took part. Arrays grow to what the correlation needs and are
 * kept for the next group. Detect thread.
 */
final class Group implements State {
    static final int BUCKETS = 64; // of a span, where single events are too many to remember

    private static final long[] NONE = {};
    private static final int MOST_TEXTS = 8; // values that an alert shows

    final AddressSample sample = new AddressSample();
    final DistinctCounter targets = new DistinctCounter(64, 6);
    final DistinctCounter actors = new DistinctCounter(64, 6);
    final List<String> texts = new ArrayList<>();
    private long[] times = NONE;
    private long[] hashes = NONE;
    private double[] sums = {};
    private int size;
    private int at;
    private long bucket;
    Outcome outcome = Outcome.UNKNOWN;
    long lastEvent; // number of the event counted last
    long firstNs;
    long firstPacket;
    long lastNs;
    long events;
    double total;
    boolean isOver; // the bounds held when it was last asked
    long overNs;
    long told;
    long nextTold;
    long nextEvents;
    Correlator.Last last = Correlator.Last.NONE;

    @Override
    public void clear() {
        sample.clear();
        targets.clear();
        actors.clear();
        texts.clear();
        size = 0;
        at = 0;
        bucket = 0;
        Arrays.fill(sums, 0);
        Arrays.fill(times, 0);
        outcome = Outcome.UNKNOWN;
        lastEvent = -1;
        firstNs = 0;
        events = 0;
        total = 0;
        isOver = false;
        overNs = 0;
        told = 0;
        nextTold = 1;
        nextEvents = Long.MAX_VALUE;
        last = Correlator.Last.NONE;
    }

    /** Notes who took part. */
    void seen(Event event, boolean isReversed, Outcome became) {
        lastNs = event.timestampNs();
        if (events++ == 0) {
            firstNs = lastNs;
            firstPacket = event.packetNumber();
            outcome = became;
        } else if (Hits.gravity(became) > Hits.gravity(outcome)) {
            outcome = became;
        }
        if (event.hasConnection()) {
            long high = isReversed ? event.origHigh() : event.respHigh();
            long low = isReversed ? event.origLow() : event.respLow();
            if (targets.add(Mix.of(high, low))) {
                sample.add(high, low, isReversed ? AddressSample.NO_NUMBER : event.respPort());
            }
            actors.add(
                    isReversed ? Mix.of(event.respHigh(), event.respLow()) : Mix.of(event.origHigh(), event.origLow()));
        }
    }

    /** Remembers that an event came now; the time of the {@code need}-th before it, itself counted, or 0 when there are not so many. */
    long push(long nowNs, int need) {
        if (times.length < need && size == times.length) {
            times = Arrays.copyOf(times, Math.min(need, Math.max(8, size * 2)));
        }
        if (size < times.length && size < need) {
            times[size++] = nowNs;
            return size == need ? times[0] : 0;
        }
        times[at] = nowNs;
        at = (at + 1) % size;
        return times[at];
    }

    /** Remembers a value seen now; how many different ones were within the span, up to {@code most}. */
    int distinct(long hash, long nowNs, long spanNs, int most) {
        int within = 0;
        int place = -1;
        int oldest = 0;
        for (int i = 0; i < size; i++) {
            if (hashes[i] == hash) {
                place = i;
            }
            if (nowNs - times[i] <= spanNs) {
                within++;
            }
            if (times[i] < times[oldest]) {
                oldest = i;
            }
        }
        if (place >= 0) {
            within += nowNs - times[place] > spanNs ? 1 : 0;
            times[place] = nowNs;
            return within;
        }
        if (size < most) {
            if (size == hashes.length) {
                hashes = Arrays.copyOf(hashes, Math.min(most, Math.max(8, size * 2)));
                times = Arrays.copyOf(times, hashes.length);
            }
            place = size++;
            within++;
        } else {
            place = oldest;
            within += nowNs - times[oldest] > spanNs ? 1 : 0;
        }
        hashes[place] = hash;
        times[place] = nowNs;
        return within;
    }

    /** Adds to the sum of the span, which is kept in parts of a {@link #BUCKETS}th; the sum. */
    double add(double value, long nowNs, long spanNs) {
        if (sums.length == 0) {
            sums = new double[BUCKETS];
        }
        long current = Math.floorDiv(nowNs, Math.max(1, spanNs / BUCKETS));
        if (current - bucket >= BUCKETS || size == 0) {
            Arrays.fill(sums, 0);
            size = 1;
        } else {
            for (long b = bucket + 1; b <= current; b++) {
                sums[(int) Math.floorMod(b, (long) BUCKETS)] = 0;
            }
        }
        bucket = Math.max(bucket, current);
        sums[(int) Math.floorMod(bucket, (long) BUCKETS)] += value;
        double sum = 0;
        for (double part : sums) {
            sum += part;
        }
        return sum;
    }

    /** Notes that rule {@code input} was seen; how many of all were within the span. */
    int mark(int input, int inputs, long nowNs, long spanNs) {
        room(inputs);
        times[input] = nowNs;
        int within = 0;
        for (int i = 0; i < inputs; i++) {
            within += times[i] != 0 && nowNs - times[i] <= spanNs ? 1 : 0;
        }
        return within;
    }

    /** Notes that rule {@code input} was seen; whether all were, in order, the first of them within the span. Each time is that of the first rule of the latest such row. */
    boolean follow(int input, int inputs, long nowNs, long spanNs) {
        room(inputs);
        long begun = input == 0 ? nowNs : times[input - 1];
        if (begun == 0 || nowNs - begun > spanNs) {
            return false;
        }
        times[input] = Math.max(times[input], begun);
        return input == inputs - 1;
    }

    private void room(int inputs) {
        if (times.length < inputs) {
            times = Arrays.copyOf(times, inputs);
        }
    }

    /** Begins anew with what is to be seen, not with what was told. */
    void restart() {
        Arrays.fill(times, 0);
        size = 0;
        at = 0;
    }

    /** Begins a new time, for those that are judged at its end. */
    void reopen() {
        long nextLater = nextTold;
        long toldSoFar = told;
        clear();
        nextTold = nextLater;
        told = toldSoFar;
    }

    void note(String text) {
        if (texts.size() < MOST_TEXTS && !text.isEmpty() && !texts.contains(text)) {
            texts.add(text);
        }
    }
}
