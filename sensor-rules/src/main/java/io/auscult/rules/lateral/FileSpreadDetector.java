package io.auscult.rules.lateral;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.AddressSample;
import io.auscult.core.detect.Detector;
import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.event.IpAddress;
import io.auscult.core.protocol.file.FileStream;
import io.auscult.rules.rule.AlertDraft;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file that passes itself on, as worms do: a host writes to the shares of several others, within the hour, the very content that had just been written to it.
 * Told at {@link #HOSTS} hosts, then at 10, 100 ..., together with who brought it. A server that hands out what nobody wrote to it is left alone, and so is who
 * passes a file on to one or two. Detect thread.
 */
public final class FileSpreadDetector implements Detector {
    static final int CAPACITY = 16_384;
    static final int HOSTS = 3;

    private static final long WHILE_NS = 3_600_000_000_000L; // from the first copy received
    private static final long LEAST_BYTES = 256; // smaller files are alike everywhere
    private static final int HEX_OF_KEY = 16;

    private final LateralRules rules;
    private final StateTable<Copy> copies;

    public FileSpreadDetector(LateralRules rules, Counters counters) {
        this.rules = rules;
        copies = new StateTable<>(CAPACITY, 3, counters, Copy::new);
    }

    /** A content that was written to a host, and where that host wrote it. */
    private static final class Copy implements State {
        private final DistinctCounter hosts = new DistinctCounter(64, 6);
        private final AddressSample sample = new AddressSample();
        private long bringerHigh;
        private long bringerLow;
        private long receivedNs;
        private long packet;
        private long times;
        private long next = HOSTS;

        @Override
        public void clear() {
            hosts.clear();
            sample.clear();
            times = 0;
            next = HOSTS;
        }
    }

    @Override
    public List<EventType> wants() {
        return List.of(FileStream.FILES);
    }

    @Override
    public void onEvent(Event e, AlertSink alerts) {
        String sha256 = e.text(FileStream.SHA256);
        if (sha256 == null
                || sha256.length() < HEX_OF_KEY
                || !e.flag(FileStream.IS_ORIG)
                || e.number(FileStream.SEEN_BYTES) < LEAST_BYTES
                || !"SMB".equals(e.text(FileStream.SOURCE))) {
            return;
        }
        long content = Long.parseUnsignedLong(sha256, 0, HEX_OF_KEY, 16);
        long nowNs = e.timestampNs();
        Copy own = copies.find(e.origHigh(), e.origLow(), content);
        if (own != null
                && nowNs - own.receivedNs <= WHILE_NS
                && (own.bringerLow != e.respLow() || own.bringerHigh != e.respHigh())) {
            passedOn(e, own, alerts);
        }
        Copy theirs = copies.at(e.respHigh(), e.respLow(), content);
        if (copies.isFresh() || nowNs - theirs.receivedNs > WHILE_NS) {
            theirs.clear();
            theirs.bringerHigh = e.origHigh();
            theirs.bringerLow = e.origLow();
            theirs.receivedNs = nowNs;
            theirs.packet = e.packetNumber();
        }
    }

    private void passedOn(Event e, Copy copy, AlertSink alerts) {
        copy.times++;
        if (!copy.hosts.add(Mix.of(e.respHigh(), e.respLow()))) {
            return;
        }
        copy.sample.add(e.respHigh(), e.respLow(), e.respPort());
        long count = copy.hosts.count();
        if (count < copy.next) {
            return;
        }
        IpAddress spreader = new IpAddress(e.origHigh(), e.origLow());
        IpAddress bringer = new IpAddress(copy.bringerHigh, copy.bringerLow);
        String name = e.text(FileStream.FILENAME);
        boolean runs = isProgram(name) || isProgramType(e.text(FileStream.MIME_TYPE));
        if (copy.next == HOSTS) {
            alerts.raise(draft(e, bringer, runs, name)
                    .kind("file copy")
                    .targets(List.of(spreader), 1)
                    .open(List.of(), 1)
                    .outcome(Outcome.SUCCEEDED)
                    .seen(copy.receivedNs, copy.receivedNs, copy.packet)
                    .alert());
        }
        alerts.raise(draft(e, spreader, runs, name)
                .kind("worm")
                .targets(copy.sample.addresses(), count)
                .open(copy.sample.endpoints(), count)
                .outcome(Outcome.SUCCEEDED)
                .count(copy.times)
                .seen(copy.receivedNs, e.timestampNs(), copy.packet)
                .evidence("brought_by", bringer)
                .alert());
        copy.next = count < 10 ? 10 : 10 * copy.next;
    }

    private AlertDraft draft(Event e, IpAddress actor, boolean runs, @Nullable String name) {
        String sha256 = e.text(FileStream.SHA256);
        return new AlertDraft(rules.fileSpread, Party.of(actor), e)
                .level(runs ? Level.HIGH : Level.MEDIUM)
                .evidence("file", name == null ? "?" : name)
                .evidence("sha256", sha256 == null ? "?" : sha256);
    }

    private static boolean isProgram(@Nullable String name) {
        if (name == null) {
            return false;
        }
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return switch (extension) {
            case "exe", "dll", "scr", "com", "bat", "cmd", "ps1", "vbs", "js", "msi", "sys", "pif", "lnk", "hta" ->
                true;
            default -> false;
        };
    }

    private static boolean isProgramType(@Nullable String type) {
        return type != null && (type.contains("executable") || type.contains("dosexec") || type.contains("msdownload"));
    }
}
