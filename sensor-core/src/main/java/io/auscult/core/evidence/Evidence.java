package io.auscult.core.evidence;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Technique;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.decode.PacketTap;
import io.auscult.core.disk.Disk;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventConsumer;
import io.auscult.core.event.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the packets around alerts, one file an incident: takes alerts as they are raised, and when the events of a block are through, looks in the ring for the packets
 * they are about. A packet is written when it has been held for {@link EvidenceSettings#beforeNs}, or earlier when the ring needs its place, so that a file
 * is in order of time and each packet is in it once. On the detect thread, after the detectors. At most {@link #MAX_OPEN} incidents are at work, of at most
 * {@link #MAX_KNOWN} it is known what was written.
 */
public final class Evidence implements EventConsumer, AlertSink, AutoCloseable {
    static final int MAX_OPEN = 64;
    static final int MAX_KNOWN = 4096;

    /** Names in an alert's evidence: the file with its packets, and what of them the file lacks. */
    public static final String FILE = "evidence_file";

    public static final String LACKS = "evidence_lacks";

    private static final int MAX_FILES_OF_ONE_NAME = 99;
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final EvidenceSettings settings;
    private final Counters counters;
    private final EvidenceWriter writer;
    private final PacketRing ring;
    private final AddressFilter filter = new AddressFilter();
    private final List<Alert> pending = new ArrayList<>();
    private final Map<String, Dossier> open =
            new LinkedHashMap<>(16, 0.75f, true); // by incident, least lately alerted first
    private final Map<String, EvidenceFile> files = new LinkedHashMap<>(16, 0.75f, true); // by incident
    private long held = 1; // the oldest packet that a dossier may have chosen
    private long aged = 1; // packets before this one have been held long enough

    private Evidence(
            EvidenceSettings settings,
            String program,
            Counters counters,
            EvidenceFolder folder,
            IntFunction<@Nullable String> interfaces) {
        this.settings = settings;
        this.counters = counters;
        this.ring = new PacketRing(settings.memoryBytes(), settings.snaplen());
        this.writer = new EvidenceWriter(settings, program, counters, folder, ring, interfaces);
    }

    /**
     * @param program who wrote the files, as they say
     * @param counters of the detect thread
     * @param interfaces names by the index that packets carry
     * @throws IOException the folder cannot be written
     */
    public static Evidence into(
            EvidenceSettings settings, String program, Counters counters, IntFunction<@Nullable String> interfaces)
            throws IOException {
        return into(settings, program, counters, interfaces, Disk.REAL);
    }

    static Evidence into(
            EvidenceSettings settings,
            String program,
            Counters counters,
            IntFunction<@Nullable String> interfaces,
            Disk disk)
            throws IOException {
        Path place = settings.folder();
        disk.makeFolder(place);
        if (!Files.isWritable(place)) {
            throw new IOException("Permission denied");
        }
        if (settings.waits() && disk.free(place) < settings.freeBytes()) {
            throw new IOException((disk.free(place) >> 20) + " MiB free on its disk (expected: evidence.disk_free, "
                    + (settings.freeBytes() >> 20) + " MiB)");
        }
        return new Evidence(
                settings, program, counters, new EvidenceFolder(place, disk, settings.freeBytes()), interfaces);
    }

    /** What is to see all packets. */
    public PacketTap tap() {
        return ring;
    }

    /** The alert with the name of the file that its packets will be in. Before it is raised, here and elsewhere. */
    public Alert named(Alert alert) {
        EvidenceFile file = file(alert);
        Alert named = alert.with(FILE, String.valueOf(file.path.getFileName()));
        return !file.isBegun && isTooOld(alert) ? named.with(LACKS, lack()) : named;
    }

    private boolean isTooOld(Alert alert) {
        return ring.tail() > 1 && alert.firstSeenNs() < ring.timestampNs(ring.slot(ring.tail()));
    }

    private String lack() {
        return "packets before " + instant(ring.timestampNs(ring.slot(ring.tail()))) + " were no longer in memory";
    }

    private EvidenceFile file(Alert alert) {
        EvidenceFile file = files.get(alert.incidentId());
        if (file != null) {
            return file;
        }
        if (files.size() >= MAX_KNOWN) {
            files.keySet().removeIf(incident -> files.size() >= MAX_KNOWN && !open.containsKey(incident));
        }
        file = new EvidenceFile(path(alert));
        file.open("Auscult: packets around the alerts of incident " + alert.incidentId() + ", which began with "
                + alert.rule().id() + " (" + alert.rule().title() + ")");
        files.put(alert.incidentId(), file);
        return file;
    }

    /** Made of times and of what the sensor counts alone. A replay writes anew what a replay wrote. */
    private Path path(Alert alert) {
        String stem = NAME.format(instant(alert.firstSeenNs())) + "-" + alert.incidentId();
        Path path = settings.folder().resolve(stem + ".pcapng");
        for (int i = 2; !settings.waits() && Files.exists(path) && i <= MAX_FILES_OF_ONE_NAME; i++) {
            path = settings.folder().resolve(stem + "-" + i + ".pcapng");
        }
        return path;
    }

    private static Instant instant(long ns) {
        return Instant.ofEpochSecond(0, Math.max(0, ns));
    }

    @Override
    public void raise(Alert alert) {
        pending.add(alert);
    }

    @Override
    public boolean wants(EventType type) {
        return false;
    }

    @Override
    public void onEvent(Event event) {}

    @Override
    public void onBlockEnd(long nowNs) {
        held = ring.tail();
        long from = ring.end() + 1;
        ring.settle();
        if (open.isEmpty() && pending.isEmpty()) {
            return;
        }
        watch(from);
        pending.forEach(this::add);
        pending.clear();
        age(nowNs);
        for (Dossier dossier : open.values()) {
            writer.write(dossier, held, Math.max(aged, ring.tail()) - 1);
            dossier.forget(held, ring.tail());
        }
        held = ring.tail();
        rest(nowNs);
    }

    @Override
    public void onEnd() {
        pending.forEach(this::add);
        pending.clear();
        open.values().forEach(this::close);
        open.clear();
    }

    /** Offers the packets of the block to those who wait for some. */
    private void watch(long from) {
        filter.clear();
        boolean isWatching = false;
        for (Dossier dossier : open.values()) {
            if (dossier.isWatching()) {
                isWatching = true;
                dossier.addTo(filter);
            }
        }
        for (long number = from; isWatching && number <= ring.end(); number++) {
            int slot = ring.slot(number);
            if (filter.mayCover(ring, slot)) {
                for (Dossier dossier : open.values()) {
                    dossier.offer(ring, number, slot);
                }
            }
        }
    }

    /** Packets that are older than any alert to come is likely to ask for. */
    private void age(long nowNs) {
        aged = Math.max(aged, ring.tail());
        while (aged <= ring.end() && ring.timestampNs(ring.slot(aged)) < nowNs - settings.beforeNs()) {
            aged++;
        }
    }

    /** Closes what waits for nothing any more. */
    private void rest(long nowNs) {
        open.values().removeIf(dossier -> {
            dossier.relax(nowNs);
            boolean isDone = dossier.isDone(ring);
            if (isDone) {
                close(dossier);
            }
            return isDone;
        });
    }

    private void close(Dossier dossier) {
        writer.write(dossier, held, ring.end());
        writer.rest(dossier);
    }

    private Dossier dossier(Alert alert) {
        Dossier dossier = open.get(alert.incidentId());
        if (dossier == null) {
            if (open.size() == MAX_OPEN) {
                Iterator<Dossier> all = open.values().iterator();
                close(all.next());
                all.remove();
            }
            dossier = new Dossier(file(alert), ring.slots());
            open.put(alert.incidentId(), dossier);
        }
        return dossier;
    }

    /** Chooses what the ring holds for an alert, and waits for more. */
    private void add(Alert alert) {
        Dossier dossier = dossier(alert);
        EvidenceFile file = dossier.file;
        if (file.isFull || file.isFailed) {
            counters.increment(Counter.EVIDENCE_ALERTS_LACKING);
            return;
        }
        if (!file.isBegun && isTooOld(alert)) {
            file.open(lack());
        }
        Interest interest = Interest.of(alert);
        long sinceNs = Math.min(alert.timeNs(), alert.firstSeenNs()) - settings.beforeNs();
        long untilNs = alert.timeNs() + settings.afterNs();
        long fired = alert.connection().packetNumber();
        long nearest = 0;
        boolean isNearest = false; // of the connection itself
        for (long number = ring.tail(); number <= ring.end(); number++) {
            int slot = ring.slot(number);
            long ns = ring.timestampNs(slot);
            if (ns < sinceNs || ns > untilNs || !interest.covers(ring, slot)) {
                continue;
            }
            dossier.choose(number);
            boolean isOfConnection = interest.isOfConnection(ring, slot);
            if ((number <= fired || nearest == 0) && (isOfConnection || !isNearest)) {
                nearest = number;
                isNearest = isOfConnection;
            }
        }
        say(alert, dossier, interest, nearest);
        dossier.watch(interest, untilNs);
    }

    /** A comment on the packet that fired; on the nearest where an alert has none of its own. */
    private void say(Alert alert, Dossier dossier, Interest interest, long nearest) {
        long fired = alert.connection().packetNumber();
        String text = text(alert);
        boolean isHeld = fired >= ring.tail() && fired <= ring.end();
        if (isHeld && (interest.covers(ring, ring.slot(fired)) || !interest.isOfPackets())) {
            dossier.comment(fired, text);
        } else if (nearest > 0) {
            dossier.comment(nearest, text);
        } else {
            counters.increment(Counter.EVIDENCE_ALERTS_LACKING);
            dossier.aside(text + " (packet " + fired + ", which was no longer in memory)");
        }
    }

    private static String text(Alert alert) {
        String techniques =
                alert.rule().techniques().stream().map(Technique::id).collect(Collectors.joining(" "));
        return alert.rule().id() + ": " + alert.kind() + ", "
                + alert.outcome().name().toLowerCase(Locale.ROOT) + ", "
                + alert.level().name().toLowerCase(Locale.ROOT) + (techniques.isEmpty() ? "" : ", " + techniques)
                + ", alert " + alert.id();
    }

    /** Why packets cannot be written now; null when they can. Any thread. */
    public @Nullable String trouble() {
        return writer.trouble();
    }

    /** After the last event: all is on the disk. @throws IOException a file could not be written */
    public void finish() throws IOException {
        writer.close();
        IOException failure = writer.firstFailure();
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() {
        writer.close();
    }
}
