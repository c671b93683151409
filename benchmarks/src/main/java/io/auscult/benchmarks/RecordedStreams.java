package io.auscult.benchmarks;

import io.auscult.core.capture.CaptureFiles;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.EventWriter;
import io.auscult.core.pipeline.Pipeline;
import io.auscult.core.pipeline.PipelineSettings;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.Protocols;
import io.auscult.core.protocol.StreamView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What a parser was given when all recorded captures were replayed, connection by connection, held in memory. */
final class RecordedStreams {
    /** Bytes of one direction as they came in one piece. */
    record Piece(Direction direction, byte[] bytes) {}

    /** One connection. */
    record Talk(boolean datagrams, ConnectionId connection, List<Piece> pieces) {
        /** The same in pieces of at most that many bytes, 0 for any; datagrams stay whole. */
        Talk cut(int most) {
            if (most == 0 || datagrams) {
                return this;
            }
            List<Piece> smaller = new ArrayList<>();
            for (Piece piece : pieces) {
                int length = piece.bytes.length;
                for (int at = 0; at < length; at += most) {
                    int to = Math.min(length, at + most);
                    smaller.add(new Piece(piece.direction, Arrays.copyOfRange(piece.bytes, at, to)));
                }
            }
            return new Talk(false, connection, smaller);
        }
    }

    /** Takes everything and eats it. */
    private static final class Tap implements ProtocolParser {
        private final List<Talk> talks;
        private List<Piece> pieces = new ArrayList<>();

        Tap(List<Talk> talks) {
            this.talks = talks;
        }

        @Override
        public int onData(StreamView in, EventWriter out) {
            if (pieces.isEmpty()) {
                talks.add(new Talk(in.isDatagram(), copy(in.connection()), pieces));
            }
            int from = in.arrayOffset();
            pieces.add(new Piece(in.direction(), Arrays.copyOfRange(in.array(), from, from + in.length())));
            return in.length();
        }

        @Override
        public void reset() {
            pieces = new ArrayList<>();
        }
    }

    private RecordedStreams() {}

    static ConnectionId copy(ConnectionId from) {
        ConnectionId to = new ConnectionId();
        to.uid = from.uid;
        to.origHigh = from.origHigh;
        to.origLow = from.origLow;
        to.respHigh = from.respHigh;
        to.respLow = from.respLow;
        to.origPort = from.origPort;
        to.respPort = from.respPort;
        to.proto = from.proto;
        return to;
    }

    /** All conversations of the recorded captures that this protocol's probe recognises. */
    static List<Talk> of(Protocol protocol) throws IOException {
        try (Stream<Path> cases = Files.list(Recordings.samples())) {
            return of(
                    protocol,
                    cases.map(dir -> dir.resolve("input.pcap"))
                            .filter(Files::isRegularFile)
                            .sorted()
                            .toList());
        }
    }

    /** Those of these captures. */
    static List<Talk> of(Protocol protocol, List<Path> captures) throws IOException {
        List<Talk> talks = new ArrayList<>();
        List<Protocol> protocols = Protocols.ALL.stream()
                .map(p -> p.equals(protocol)
                        ? new Protocol(
                                p.name(),
                                p.overTcp(),
                                p.overUdp(),
                                p.ports(),
                                p.probe(),
                                () -> new Tap(talks),
                                p.events())
                        : p)
                .toList();
        PipelineSettings defaults = PipelineSettings.defaults(0);
        PipelineSettings settings =
                new PipelineSettings(0, defaults.decode(), defaults.flow(), defaults.stream(), protocols);
        for (Path capture : captures) {
            try (PacketSource source = CaptureFiles.open(capture)) {
                new Pipeline(source, settings, List.of()).run();
            }
        }
        return talks;
    }
}
