package io.auscult.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a parser takes before it has read anything; what it keeps of messages comes on top and is bounded over all flows. */
class ParserMemoryTest {
    private static final int MAX_BYTES = 12 << 10;
    private static final int PARSERS = 16;

    static List<Protocol> protocols() {
        return Protocols.ALL;
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void shouldTakeLittleMemoryPerConnection(Protocol protocol) {
        List<ProtocolParser> parsers = new ArrayList<>(2 * PARSERS);
        for (int i = 0; i < PARSERS; i++) {
            parsers.add(protocol.parser().get()); // its classes and tables are there from now on
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < PARSERS; i++) {
            parsers.add(protocol.parser().get());
        }
        long each = (threads.getCurrentThreadAllocatedBytes() - before) / PARSERS;
        System.out.println(protocol.name() + " parser: " + each + " bytes");
        assertThat(each).as("bytes of a parser of %s", protocol.name()).isLessThanOrEqualTo(MAX_BYTES);
    }
}
