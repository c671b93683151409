package io.auscult.core.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is gathered for one incident: which packets of the ring belong to it, what is to be said of them, what of it is written. On the detect thread. Of the same size
 * whatever the incident does, but for interfaces and comments, which are bounded.
 */
final class Dossier {
    private static final int MAX_WATCHES = 32; // alerts whose packets are still coming
    static final int MAX_COMMENTS = 8; // on one packet
    private static final int MAX_COMMENTED = 4096; // packets, not yet written

    private record Watch(Interest interest, long untilNs) {}

    final EvidenceFile file;

    private final List<Watch> watches = new ArrayList<>();
    private final TreeMap<Long, List<String>> comments = new TreeMap<>();
    private final List<String> asides = new ArrayList<>(); // for the next packet, whatever it is
    private final int mask;
    private final long[] chosen; // a bit a slot
    private final TreeMap<Long, Boolean> late = new TreeMap<>(); // not in their turn; whether chosen only now
    private long lastChosen;

    Dossier(EvidenceFile file, int slots) {
        this.file = file;
        this.mask = slots - 1;
        this.chosen = new long[slots >>> 6];
    }

    void watch(Interest interest, long untilNs) {
        if (watches.size() == MAX_WATCHES) {
            watches.removeFirst();
        }
        watches.add(new Watch(interest, untilNs));
    }

    /** Forgets the watches that are over. */
    void relax(long nowNs) {
        watches.removeIf(watch -> watch.untilNs < nowNs);
    }

    /** Whether packets that come may belong to it. */
    boolean isWatching() {
        return !watches.isEmpty() && !file.isFull;
    }

    void addTo(AddressFilter filter) {
        for (Watch watch : watches) {
            watch.interest.addTo(filter);
        }
    }

    /** A packet that came after an alert. */
    void offer(PacketRing ring, long number, int slot) {
        long ns = ring.timestampNs(slot);
        for (int i = 0; i < watches.size() && !file.isFull; i++) {
            Watch watch = watches.get(i);
            if (ns <= watch.untilNs && watch.interest.covers(ring, slot)) {
                choose(number);
                return;
            }
        }
    }

    /** The packet belongs to it. */
    void choose(long number) {
        int slot = (int) number & mask;
        long bit = 1L << slot;
        if ((chosen[slot >>> 6] & bit) == 0) {
            chosen[slot >>> 6] |= bit;
            lastChosen = Math.max(lastChosen, number);
            if (number <= file.writtenTo) {
                late.put(number, true);
            }
        }
    }

    /** Says something about a packet, which belongs to it. */
    void comment(long number, String text) {
        choose(number);
        if (number <= file.writtenTo) {
            late.putIfAbsent(number, false);
        }
        if (comments.size() < MAX_COMMENTED) {
            List<String> all = comments.computeIfAbsent(number, n -> new ArrayList<>());
            if (all.size() < MAX_COMMENTS) {
                all.add(text);
            }
        }
    }

    /** Says something with the next packet that is written. */
    void aside(String text) {
        if (asides.size() < MAX_COMMENTS) {
            asides.add(text);
        }
    }

    /** What was to be said with a packet, and none came. */
    List<String> takeAsides() {
        List<String> taken = List.copyOf(asides);
        asides.clear();
        return taken;
    }

    /** Packets that are due though later ones have been written, ascending; false for one that has been written too, and has new comments. */
    SortedMap<Long, Boolean> takeLate() {
        if (late.isEmpty()) {
            return late;
        }
        SortedMap<Long, Boolean> taken = new TreeMap<>(late);
        late.clear();
        return taken;
    }

    int commentCount(long number) {
        return comments.getOrDefault(number, List.of()).size();
    }

    /** What is to be said of a packet that is written now. */
    List<String> takeComments(long number) {
        List<String> own = comments.isEmpty() ? null : comments.remove(number);
        return own == null ? List.of() : own;
    }

    /** Whether it needs nothing of the ring any more, and waits for nothing. */
    boolean isDone(PacketRing ring) {
        return !isWatching() && lastChosen < ring.tail();
    }

    /** The first packet from {@code from} to {@code to} that belongs to it, both included; {@code to + 1} when none does. */
    long next(long from, long to) {
        long number = from;
        while (number <= to) {
            int slot = (int) number & mask;
            long word = chosen[slot >>> 6] >>> slot;
            if (word != 0) {
                return Math.min(to + 1, number + Long.numberOfTrailingZeros(word));
            }
            number += 64 - (slot & 63);
        }
        return to + 1;
    }

    /** The ring forgets these packets; others will have their slots. */
    void forget(long from, long to) {
        for (long number = next(from, to - 1); number < to; number = next(number + 1, to - 1)) {
            int slot = (int) number & mask;
            chosen[slot >>> 6] &= ~(1L << slot);
        }
    }
}
