package io.auscult.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.Protocols;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
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

    private static final long WARM_UP_NS = 5_000_000_000L;

    static List<String> protocols() {
        return Protocols.ALL.stream().map(Protocol::name).toList();
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void shouldReadRecordedConversationsWithoutGarbage(String protocol) throws IOException {
        ParserBenchmark benchmark = new ParserBenchmark();
        benchmark.protocol = protocol;
        try {
            benchmark.load();
        } catch (IllegalStateException e) {
            assumeTrue(false, e.getMessage());
        }
        ParserBenchmark.Rate rate = new ParserBenchmark.Rate();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allowed = EXCEPTIONS.getOrDefault(protocol, 0);
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
}
