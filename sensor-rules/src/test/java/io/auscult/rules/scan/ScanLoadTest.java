package io.auscult.rules.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.detect.Mix;
import io.auscult.rules.EventScript;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Scans and floods without end in bounded memory. {@code -Dauscult.load=20} makes each twenty times as long. */
class ScanLoadTest {
    private static final int LENGTH = 1_000_000 * Integer.getInteger("auscult.load", 1);
    private static final long MEGABYTE = 1 << 20;
    private static final int MOST_MEGABYTES = 80;

    private final EventScript script = new EventScript();

    @Test
    void shouldSweepMillionsOfAddressesInConstantMemory() {
        script.from("192.168.1.1");
        long bytes = grown(() -> {
            for (int i = 0; i < LENGTH; i++) {
                script.probe(6, 445, 0, ipv4(0x0A00_0000 + i)).tcp(2, 1024, 2).silent();
            }
        });
        script.end();

        assertThat(bytes).isLessThan(20 * MEGABYTE);
        assertThat(script.alerts).hasSizeLessThan(12);
        assertThat((double) script.last().targetCount())
                .isCloseTo(LENGTH, org.assertj.core.data.Percentage.withPercentage(5));
    }

    @Test
    void shouldScanFortyThousandTargetsOn75Ports() {
        script.from("192.168.1.1");
        long bytes = grown(() -> {
            for (int i = 0; i < 3_000_000; i += 7) {
                script.probe(6, 1 + i / 40_000, 0, ipv4(0x0A00_0000 + i % 40_000))
                        .tcp(2, 1024, 2)
                        .silent();
            }
        });
        script.end();

        assertThat(bytes).isLessThan(20 * MEGABYTE);
        assertThat(script.last().rule().id()).isEqualTo("scan.block_scan");
        assertThat(script.last().portCount()).isEqualTo(75);
        assertThat(script.alerts).hasSizeLessThan(14);
    }

    @Test
    void shouldNeitherGrowNorGoBlindUnderForgedSources() {
        long bytes = grown(() -> {
            for (int i = 0; i < LENGTH; i++) {
                script.from(0, ipv4((int) Mix.of(i)))
                        .probe(
                                6,
                                (int) Mix.of(i * 5L) & 0x3FFF,
                                0,
                                ipv4(0x0A00_0000 + ((int) Mix.of(i * 3L) & 0xFFFF)));
                script.tcp(2, 1024, 2).silent();
                if (i % 50_000 == 49_999) {
                    script.from("192.168.1.77")
                            .syn("10.200.0." + i / 50_000 % 250, 3389)
                            .silent();
                }
            }
        });
        script.end();

        assertThat(bytes).isLessThan(MOST_MEGABYTES * MEGABYTE);
        assertThat(script.alerts).extracting(ScanLoadTest::actor).contains("192.168.1.77");
        assertThat(script.alerts.stream()
                        .filter(alert -> alert.rule().id().startsWith("scan.")
                                && actor(alert).startsWith("192.")))
                .isNotEmpty();
    }

    @Test
    void shouldBoundWhatThousandsOfForgedScannersTake() {
        long bytes = grown(() -> {
            for (int i = 0; i < LENGTH; i++) {
                script.from(0, ipv4(0x2D00_0000 + (i & 0x7FFF)))
                        .probe(
                                6,
                                (int) Mix.of(i * 5L) & 0x3FFF,
                                0,
                                ipv4(0x0A00_0000 + ((int) Mix.of(i * 3L) & 0xFFFF)));
                script.tcp(2, 1024, 2).silent();
            }
        });

        assertThat(bytes).isLessThan(MOST_MEGABYTES * MEGABYTE);
    }

    @Test
    void shouldAllocateNothingOnceWarm() {
        script.from("10.20.1.1");
        warmAndMeasure();
        long bytes = warmAndMeasure();

        assertThat(bytes).isLessThan(200_000);
    }

    private long warmAndMeasure() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 400_000; i++) {
            script.from(0, ipv4(0x0A14_0000 + i % 500))
                    .probe(6, 443, 0, ipv4(0x0A15_0000 + i % 40))
                    .tcp(2, 64_240, EventScript.SOCKET_OPTIONS)
                    .answered();
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static String actor(Alert alert) {
        return String.valueOf(alert.actor().ip());
    }

    private static long ipv4(int bits) {
        return 0xFFFF_0000_0000L | bits & 0xFFFF_FFFFL;
    }

    private static long grown(Runnable load) {
        long before = used();
        load.run();
        return used() - before;
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
