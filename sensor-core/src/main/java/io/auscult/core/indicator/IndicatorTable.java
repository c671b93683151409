package io.auscult.core.indicator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All indicators of all sources, some 90 bytes each at 5 million. Changed one object at a time under a lock, while any number of {@link IndicatorLookup}s look without one: a lookup sees the state before or after
 * the change of a value, nothing between. At most {@link Limits#all} indicators, {@link Limits#perSource} of one source, {@link #MOST_SAME} of one value and {@link #MOST_PROVENANCES} combinations of source,
 * confidence, marking and labels (then the labels are left away); what is over is refused.
 */
public final class IndicatorTable {
    public static final int MOST_SAME = Sighting.MOST;
    public static final int MOST_SOURCES = 64;
    static final int MOST_PROVENANCES = 1 << 16;

    private static final int ID = 64; // kinds of hashes: types below, ids of each source from here on
    private static final int MOST_VALUES = 4_096; // of one object
    private static final long LATEST = 0xFFFF_FFFFL;

    /** How many there may be. */
    public record Limits(int all, int perSource) {
        public static final Limits DEFAULT = new Limits(5_000_000, 5_000_000);

        public Limits {
            if (all < 1 || all > 50_000_000 || perSource < 1) {
                throw new IllegalArgumentException("indicators: " + all + " (expected: 1 to 50000000)");
            }
        }
    }

    /** What became of an indicator that was put. */
    public enum Put {
        ADDED,
        CHANGED,
        SAME,
        /** No room: for all, for the source, for the value. */
        FULL
    }

    final Hash hash = new Hash();
    final Slots values = new Slots();
    final Records records = new Records();
    final AtomicIntegerArray byType = new AtomicIntegerArray(IndicatorType.values().length);
    final AtomicIntegerArray networksByBits = new AtomicIntegerArray(129);

    private final Limits limits;
    private final Slots ids = new Slots();
    private final Map<Provenance, Integer> known = new HashMap<>();
    private final Provenance[] provenances = new Provenance[MOST_PROVENANCES];
    private final Sources sources = new Sources();
    private volatile AddressBlocks blocks = new AddressBlocks();
    private long earliest = LATEST; // in seconds: before it nothing runs out
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicLong additions = new AtomicLong();

    public IndicatorTable(Limits limits) {
        this.limits = limits;
    }

    public int size() {
        return held.get();
    }

    public boolean isEmpty() {
        return held.get() == 0;
    }

    /** Grows after something came or changed, not when it goes: while it stands, what was absent is. Any thread. */
    long additions() {
        return additions.get();
    }

    /** Where addresses and networks are; to be asked for after {@link #additions}. Any thread. */
    AddressBlocks blocks() {
        return blocks;
    }

    /** Bytes that the table takes in memory, tables and pages. */
    public synchronized long bytes() {
        return values.bytes() + ids.bytes() + records.bytes() + blocks.bytes();
    }

    public int size(String source) {
        return sources.held(sources.indexOf(source));
    }

    /** Grows whenever something of this source comes, changes or goes. Any thread. */
    long changes(String source) {
        return sources.changes(sources.indexOf(source));
    }

    /**
     * What an object of a source says from now on.
     *
     * @param now all of one source and id
     * @param outcome told of each
     */
    public synchronized void put(String source, String sourceId, List<Indicator> now, Outcome outcome) {
        int index = sources.add(source);
        byte[] id = sourceId.getBytes(UTF_8);
        int idHash = idHash(index, id);
        List<Integer> before = find(index, sourceId, idHash);
        for (int i = 0; i < Math.min(now.size(), MOST_VALUES); i++) {
            Indicator indicator = now.get(i);
            outcome.put(indicator, putOne(index, idHash, before, indicator));
        }
        for (int place : before) {
            remove(place, idHash);
        }
        clearBlocks();
    }

    /** Adds to what an object says, or says it again; nothing of it is withdrawn. */
    synchronized Put add(Indicator indicator) {
        int index = sources.add(indicator.source());
        int idHash = idHash(index, indicator.sourceId().getBytes(UTF_8));
        return putOne(index, idHash, find(index, indicator.sourceId(), idHash), indicator);
    }

    /** Takes what became of each. */
    public interface Outcome {
        void put(Indicator indicator, Put what);
    }

    private Put putOne(int source, int idHash, List<Integer> before, Indicator indicator) {
        IndicatorType type = indicator.type();
        byte[] key = Packing.key(type, indicator.value());
        int keyHash = keyHash(type, key);
        int provenance =
                provenance(new Provenance(source, indicator.confidence(), indicator.tlp(), indicator.labels()));
        int from = seconds(indicator.validFrom());
        int until = seconds(indicator.validUntil());
        for (int i = 0; i < before.size(); i++) {
            int place = before.get(i);
            byte[] page = records.page(place);
            int at = Records.offset(place);
            if (page == null
                    || Packing.type(Records.type(page, at)) != type
                    || !Records.keyEquals(page, at, key, 0, key.length)) {
                continue;
            }
            before.remove(i);
            boolean same = Records.provenance(page, at) == provenance
                    && Records.from(page, at) == from
                    && Records.until(page, at) == until
                    && Records.type(page, at) == Packing.typeAndScheme(type, indicator.value());
            if (same) {
                Records.setRound(page, at, sources.round(source));
                return Put.SAME;
            }
            int now = append(source, indicator, key, provenance, from, until);
            if (now == 0) {
                before.add(place);
                return Put.FULL;
            }
            values.replace(keyHash, place, now);
            ids.replace(idHash, place, now);
            forget(place);
            sources.changed(source, 0);
            additions.incrementAndGet();
            return Put.CHANGED;
        }
        if (held.get() >= limits.all()
                || sources.held(source) >= limits.perSource()
                || same(type, key, keyHash) >= MOST_SAME) {
            return Put.FULL;
        }
        int place = append(source, indicator, key, provenance, from, until);
        return place != 0 && link(source, type, key, keyHash, idHash, place) ? Put.ADDED : Put.FULL;
    }

    private int append(int source, Indicator indicator, byte[] key, int provenance, int from, int until) {
        int kind = Packing.idKind(indicator.sourceId(), indicator.value());
        if (until != 0) {
            earliest = Math.min(earliest, until & LATEST);
        }
        return records.append(
                provenance,
                from,
                until,
                Packing.typeAndScheme(indicator.type(), indicator.value()),
                sources.round(source),
                key,
                kind,
                Packing.id(kind, indicator.sourceId()));
    }

    private boolean link(int source, IndicatorType type, byte[] key, int keyHash, int idHash, int place) {
        if (!ids.add(idHash, place)) {
            forget(place);
            return false;
        }
        blocks.add(type, key, 0, key.length);
        if (!values.add(keyHash, place)) {
            ids.remove(idHash, place);
            forget(place);
            return false;
        }
        count(source, type, key, 1);
        additions.incrementAndGet();
        return true;
    }

    private void count(int source, IndicatorType type, byte[] key, int by) {
        if (type == IndicatorType.NETWORK) {
            networksByBits.addAndGet(key[16] & 0xFF, by);
        }
        byType.addAndGet(type.ordinal(), by);
        sources.changed(source, by);
        held.addAndGet(by);
    }

    /** How many have this value already. */
    private int same(IndicatorType type, byte[] key, int keyHash) {
        if (!values.has(keyHash)) {
            return 0;
        }
        int count = 0;
        long[] table = values.table();
        int index = Slots.first(table, keyHash);
        for (int probes = 0; probes < Slots.MOST_PROBES; probes++) {
            long slot = Slots.at(table, index);
            if (slot == 0) {
                break;
            }
            if (Slots.isOf(slot, keyHash)) {
                byte[] page = records.page(Slots.place(slot));
                int at = Records.offset(Slots.place(slot));
                count += page != null
                                && Packing.type(Records.type(page, at)) == type
                                && Records.keyEquals(page, at, key, 0, key.length)
                        ? 1
                        : 0;
            }
            index = index + 1 & table.length - 1;
        }
        return count;
    }

    private List<Integer> find(int source, String sourceId, int idHash) {
        List<Integer> found = new ArrayList<>();
        if (!ids.has(idHash)) {
            return found;
        }
        long[] table = ids.table();
        int index = Slots.first(table, idHash);
        for (int probes = 0; probes < Slots.MOST_PROBES; probes++) {
            long slot = Slots.at(table, index);
            if (slot == 0) {
                break;
            }
            int place = Slots.place(slot);
            if (Slots.isOf(slot, idHash)) {
                byte[] page = records.page(place);
                if (page != null
                        && sourceOf(page, Records.offset(place)) == source
                        && idOf(page, Records.offset(place)).equals(sourceId)) {
                    found.add(place);
                }
            }
            index = index + 1 & table.length - 1;
        }
        return found;
    }

    private void remove(int place, int idHash) {
        byte[] page = records.page(place);
        if (page == null) {
            return;
        }
        int at = Records.offset(place);
        IndicatorType type = Packing.type(Records.type(page, at));
        byte[] key = Records.key(page, at);
        values.remove(keyHash(type, key), place);
        ids.remove(idHash, place);
        count(sourceOf(page, at), type, key, -1);
        blocks.withdraw(type);
        forget(place);
    }

    private void clearBlocks() {
        if (blocks.isStale(byType.get(IndicatorType.ADDRESS.ordinal()) + byType.get(IndicatorType.NETWORK.ordinal()))) {
            AddressBlocks fresh = new AddressBlocks();
            visit((page, at) -> fresh.add(
                    Packing.type(Records.type(page, at)), page, Records.keyAt(at), Records.keyLength(page, at)));
            blocks = fresh;
        }
    }

    /** A page that is mostly forgotten is emptied and given back. */
    private void forget(int place) {
        if (!records.forget(place)) {
            return;
        }
        byte[] page = records.page(place);
        if (page == null) {
            return;
        }
        for (int from = Records.firstOfPage(place); from != 0; from = records.next(page, from)) {
            int at = Records.offset(from);
            byte[] key = Records.key(page, at);
            int keyHash = keyHash(Packing.type(Records.type(page, at)), key);
            if (!values.holds(keyHash, from)) {
                continue;
            }
            int now = records.append(
                    Records.provenance(page, at),
                    Records.from(page, at),
                    Records.until(page, at),
                    Records.type(page, at),
                    Records.round(page, at),
                    key,
                    Records.idKind(page, at),
                    Records.id(page, at));
            if (now == 0) {
                return; // no page left: it stays where it is
            }
            values.replace(keyHash, from, now);
            ids.replace(idHash(sourceOf(page, at), idOf(page, at).getBytes(UTF_8)), from, now);
        }
        records.drop(place);
    }

    /** What is put from now on belongs to a new round of this source. */
    public synchronized void beginRound(String source) {
        int index = sources.add(source);
        sources.beginRound(index);
    }

    /** Withdraws what this source did not put in this round. @return how many */
    public synchronized int endRound(String source) {
        int index = sources.add(source);
        return removeIf((page, at) -> sourceOf(page, at) == index && Records.round(page, at) != sources.round(index));
    }

    /** Withdraws what counts for nothing any more. @return how many */
    public synchronized int removeExpired(Instant now) {
        long second = now.getEpochSecond();
        if (second < earliest) {
            return 0;
        }
        earliest = LATEST;
        return removeIf((page, at) -> {
            long until = Records.until(page, at) & LATEST;
            if (until > second) {
                earliest = Math.min(earliest, until);
            }
            return until != 0 && until <= second;
        });
    }

    private interface Test {
        boolean test(byte[] page, int at);
    }

    private int removeIf(Test test) {
        int count = 0;
        long[] table = values.table();
        for (int i = 0; i < table.length; i++) {
            int place = Slots.place(Slots.at(table, i));
            byte[] page = place == 0 ? null : records.page(place);
            if (page != null && test.test(page, Records.offset(place))) {
                int at = Records.offset(place);
                remove(place, idHash(sourceOf(page, at), idOf(page, at).getBytes(UTF_8)));
                count++;
            }
        }
        clearBlocks();
        return count;
    }

    /** Shows all, in no order, while nothing changes. */
    public synchronized void forEach(Consumer<Indicator> consumer) {
        visit((page, at) -> consumer.accept(read(page, at)));
    }

    /** Takes a record. */
    @FunctionalInterface
    interface Visitor<E extends Exception> {
        void visit(byte[] page, int at) throws E;
    }

    /** Shows the records of a source, in no order, while nothing changes. */
    synchronized <E extends Exception> void visit(String source, Visitor<E> visitor) throws E {
        int index = sources.indexOf(source);
        visit((page, at) -> {
            if (sourceOf(page, at) == index) {
                visitor.visit(page, at);
            }
        });
    }

    private <E extends Exception> void visit(Visitor<E> visitor) throws E {
        long[] table = values.table();
        for (int i = 0; i < table.length; i++) {
            int place = Slots.place(Slots.at(table, i));
            byte[] page = place == 0 ? null : records.page(place);
            if (page != null) {
                visitor.visit(page, Records.offset(place));
            }
        }
    }

    /** What a record has in common with others. */
    Provenance provenanceOf(byte[] page, int at) {
        return provenances[Records.provenance(page, at)];
    }

    /** Any thread: a record never changes, and the combination it names was there before it. */
    Indicator read(byte[] page, int at) {
        Provenance provenance = provenances[Records.provenance(page, at)];
        int packed = Records.type(page, at);
        String value = Packing.value(packed, Records.key(page, at));
        return new Indicator(
                Packing.type(packed),
                value,
                sources.name(provenance.source()),
                Packing.id(Records.idKind(page, at), Records.id(page, at), value),
                provenance.confidence(),
                provenance.tlp(),
                instant(Records.from(page, at)),
                instant(Records.until(page, at)),
                provenance.labels());
    }

    private int sourceOf(byte[] page, int at) {
        return provenances[Records.provenance(page, at)].source();
    }

    private static String idOf(byte[] page, int at) {
        int kind = Records.idKind(page, at);
        String value = kind == Packing.VALUE ? Packing.value(Records.type(page, at), Records.key(page, at)) : "";
        return Packing.id(kind, Records.id(page, at), value);
    }

    private int provenance(Provenance wanted) {
        Integer found = known.get(wanted);
        if (found != null) {
            return found;
        }
        if (known.size() >= MOST_PROVENANCES / 2 && !wanted.labels().isEmpty()) {
            // without labels there are fewer than the other half: sources, times 102 of confidence, times markings
            return provenance(new Provenance(wanted.source(), wanted.confidence(), wanted.tlp(), List.of()));
        }
        int index = known.size();
        provenances[index] = wanted;
        known.put(wanted, index);
        return index;
    }

    private int keyHash(IndicatorType type, byte[] key) {
        return switch (type) {
            case ADDRESS -> hash.of(type.ordinal(), 128, Packing.word(key, 0), Packing.word(key, 8));
            case NETWORK -> hash.of(type.ordinal(), key[16] & 0xFF, Packing.word(key, 0), Packing.word(key, 8));
            default -> hash.of(type.ordinal(), key, 0, key.length);
        };
    }

    private int idHash(int source, byte[] id) {
        return hash.of(ID + source, id, 0, id.length);
    }

    /** Before 1970 counts as the first second, beyond 2106 as for ever. */
    private static int seconds(@Nullable Instant instant) {
        if (instant == null || instant.getEpochSecond() > LATEST) {
            return 0;
        }
        return (int) Math.max(1, instant.getEpochSecond());
    }

    static @Nullable Instant instant(int seconds) {
        return seconds == 0 ? null : Instant.ofEpochSecond(seconds & LATEST);
    }
}
