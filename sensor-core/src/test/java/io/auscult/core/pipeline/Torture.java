package io.auscult.core.pipeline;

import com.sun.management.ThreadMXBean;
import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventConsumer;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.event.Kind;
import io.auscult.core.flow.FlowEvents;
import io.auscult.core.pipeline.Frames.Frame;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.Protocols;
import io.auscult.core.protocol.identity.IdentityUse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Plays a capture again with its TCP payload cut elsewhere, with packets left out or in another order, and says where what the sensor tells
 * changes without a reason. What is about packets and not about their content ({@code conn}) is left out of the comparison.
 */
final class Torture {
    private static final Set<String> ABOUT_PACKETS = Set.of("conn", "contact", "arp", "icmp");
    private static final Set<String> LEFT_OUT = Set.of("uids", "fuids", "auth_success", "auth_attempts");

    private static final Set<String> PROTOCOLS =
            Protocols.ALL.stream().map(Protocol::name).collect(Collectors.toUnmodifiableSet());

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final PipelineSettings SETTINGS = PipelineSettings.defaults(0);
    private static final PipelineSettings COPIES_TOO = new PipelineSettings(
            0,
            SETTINGS.decode().withDuplicates(false, SETTINGS.decode().duplicateWindowNs()),
            SETTINGS.flow(),
            SETTINGS.stream(),
            SETTINGS.protocols());

    private static final long MAX_SILENCE_NS = 4_000_000_000L;

    /** What one play said. */
    record Said(
            List<String> lines,
            Map<String, List<String>> timeless,
            long missed,
            Map<Anomaly, Long> anomalies,
            long cpuNs) {}

    private final Frames whole;
    private final Said reference;
    private final List<String> complaints = new ArrayList<>();

    Torture(Frames whole) throws IOException {
        this.whole = whole;
        reference = play(whole.list());
    }

    Said reference() {
        return reference;
    }

    List<String> complaints() {
        return complaints;
    }

    private static Said play(List<Frame> list) throws IOException {
        return play(list, SETTINGS);
    }

    private static Said play(List<Frame> list, PipelineSettings settings) throws IOException {
        Teller teller = new Teller();
        Pipeline pipeline = new Pipeline(new Frames(list), settings, List.<EventConsumer>of(teller));
        long before = THREADS.getCurrentThreadCpuTime();
        pipeline.run();
        long cpuNs = THREADS.getCurrentThreadCpuTime() - before;
        if (pipeline.total(Counter.PARSER_CRASHES) > 0) {
            throw new AssertionError("parser_crash");
        }
        Map<Anomaly, Long> anomalies = new EnumMap<>(Anomaly.class);
        for (Anomaly anomaly : Anomaly.values()) {
            anomalies.put(anomaly, pipeline.total(anomaly));
        }
        Collections.sort(teller.lines);
        teller.timeless.values().forEach(Collections::sort);
        return new Said(teller.lines, teller.timeless, teller.missed, anomalies, cpuNs);
    }

    /** Cuts each payload into pieces of {@code size} bytes; 0 for random pieces. */
    List<Frame> cut(int size, long seed, long most) {
        Random random = new Random(seed);
        List<Frame> list = new ArrayList<>();
        for (Frame frame : whole.list()) {
            TcpFrame tcp = TcpFrame.of(frame);
            if (tcp == null || !tcp.isPlainData() || list.size() > most) {
                list.add(frame);
                continue;
            }
            int length = tcp.payloadLength();
            int at = 0;
            while (at < length) {
                int next = Math.min(length, at + (size > 0 ? size : 1 + random.nextInt(1 << random.nextInt(9))));
                list.add(tcp.part(at, next));
                at = next;
            }
        }
        return list;
    }

    /**
     * However the payload is cut, the same is said at the same time. Which second copies are recognised may depend on how many packets lie
     * between: what differs is played once more with all of them.
     *
     * @return what was said
     */
    Said cutElsewhere(int size, long seed, long most) throws IOException {
        List<Frame> cut = cut(size, seed, most);
        Said said = play(cut);
        if (isUnexplained(said, reference)) {
            Said withCopies = play(whole.list(), COPIES_TOO);
            Said cutWithCopies = play(cut, COPIES_TOO);
            if (isUnexplained(cutWithCopies, withCopies)) {
                complain(
                        size > 0 ? "cut every " + size : "cut at random, seed " + seed,
                        withCopies.lines,
                        cutWithCopies.lines);
            }
        }
        return said;
    }

    private static boolean isUnexplained(Said said, Said reference) {
        return !said.lines.equals(reference.lines) && said.anomalies.equals(reference.anomalies);
    }

    /** Without packet {@code index}, other connections say the same; its own too, or it says that bytes are missing, or it was the last word. */
    void leaveOut(int index) throws IOException {
        List<Frame> list = new ArrayList<>(whole.list());
        Frame out = list.remove(index);
        Said said = play(list);
        TcpFrame tcp = TcpFrame.of(out);
        if (tcp == null || said.missed != reference.missed || !said.anomalies.equals(reference.anomalies)) {
            return;
        }
        if (!said.timeless.equals(reference.timeless) && tcp.isBare()) {
            complain("without packet " + (index + 1) + ", a bare acknowledgement", flat(reference), flat(said));
        }
    }

    /**
     * First of two packets with data that come one after the other in one direction. The direction's beginning is known, and it was not silent for
     * so long that its connection may have been given up.
     */
    List<Integer> neighbours() {
        List<Integer> found = new ArrayList<>();
        Map<String, Long> begun = new HashMap<>(); // when each direction was last heard
        String before = "";
        long sequence = -1;
        for (int i = 0; i < whole.count(); i++) {
            TcpFrame tcp = TcpFrame.of(whole.list().get(i));
            long nowNs = whole.list().get(i).ns();
            if (tcp != null && (tcp.isSyn() || nowNs - begun.getOrDefault(tcp.direction(), 0L) < MAX_SILENCE_NS)) {
                begun.put(tcp.direction(), nowNs);
            }
            if (tcp != null && tcp.isPlainData() && begun.getOrDefault(tcp.direction(), 0L) == nowNs) {
                String direction = tcp.direction();
                if (direction.equals(before) && sequence == tcp.sequence()) {
                    found.add(i - 1);
                }
                before = direction;
                sequence = tcp.sequence() + tcp.payloadLength() & 0xFFFF_FFFFL;
            } else {
                before = "";
            }
        }
        return found;
    }

    /** With these packets and those behind them swapped, the same is said. */
    void swap(List<Integer> pairs) throws IOException {
        List<Frame> list = new ArrayList<>(whole.list());
        int last = -2;
        for (int i : pairs) {
            if (i > last + 1) {
                Frame first = list.get(i);
                Frame second = list.get(i + 1);
                list.set(i, second.at(first.ns()));
                list.set(i + 1, first.at(second.ns()));
                last = i;
            }
        }
        Said said = play(list);
        boolean others = reference.missed > 0
                && said.missed != reference.missed; // a hole that was there is waited for otherwise
        if (!said.timeless.equals(reference.timeless) && !others) {
            complain("swapped " + pairs.stream().map(i -> i + 1).toList(), flat(reference), flat(said));
        }
    }

    /** What SSH does behind its seal is told by the size of segments, so it does change when they are cut. */
    private static boolean isBySegmentSize(Event event) {
        return event.type().name().equals("ssh_session")
                || event.is(IdentityUse.IDENTITY)
                        && event.text(IdentityUse.PROTOCOL).equals("ssh");
    }

    /** Names made of the number of a packet; and the fields that {@link #isBySegmentSize} is about. */
    private static boolean isLeftOut(String field) {
        return LEFT_OUT.contains(field) || field.endsWith("fuid") || field.endsWith("_fuids");
    }

    private static List<String> flat(Said said) {
        return said.timeless.values().stream().flatMap(List::stream).sorted().toList();
    }

    private void complain(String how, List<String> expected, List<String> actual) {
        List<String> missing = new ArrayList<>(expected);
        actual.forEach(missing::remove);
        List<String> more = new ArrayList<>(actual);
        expected.forEach(more::remove);
        StringBuilder text = new StringBuilder(how);
        missing.stream().limit(3).forEach(line -> text.append("\n    - ").append(line));
        more.stream().limit(3).forEach(line -> text.append("\n    + ").append(line));
        complaints.add(text.toString());
    }

    /** Writes down what the comparison is about. */
    private static final class Teller implements EventConsumer {
        private final List<String> lines = new ArrayList<>();
        private final Map<String, List<String>> timeless = new HashMap<>();
        private long missed;

        @Override
        public void onEvent(Event event) {
            String type = event.type().name();
            if (event.is(FlowEvents.CONN) && event.has(FlowEvents.MISSED_BYTES)) {
                missed += event.number(FlowEvents.MISSED_BYTES);
            }
            boolean aboutPackets = ABOUT_PACKETS.contains(type)
                    || event.is(EventWriter.WEIRD) && !PROTOCOLS.contains(event.text(EventWriter.WEIRD_SOURCE));
            if (aboutPackets || isBySegmentSize(event)) {
                return;
            }
            StringBuilder plain = new StringBuilder(type);
            StringBuilder times = new StringBuilder();
            if (event.hasConnection()) {
                plain.append(' ')
                        .append(new TreeSet<>(List.of(
                                event.origHost() + ":" + event.origPort(), event.respHost() + ":" + event.respPort())));
            }
            for (Field field : event.type().fields()) {
                if (event.has(field) && !isLeftOut(field.name())) {
                    boolean isTime = field.kind() == Kind.TIME || field.kind() == Kind.INTERVAL;
                    (isTime ? times : plain)
                            .append(' ')
                            .append(field.name())
                            .append('=')
                            .append(EventTexts.value(event, field));
                }
            }
            timeless.computeIfAbsent(type, name -> new ArrayList<>()).add(plain.toString());
            lines.add(plain + " ts=" + event.timestampNs() + times);
        }
    }
}
