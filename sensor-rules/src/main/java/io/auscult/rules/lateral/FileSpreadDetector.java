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
import io.auscult.core.flow.FlowEvents;
import io.auscult.core.protocol.dcerpc.DcerpcParser;
import io.auscult.core.protocol.file.FileStream;
import io.auscult.core.protocol.smb.SmbEvents;
import io.auscult.rules.role.RoleGrant;
import io.auscult.rules.role.Roles;
import io.auscult.rules.rule.AlertDraft;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file that passes itself on, as worms do: a host writes to the shares of several others, within the hour, the very content that had just been written to it.
 * Told at {@link #HOSTS} hosts, then at 10, 100 ..., together with who brought it. A server that hands out what nobody wrote to it is left alone, and so is who
 * passes a file on to one or two. Software distribution does the same with what an administrator brought: so it counts more when what was written to an administrative
 * share is followed by a call that runs something there, or when the host serves nobody else. Detect thread.
 */
public final class FileSpreadDetector implements Detector {
    static final int CAPACITY = 16_384;
    static final int HOSTS = 3;

    private static final long EXECUTION_NS = 600_000_000_000L; // from a copy to the call that runs it
    private static final byte[] WRITTEN = "SMB::FILE_WRITE".getBytes(StandardCharsets.US_ASCII);
    private static final long WHILE_NS = 3_600_000_000_000L; // from the first copy received
    private static final long LEAST_BYTES = 256; // smaller files are alike everywhere
    private static final int HEX_OF_KEY = 16;

    private final LateralRules rules;
    private final Roles roles;
    private final StateTable<Copy> copies;
    private final StateTable<Pass> passes;
    private final RemoteExecution execution = new RemoteExecution();
    private final Servers servers;

    /** @param roles whoever brings packages to a declared server is not blamed for what that does */
    public FileSpreadDetector(LateralRules rules, Roles roles, Counters counters) {
        this.rules = rules;
        this.roles = roles;
        copies = new StateTable<>(CAPACITY, 3, counters, Copy::new);
        passes = new StateTable<>(CAPACITY, 4, counters, Pass::new);
        servers = new Servers(counters);
    }

    /** What a host last wrote to another. */
    private static final class Pass implements State {
        private long content;
        private long writtenNs;
        private boolean administrative;

        @Override
        public void clear() {
            administrative = false;
        }
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
        private boolean executed; // where it was passed on to
        private boolean ranHere; // as the bringer asked
        private boolean convinced; // it was told with all its weight
        private String file = "?";
        private String sha256 = "?";
        private boolean runs;

        @Override
        public void clear() {
            hosts.clear();
            sample.clear();
            times = 0;
            next = HOSTS;
            executed = false;
            ranHere = false;
            convinced = false;
        }
    }

    @Override
    public List<EventType> wants() {
        return List.of(FileStream.FILES, SmbEvents.FILES, DcerpcParser.DCE_RPC, FlowEvents.CONN);
    }

    @Override
    public void onEvent(Event e, AlertSink alerts) {
        if (e.is(FileStream.FILES)) {
            onFile(e, alerts);
        } else if (e.is(FlowEvents.CONN)) {
            servers.onConnection(e);
        } else if (e.is(DcerpcParser.DCE_RPC)) {
            onCall(e, alerts);
        } else if (e.textEquals(SmbEvents.ACTION, WRITTEN) && isAdministrative(e)) {
            Pass pass = passes.find(e.origHigh(), e.origLow(), e.respHigh(), e.respLow());
            if (pass != null) {
                pass.administrative = true;
            }
        }
    }

    /** Whether the share is ADMIN$ or a drive, such as C$. */
    static boolean isAdministrative(Event e) {
        byte[] bytes = e.bytes();
        int from = e.offset(SmbEvents.SHARE);
        int to = from + e.length(SmbEvents.SHARE);
        int at = to;
        while (at > from && bytes[at - 1] != '\\') {
            at--;
        }
        if (!e.has(SmbEvents.SHARE) || to - at < 2 || bytes[to - 1] != '$') {
            return false;
        }
        return to - at == 2
                || to - at == 6 && new String(bytes, at, 5, StandardCharsets.US_ASCII).equalsIgnoreCase("ADMIN");
    }

    private void onCall(Event e, AlertSink alerts) {
        if (!execution.is(e)) {
            return;
        }
        Pass pass = passes.find(e.origHigh(), e.origLow(), e.respHigh(), e.respLow());
        if (pass == null || !pass.administrative || e.timestampNs() - pass.writtenNs > EXECUTION_NS) {
            return;
        }
        Copy theirs = copies.find(e.respHigh(), e.respLow(), pass.content);
        if (theirs != null && theirs.bringerHigh == e.origHigh() && theirs.bringerLow == e.origLow()) {
            theirs.ranHere = true;
        }
        Copy copy = copies.find(e.origHigh(), e.origLow(), pass.content);
        if (copy == null || copy.executed) {
            return;
        }
        copy.executed = true;
        if (copy.next > HOSTS && !copy.convinced) {
            tell(e, copy, true, alerts);
        }
    }

    private void onFile(Event e, AlertSink alerts) {
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
        Pass pass = passes.at(e.origHigh(), e.origLow(), e.respHigh(), e.respLow());
        pass.clear();
        pass.content = content;
        pass.writtenNs = nowNs;
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
        String name = e.text(FileStream.FILENAME);
        String sha256 = e.text(FileStream.SHA256);
        copy.file = name == null ? "?" : name;
        copy.sha256 = sha256 == null ? "?" : sha256;
        copy.runs = isProgram(name) || isProgramType(e.text(FileStream.MIME_TYPE));
        boolean isFirst = copy.next == HOSTS;
        copy.next = count < 10 ? 10 : 10 * copy.next;
        tell(e, copy, isFirst, alerts);
    }

    /** @param all whether who brought it is told too */
    private void tell(Event e, Copy copy, boolean all, AlertSink alerts) {
        IpAddress spreader = new IpAddress(e.origHigh(), e.origLow());
        IpAddress bringer = new IpAddress(copy.bringerHigh, copy.bringerLow);
        boolean isWorkstation = servers.isWorkstation(e.origHigh(), e.origLow(), e.timestampNs());
        copy.convinced = copy.executed && copy.ranHere || isWorkstation;
        if (all && !isExplained(spreader, e.timestampNs())) {
            alerts.raise(draft(e, bringer, copy, isWorkstation)
                    .kind("file copy")
                    .targets(List.of(spreader), 1)
                    .open(List.of(), 1)
                    .outcome(Outcome.SUCCEEDED)
                    .seen(copy.receivedNs, copy.receivedNs, copy.packet)
                    .alert());
        }
        long count = copy.hosts.count();
        alerts.raise(draft(e, spreader, copy, isWorkstation)
                .kind("worm")
                .targets(copy.sample.addresses(), count)
                .open(copy.sample.endpoints(), count)
                .outcome(Outcome.SUCCEEDED)
                .count(copy.times)
                .seen(copy.receivedNs, e.timestampNs(), copy.packet)
                .evidence("brought_by", bringer)
                .alert());
    }

    private boolean isExplained(IpAddress spreader, long nowNs) {
        RoleGrant grant = roles.explaining(spreader, rules.fileSpread.id(), rules.fileSpread.area(), nowNs);
        return grant != null && !grant.isExpired(nowNs);
    }

    private AlertDraft draft(Event e, IpAddress actor, Copy copy, boolean isWorkstation) {
        Level convinced = copy.runs ? Level.HIGH : Level.MEDIUM;
        Level unconvinced = copy.runs ? Level.MEDIUM : Level.LOW;
        AlertDraft draft = new AlertDraft(rules.fileSpread, Party.of(actor), e)
                .level(copy.convinced ? convinced : unconvinced)
                .evidence("file", copy.file)
                .evidence("sha256", copy.sha256);
        if (copy.executed) {
            draft.evidence("remote_execution", true);
        }
        if (isWorkstation) {
            draft.evidence("serves_nobody", true);
        }
        return draft;
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
