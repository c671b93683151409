package io.auscult.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.auscult.benchmarks.RecordedStreams.Talk;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.Protocols;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A warm parser makes no garbage on the recorded conversations of its protocol. */
class ParserGarbageTest {
    /**
     * Bytes for each event: where an idle parser gives back the memory that an unusually long message, or many questions at once, took;
     * certificates are read by the JDK.
     */
    private static final Map<String, Integer> EXCEPTIONS =
            Map.of("dns", 64, "dtls", 512, "http", 64, "smb", 64, "ssl", 1024);

    /** Protocols of which no recording can be had: a public capture, measured where it is at hand, and why there is none of our own. */
    private record Unrecorded(String capture, String reason) {}

    private static final String NO_DNP3 = "Debian, Maven Central and npm have no program that speaks DNP3";
    private static final Map<String, Unrecorded> UNRECORDED = Map.of(
            "ayiya",
            new Unrecorded("zeek+zeek/testing/btest/Traces/tunnels/ayiya3.pcap", "SixXS and its client are gone"),
            "dnp3_tcp",
            new Unrecorded("EmreEkin+ICS-Pcaps/DNP3/dnp3_read.pcap", NO_DNP3),
            "dnp3_udp",
            new Unrecorded("zeek+zeek/testing/btest/Traces/dnp3/dnp3_udp_write.pcap", NO_DNP3),
            "rdpeudp",
            new Unrecorded(
                    "zeek+zeek/testing/btest/Traces/rdp/rdpeudp2-handshake-success.pcap",
                    "neither FreeRDP nor xrdp speaks RDP over UDP"));

    private static final Path CAPTURES = Path.of(System.getProperty("auscult.shared"), "captures");
    private static final long WARM_UP_NS = 5_000_000_000L;

    static List<Named<Protocol>> protocols() {
        return Protocols.ALL.stream()
                .map(protocol -> Named.of(protocol.name(), protocol))
                .toList();
    }

    @Test
    void shouldListOnlyProtocolsThatExist() {
        assertThat(Protocols.ALL).extracting(Protocol::name).containsAll(UNRECORDED.keySet());
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void shouldReadRecordedConversationsWithoutGarbage(Protocol protocol) throws IOException {
        ParserBenchmark benchmark = new ParserBenchmark();
        benchmark.load(protocol, conversations(protocol));
        ParserBenchmark.Rate rate = new ParserBenchmark.Rate();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allowed = EXCEPTIONS.getOrDefault(protocol.name(), 0);
        long until = System.nanoTime() + WARM_UP_NS;
        long least = Long.MAX_VALUE;
        long events = 0;
        do {
            long before = threads.getCurrentThreadAllocatedBytes();
            long written = benchmark.events();
            benchmark.parse(rate);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            events = benchmark.events() - written;
        } while (least > allowed * events && System.nanoTime() < until);
        assertThat(least).as("bytes of garbage with %d events", events).isLessThanOrEqualTo(allowed * events);
    }

    private static List<Talk> conversations(Protocol protocol) throws IOException {
        List<Talk> recorded = RecordedStreams.of(protocol);
        Unrecorded known = UNRECORDED.get(protocol.name());
        if (known == null) {
            assertThat(recorded).as("recordings of %s", protocol.name()).isNotEmpty();
            return recorded;
        }
        assertThat(recorded)
                .as("%s is recorded now: take it off the list", protocol.name())
                .isEmpty();
        Path capture = CAPTURES.resolve(known.capture());
        assumeTrue(
                Files.exists(capture),
                () -> protocol.name() + " is not measured: " + known.reason() + ", and " + capture + " is not here");
        List<Talk> found = RecordedStreams.of(protocol, List.of(capture));
        assertThat(found).as("%s in %s", protocol.name(), capture).isNotEmpty();
        return found;
    }
}
