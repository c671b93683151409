package io.auscult.core.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class DistinctCounterTest {
    @Test
    void shouldBeExactUpToItsBound() {
        DistinctCounter counter = new DistinctCounter(100, 10);
        for (int i = 0; i < 100; i++) {
            assertThat(counter.add(Mix.of(i))).isTrue();
            assertThat(counter.add(Mix.of(i))).isFalse();
            assertThat(counter.count()).isEqualTo(i + 1);
        }
        assertThat(counter.isExact()).isTrue();
        assertThat(counter.contains(Mix.of(5))).isTrue();
        assertThat(counter.contains(Mix.of(500))).isFalse();
    }

    @Test
    void shouldBeCloseBeyondIt() {
        for (long size : new long[] {200, 1_000, 50_000, 1_000_000, 20_000_000}) {
            DistinctCounter counter = new DistinctCounter(32, 12);
            for (long i = 0; i < size; i++) {
                counter.add(Mix.of(i * 7_919));
            }
            double error = Math.abs(counter.count() - size) / (double) size;
            assertThat(error)
                    .as(String.format(Locale.ROOT, "error at %d", size))
                    .isLessThan(0.05);
        }
    }

    @Test
    void shouldForgetAndBeReused() {
        DistinctCounter counter = new DistinctCounter(16, 8);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 40; i++) {
                counter.add(Mix.of(i));
            }
            assertThat(counter.count()).isCloseTo(40, within(10L));
            counter.clear();
            assertThat(counter.count()).isZero();
        }
    }

    @Test
    void shouldJoinExactAndSketchedCounts() {
        DistinctCounter all = new DistinctCounter(16, 12);
        DistinctCounter some = new DistinctCounter(16, 12);
        for (int i = 0; i < 3_000; i++) {
            (i < 10 ? all : some).add(Mix.of(i));
        }
        all.addAll(some);
        assertThat(all.count()).isCloseTo(3_000, within(200L));
        all.addAll(some);
        assertThat(all.count()).isCloseTo(3_000, within(200L));
    }

    @Test
    void shouldTakeACoarserSketchAsALowerBound() {
        HyperLogLog coarse = new HyperLogLog(8);
        HyperLogLog fine = new HyperLogLog(12);
        HyperLogLog truth = new HyperLogLog(12);
        for (int i = 0; i < 100; i++) {
            coarse.add(Mix.of(i));
            truth.add(Mix.of(i));
        }
        fine.addAll(coarse);
        assertThat(fine.count()).isBetween(60L, truth.count());
    }
}
