package io.auscult.core.protocol.smb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecentFilesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_700_000_000L * SECOND;

    private final RecentFiles files = new RecentFiles();

    @Test
    void shouldKnowWhatWasToldWithinThreeMinutesHoweverManyFiles() {
        SplittableRandom random = new SplittableRandom(7);
        Map<Long, Long> told = new HashMap<>();
        long[] digests = random.longs(100).toArray(); // less than a set of the full table overflows with
        long nowNs = START;
        for (int i = 0; i < 20_000; i++) {
            long digest = digests[random.nextInt(1 + Math.min(i / 20, digests.length - 1))];
            nowNs += random.nextLong(3 * SECOND);
            Long before = told.put(digest, nowNs);

            assertThat(files.known(digest, nowNs))
                    .as("file %d", i)
                    .isEqualTo(before != null && nowNs - before < 180 * SECOND);
        }
    }

    @Test
    void shouldForgetTheOldestOfAFullSet() {
        for (int i = 0; i <= RecentFiles.WAYS; i++) {
            files.known(i + 1, START + i); // all in the first set, however large the table
        }

        assertThat(files.known(1, START + 10)).isFalse();
        assertThat(files.known(RecentFiles.WAYS + 1, START + 10)).isTrue();
    }

    @Test
    void shouldForgetAllOnReset() {
        files.known(42, START);
        files.reset();

        assertThat(files.known(42, START + 1)).isFalse();
    }
}
