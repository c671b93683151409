package io.auscult.core.evidence;

import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Turns chosen packets into pcapng blocks, keeps the limits, and hands the blocks to the {@link EvidenceFolder}. On the detect thread. What is left out is counted, and
 * said with the next packet that is written.
 */
final class EvidenceWriter implements AutoCloseable {
    private static final int ETHERNET = 1;
    private static final int OPENING = 8 * (PcapngBlocks.MAX_COMMENT + 8) + 512; // bytes of a file's beginning, at most
    private static final int IFACE = 320; // bytes of an interface's description, at most
    private static final int MAX_AMENDMENTS = 256; // of a file
    private static final int MOST_AMENDED = 1 << 24; // bytes at a time
    private static final int LAST = 64; // bytes kept of the packet with which a file is full
    private static final long LOOK_EVERY_NS = 60_000_000_000L; // of the clock on the wall

    private final EvidenceSettings settings;
    private final String program;
    private final Counters counters;
    private final EvidenceFolder folder;
    private final PacketRing ring;
    private final IntFunction<@Nullable String> interfaces;
    private @Nullable ByteBuffer piece; // of the file that is written now
    private volatile boolean isFolderFull;
    private long totalBytes;
    private long lookedNs;
    private boolean isAsking;

    EvidenceWriter(
            EvidenceSettings settings,
            String program,
            Counters counters,
            EvidenceFolder folder,
            PacketRing ring,
            IntFunction<@Nullable String> interfaces) {
        this.settings = settings;
        this.program = program;
        this.counters = counters;
        this.folder = folder;
        this.ring = ring;
        this.interfaces = interfaces;
        this.totalBytes = folder.usedBytes();
    }

    /** Writes what is chosen from {@code from} to {@code to}, both included, and was not written before. */
    void write(Dossier dossier, long from, long to) {
        EvidenceFile file = dossier.file;
        amend(dossier, dossier.takeLate());
        long first = Math.max(from, file.writtenTo + 1);
        for (long number = dossier.next(first, to); number <= to; number = dossier.next(number + 1, to)) {
            write(dossier, number);
        }
        file.writtenTo = Math.max(file.writtenTo, to);
        handOver(file);
    }

    /** Packets that belong before what is in the file, or are in it and have new comments. */
    private void amend(Dossier dossier, SortedMap<Long, Boolean> late) {
        List<Long> portion = new ArrayList<>();
        int length = 0;
        for (Map.Entry<Long, Boolean> each : late.entrySet()) {
            if (!dossier.file.isBegun) {
                write(dossier, each.getKey()); // there is nothing yet to come before
                continue;
            }
            portion.add(each.getKey());
            length += length(each.getKey(), dossier.commentCount(each.getKey()));
            if (length > MOST_AMENDED) {
                amend(dossier, portion, length, late);
                portion.clear();
                length = 0;
            }
        }
        if (!portion.isEmpty()) {
            amend(dossier, portion, length, late);
        }
    }

    private void amend(Dossier dossier, List<Long> portion, int length, Map<Long, Boolean> isNew) {
        EvidenceFile file = dossier.file;
        handOver(file);
        boolean mayAmend = file.amendments < MAX_AMENDMENTS && file.bytes + length <= settings.incidentBytes();
        ByteBuffer out = mayAmend && mayWrite(file, length) ? room(file, length) : null;
        if (out == null) {
            for (long number : portion) {
                lost(dossier, dossier.takeComments(number));
            }
            return;
        }
        file.amendments++;
        for (long number : portion) {
            iface(file, out, ring.linkType(ring.slot(number)), ring.iface(ring.slot(number)));
        }
        for (long number : portion) {
            put(
                    file,
                    out,
                    number,
                    Integer.MAX_VALUE,
                    dossier.takeComments(number),
                    Boolean.TRUE.equals(isNew.get(number)));
        }
        folder.amend(file, out.flip());
        piece = null;
    }

    private int length(long number, int comments) {
        return PcapngBlocks.PACKET_OVERHEAD
                + ring.kept(ring.slot(number))
                + comments * (PcapngBlocks.MAX_COMMENT + 8)
                + IFACE;
    }

    private void write(Dossier dossier, long number) {
        EvidenceFile file = dossier.file;
        int slot = ring.slot(number);
        List<String> comments = new ArrayList<>(dossier.takeAsides());
        comments.addAll(dossier.takeComments(number));
        int length = length(number, comments.size() + 2) + (file.isBegun ? 0 : OPENING);
        ByteBuffer out = mayWrite(file, length) ? room(file, length) : null;
        if (out != null) {
            opening(file, out);
        }
        if (out == null || iface(file, out, ring.linkType(slot), ring.iface(slot)) < 0) {
            lost(dossier, comments);
            return;
        }
        if (file.leftOut > 0) {
            comments.addFirst(file.leftOut + " packets were left out before this one: no room");
        }
        boolean isLast = file.bytes + PcapngBlocks.PACKET_OVERHEAD + ring.kept(slot) > settings.incidentBytes();
        if (isLast) {
            comments.add("of this packet the beginning, and nothing after it: evidence.per_incident, "
                    + (settings.incidentBytes() >> 10) + " KiB, is reached");
            file.isFull = true;
        }
        put(file, out, number, isLast ? LAST : Integer.MAX_VALUE, comments, true);
        file.leftOut = 0;
    }

    private void put(EvidenceFile file, ByteBuffer out, long number, int limit, List<String> comments, boolean isNew) {
        int slot = ring.slot(number);
        int start = out.position();
        int iface = iface(file, out, ring.linkType(slot), ring.iface(slot));
        int commented = PcapngBlocks.packet(out, ring, slot, iface, number, limit, comments);
        wrote(file, isNew ? out.position() - start : commented);
        if (isNew) {
            counters.increment(Counter.EVIDENCE_PACKETS);
        }
    }

    private void wrote(EvidenceFile file, int length) {
        file.bytes += length;
        totalBytes += length;
    }

    /** Whether there is room on the disk and under the limits. */
    private boolean mayWrite(EvidenceFile file, int length) {
        if (file.isFull || file.isFailed) {
            return false;
        }
        if (totalBytes + length > settings.totalBytes() || !folder.hasRoom()) {
            lookAgain();
        }
        boolean fits = totalBytes + length <= settings.totalBytes();
        if (!fits) {
            isFolderFull = true;
        }
        return fits && folder.hasRoom();
    }

    /** Somebody may have made room. */
    private void lookAgain() {
        if (isAsking && !folder.isLooking()) {
            isAsking = false;
            isFolderFull = false;
            totalBytes = folder.usedBytes();
        }
        long nowNs = System.nanoTime();
        if (!settings.waits() && !isAsking && nowNs - lookedNs > LOOK_EVERY_NS) {
            lookedNs = nowNs;
            isAsking = true;
            folder.look();
        }
    }

    private void opening(EvidenceFile file, ByteBuffer out) {
        if (file.isBegun) {
            return;
        }
        int start = out.position();
        PcapngBlocks.sectionHeader(out, program, file.opening);
        file.isBegun = true;
        wrote(file, out.position() - start);
        counters.increment(Counter.EVIDENCE_FILES);
    }

    /** The number of the interface in the file, which is described there if it was not; -1 when there are too many. */
    private int iface(EvidenceFile file, ByteBuffer out, int linkType, int index) {
        EvidenceFile.Iface wanted = new EvidenceFile.Iface(linkType, index);
        int iface = file.ifaces.indexOf(wanted);
        if (iface >= 0 || file.ifaces.size() == EvidenceFile.MAX_INTERFACES) {
            return iface;
        }
        int start = out.position();
        String name = interfaces.apply(index);
        PcapngBlocks.interfaceDescription(out, linkType, settings.snaplen(), name == null ? "" : name);
        wrote(file, out.position() - start);
        file.ifaces.add(wanted);
        return file.ifaces.size() - 1;
    }

    /** A piece with room for so much; null when there is none. */
    private @Nullable ByteBuffer room(EvidenceFile file, int length) {
        if (piece != null && piece.remaining() < length) {
            handOver(file);
        }
        if (piece == null) {
            piece = folder.piece(length, settings.waits());
        }
        return piece;
    }

    private void handOver(EvidenceFile file) {
        if (piece != null) {
            folder.write(file, piece.flip());
            piece = null;
        }
    }

    /** What was to be said of the packet is said of the next. */
    private void lost(Dossier dossier, List<String> comments) {
        dossier.file.leftOut++;
        counters.increment(Counter.EVIDENCE_PACKETS_LOST);
        comments.forEach(dossier::aside);
    }

    /** Nothing comes for a while. A file without packets says why. */
    void rest(Dossier dossier) {
        EvidenceFile file = dossier.file;
        ByteBuffer out = !file.isBegun && mayWrite(file, OPENING + IFACE) ? room(file, OPENING + IFACE) : null;
        if (out != null) {
            dossier.takeAsides().forEach(file::open);
            opening(file, out);
            iface(file, out, ETHERNET, 0);
            handOver(file);
        }
        folder.rest(file);
    }

    /** Why packets cannot be written now; null when they can. Any thread. */
    @Nullable
    String trouble() {
        String trouble = folder.trouble();
        if (trouble != null) {
            return trouble;
        }
        if (isFolderFull) {
            return "evidence.total, " + (settings.totalBytes() >> 20) + " MiB, is reached in " + settings.folder();
        }
        return folder.hasRoom()
                ? null
                : "less than " + (settings.freeBytes() >> 20) + " MiB (evidence.disk_free) free on the disk of "
                        + settings.folder();
    }

    @Nullable
    IOException firstFailure() {
        return folder.firstFailure();
    }

    @Override
    public void close() {
        folder.close();
    }
}
