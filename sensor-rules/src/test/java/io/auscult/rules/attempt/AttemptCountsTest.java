package io.auscult.rules.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.auscult.rules.attempt.AttemptCounts.Place;
import io.auscult.rules.rule.Techniques;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttemptCountsTest {
    private static final String SCAN = "T1046";
    private static final String GUESSING = "T1110.001";

    private final AttemptCounts counts = new AttemptCounts(new Techniques());

    @Test
    void shouldCountByTechniqueAndPlace() {
        counts.add(SCAN, 1, 2, 3);
        counts.add(SCAN, 1, 2, 4);
        counts.add(SCAN, 2, 1, 5);
        counts.add(GUESSING, 1, 2, 6);

        assertThat(counts.of(SCAN)).isEqualTo(12);
        assertThat(counts.places())
                .isEqualTo(Map.of(new Place(SCAN, 1, 2), 7L, new Place(SCAN, 2, 1), 5L, new Place(GUESSING, 1, 2), 6L));
    }

    @Test
    void shouldCountTechniquesThatNobodyKnowsAsOne() {
        counts.add("T9998", 1, 2, 3);
        counts.add("T9999", 1, 2, 4);

        assertThat(counts.of(AttemptCounts.OTHER)).isEqualTo(7);
        assertThat(counts.places()).isEqualTo(Map.of(new Place(AttemptCounts.OTHER, 1, 2), 7L));
    }

    @Test
    void shouldCountAtNoPlaceWhatIsMoreThanItHolds() {
        for (int i = 1; i <= 2 * AttemptCounts.MOST_PLACES; i++) {
            counts.add(SCAN, 0, i, 1);
        }
        counts.add(GUESSING, 7, 7, 1);
        counts.add(SCAN, 0, 1, 1);

        assertThat(counts.places())
                .hasSize(AttemptCounts.MOST_PLACES + 2)
                .containsEntry(new Place(SCAN, 0, 0), (long) AttemptCounts.MOST_PLACES)
                .containsEntry(new Place(GUESSING, 0, 0), 1L)
                .containsEntry(new Place(SCAN, 0, 1), 2L);
        assertThat(counts.of(SCAN)).isEqualTo(2L * AttemptCounts.MOST_PLACES + 1);
    }

    @Test
    void shouldMakeNoGarbageAtAKnownPlace() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        counts.add(SCAN, 1, 2, 1);
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10_000; i++) {
            counts.add(SCAN, 1, 2, 1);
        }

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
    }
}
