package io.auscult.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExpiredFlowsTest {
    private final ExpiredFlows expired = new ExpiredFlows();

    private void fill(long... firstPackets) {
        expired.clear();
        for (long first : firstPackets) {
            Flow flow = new Flow();
            flow.firstPacket = first;
            expired.add(flow);
        }
    }

    @Test
    void shouldSortByFirstPacketWhateverTheOrder() {
        Random random = new Random(3);
        for (int count = 0; count < 700; count++) {
            int step = 1 + random.nextInt(20);
            long[] firsts = new long[count];
            for (int i = 0; i < count; i++) {
                firsts[i] = random.nextInt(step) == 0
                        ? 1 + random.nextInt(1000)
                        : i == 0 ? 500 : Math.max(1, firsts[i - 1] + step % 3 - 1);
            }
            fill(firsts);
            expired.sort();
            Arrays.sort(firsts);
            assertThat(expired.firstPackets()).isEqualTo(firsts);
            for (int i = 0; i < count; i++) {
                assertThat(expired.flow(i).firstPacket).isEqualTo(firsts[i]);
            }
        }
    }

    @Test
    void shouldAllocateNothingToSort() {
        long[] firsts = new Random(5).longs(10_000, 1, 1L << 40).toArray();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        fill(firsts);
        expired.sort();
        fill(firsts);
        threads.getCurrentThreadAllocatedBytes();
        long before = threads.getCurrentThreadAllocatedBytes();
        expired.sort();
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1000);
    }
}
