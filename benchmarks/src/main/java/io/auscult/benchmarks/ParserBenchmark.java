package io.auscult.benchmarks;

import io.auscult.benchmarks.RecordedStreams.Piece;
import io.auscult.benchmarks.RecordedStreams.Talk;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.Protocols;
import io.auscult.core.protocol.StreamView;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a parser alone costs: every conversation of its protocol in the recorded captures, in the pieces they came in. An operation is one
 * run over all of them; read {@code megabytes} a second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class ParserBenchmark {
    /** A protocol's name. */
    @Param({"smb", "dce_rpc", "krb_tcp", "ldap", "http", "ssl", "dns"})
    public String protocol;

    /** Most bytes of a piece: 1 shows what waits for more byte by byte and looks at it all again each time; 0 for the pieces as they came. */
    @Param("0")
    public int cut;

    private final EventBlock block = new EventBlock();
    private final EventWriter out = new EventWriter(new Counters());
    private final StreamView view = new StreamView();
    private final byte[][] kept = new byte[2][2 * ProtocolParser.MAX_KEPT];
    private final int[] keptLength = new int[2];
    private List<Talk> talks = List.of();
    private ProtocolParser parser;
    private long events;

    /** Megabytes (10^6 bytes) given to the parser, a second. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Rate {
        public double megabytes;
    }

    @Setup
    public void load() throws IOException {
        Protocol found = Protocols.ALL.stream()
                .filter(p -> p.name().equals(protocol))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("protocol: " + protocol + " (expected: one of Protocols)"));
        load(found, RecordedStreams.of(found));
        if (talks.isEmpty()) {
            throw new IllegalStateException("protocol: " + protocol + " (expected: spoken in a recorded capture)");
        }
    }

    void load(Protocol spoken, List<Talk> conversations) {
        talks = conversations.stream().map(talk -> talk.cut(cut)).toList();
        parser = spoken.parser().get();
    }

    /** Events of all operations so far. */
    long events() {
        return events;
    }

    @Benchmark
    public void parse(Rate rate) {
        long bytes = 0;
        for (int i = 0; i < talks.size(); i++) {
            bytes += play(talks.get(i));
        }
        rate.megabytes += bytes / 1e6;
    }

    /** @return bytes given */
    private long play(Talk talk) {
        block.begin(0);
        out.into(block);
        out.connection(talk.connection());
        talk.connection().service = null;
        Arrays.fill(keptLength, 0);
        long nowNs = 1_700_000_000_000_000_000L;
        long given = 0;
        List<Piece> pieces = talk.pieces();
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            out.at(nowNs += 1000, 1);
            given += piece.bytes().length;
            if (!give(talk, piece)) {
                events += block.count();
                parser.reset();
                return given;
            }
        }
        parser.onEnd(out);
        parser.reset();
        events += block.count();
        return given;
    }

    private boolean give(Talk talk, Piece piece) {
        int d = piece.direction().ordinal();
        byte[] bytes = piece.bytes();
        int length = bytes.length;
        if (keptLength[d] > 0) {
            length = Math.min(length, kept[d].length - keptLength[d]);
            System.arraycopy(bytes, 0, kept[d], keptLength[d], length);
            bytes = kept[d];
            length += keptLength[d];
        }
        int at = 0;
        while (at < length) {
            view.wrap(bytes, at, length - at, piece.direction(), talk.datagrams(), talk.connection());
            int eaten = parser.onData(view, out);
            if (eaten < 0 || view.isHandedOver()) {
                return false;
            }
            if (eaten == 0) {
                break;
            }
            at += eaten;
        }
        if (at == 0 && bytes == kept[d] && !talk.datagrams() && length <= ProtocolParser.MAX_KEPT) {
            keptLength[d] = length; // it all stays where it is
            return true;
        }
        int left = talk.datagrams() ? 0 : Math.min(length - at, ProtocolParser.MAX_KEPT);
        System.arraycopy(bytes, length - left, kept[d], 0, left);
        keptLength[d] = left;
        return true;
    }
}
