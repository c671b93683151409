package io.auscult.app.metric;

import static io.auscult.app.metric.Status.AMBER;
import static io.auscult.app.metric.Status.RED;

import io.auscult.app.metric.Report.Reason;
import io.auscult.core.counter.Counter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Judges whether the sensor does its work: packets come, few are lost, outputs deliver, the disk has room, all rules are in use, no declared role or exception has
 * run out. {@link #sample} is called every few seconds by one thread; {@link #report} by any. Remembers a minute of samples.
 */
public final class Health {
    /** Share of packets lost in the last minute from which it is not green any more. */
    static final double DROPS_AMBER = 0.001;

    static final double DROPS_RED = 0.05;
    /** Times the allowed silence from which it is red. */
    static final int SILENCE_RED = 5;

    static final Duration FAILING_RED = Duration.ofMinutes(10);
    static final long DISK_AMBER = 2L << 30; // bytes free
    static final long DISK_RED = 200L << 20;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private record Sample(Instant time, long received, long lost) {}

    private final Counts counts;
    private final Clock clock;
    private final Duration silence;
    private final Supplier<List<String>> gone;
    private final List<Output> outputs;
    private final LongSupplier diskFree;
    private final LongSupplier expiredRoles;
    private final LongSupplier expiredExceptions;
    private volatile Supplier<List<String>> brokenRules = List::of;

    private final Deque<Sample> samples = new ArrayDeque<>(); // guarded by this
    private Instant lastPacket; // guarded by this

    /**
     * @param silence how long no packet may come
     * @param gone interfaces that cannot be listened to any more, each with its reason
     * @param diskFree bytes free where outputs are written, Long.MAX_VALUE when nothing is written
     * @param expiredRoles how many declared roles have run out
     * @param expiredExceptions and how many exceptions
     */
    public Health(
            Counts counts,
            Clock clock,
            Duration silence,
            Supplier<List<String>> gone,
            List<Output> outputs,
            LongSupplier diskFree,
            LongSupplier expiredRoles,
            LongSupplier expiredExceptions) {
        this.counts = counts;
        this.clock = clock;
        this.silence = silence;
        this.gone = gone;
        this.outputs = List.copyOf(outputs);
        this.diskFree = diskFree;
        this.expiredRoles = expiredRoles;
        this.expiredExceptions = expiredExceptions;
        this.lastPacket = clock.instant();
        samples.add(now());
    }

    /** Which rules cannot be used, and why. Once, before the first report. */
    public void brokenRules(Supplier<List<String>> broken) {
        brokenRules = broken;
    }

    /** Remembers the counts of this moment. */
    public synchronized void sample() {
        Sample sample = now();
        if (sample.received() > samples.getLast().received()) {
            lastPacket = sample.time();
        }
        samples.addLast(sample);
        while (samples.size() > 2
                && samples.getFirst().time().isBefore(sample.time().minus(WINDOW))) {
            samples.removeFirst();
        }
    }

    private Sample now() {
        long lost = 0;
        for (Counter counter : LOSSES) {
            lost += counts.get(counter);
        }
        return new Sample(clock.instant(), counts.get(Counter.PACKETS_RECEIVED), lost);
    }

    /** Packets lost for lack of room; what is left out as a copy or not understood is no loss of ours. */
    private static final List<Counter> LOSSES =
            List.of(Counter.PACKETS_DROPPED_KERNEL, Counter.PACKETS_DROPPED_INTERFACE, Counter.PACKETS_DROPPED_LANE);

    public Report report() {
        List<Reason> reasons = new ArrayList<>();
        packets(reasons);
        for (String each : gone.get()) {
            reasons.add(new Reason(RED, "capture", each));
        }
        for (Output output : outputs) {
            Instant since = output.failingSince();
            if (since != null) {
                Duration failing = Duration.between(since, clock.instant());
                reasons.add(new Reason(
                        failing.compareTo(FAILING_RED) >= 0 ? RED : AMBER,
                        "output",
                        output.name() + " fails for " + seconds(failing)
                                + (output.lag() > 0 ? ", " + output.lag() + " alerts wait: " : ": ")
                                + output.failure()));
            }
            if (output.dead() > 0) {
                reasons.add(new Reason(
                        AMBER,
                        "output",
                        output.name() + " refused " + output.dead() + " entries; `auscult outbox show " + output.name()
                                + " --state refused` says why"));
            }
            if (output.unreadable() > 0) {
                reasons.add(new Reason(
                        AMBER,
                        "output",
                        output.unreadable() + " entries of the journal cannot be read, as after a power cut; "
                                + output.name() + " did not get them"));
            }
        }
        long free = diskFree.getAsLong();
        if (free < DISK_AMBER) {
            reasons.add(new Reason(free < DISK_RED ? RED : AMBER, "disk", (free >> 20) + " MiB left for outputs"));
        }
        crashes(reasons);
        List<String> broken = brokenRules.get();
        if (!broken.isEmpty()) {
            reasons.add(new Reason(
                    AMBER,
                    "rules",
                    "rules that cannot be used: " + broken.size() + ", the first: " + broken.getFirst()
                            + "; `auscult rules check` names all"));
        }
        long expired = expiredRoles.getAsLong();
        if (expired > 0) {
            reasons.add(
                    new Reason(AMBER, "roles", expired + " declared roles have expired and explain nothing any more"));
        }
        long open = expiredExceptions.getAsLong();
        if (open > 0) {
            reasons.add(
                    new Reason(AMBER, "exceptions", open + " exceptions have expired and hold nothing back any more"));
        }
        return new Report(reasons);
    }

    private synchronized void packets(List<Reason> reasons) {
        Sample first = samples.getFirst();
        Sample last = now();
        long lost = last.lost() - first.lost();
        long all = last.received() - first.received() + lost;
        if (all > 0 && lost > all * DROPS_AMBER) {
            reasons.add(new Reason(
                    lost > all * DROPS_RED ? RED : AMBER,
                    "packets",
                    lost + " of " + all + " packets were lost in the last minute"));
        }
        Duration quiet = Duration.between(lastPacket, clock.instant());
        if (last.received() == samples.getLast().received() && quiet.compareTo(silence) >= 0) {
            reasons.add(new Reason(
                    quiet.compareTo(silence.multipliedBy(SILENCE_RED)) >= 0 ? RED : AMBER,
                    "packets",
                    "no packet for " + seconds(quiet) + "; is the mirror port on?"));
        }
    }

    private void crashes(List<Reason> reasons) {
        long parsers = counts.get(Counter.PARSER_CRASHES);
        long detectors = counts.get(Counter.DETECTOR_CRASHES);
        if (parsers + detectors > 0) {
            reasons.add(new Reason(
                    AMBER,
                    "sensor",
                    parsers + " parsers and " + detectors
                            + " detectors failed; a defect of the sensor, please report it"));
        }
        long alertsLost = counts.get(Counter.ALERTS_LOST);
        if (alertsLost > 0) {
            reasons.add(new Reason(RED, "output", alertsLost + " alerts could not be journaled"));
        }
    }

    private static String seconds(Duration duration) {
        long s = duration.toSeconds();
        return s < 120 ? s + " s" : s < 7200 ? s / 60 + " min" : s / 3600 + " h";
    }
}
